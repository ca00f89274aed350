// Plays a finished output with its drawn sound as a time line, and two of them together.
// The file is fetched whole when somebody first plays it or moves in it, so that every moment of it can be reached.
// Without this script the browser's own player stands alone.
'use strict';

function whole(media) {
  media.whole ??= fetch(media.src, { credentials: 'same-origin' })
    .then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.blob();
    })
    .then((blob) => new Promise((ready) => {
      media.addEventListener('loadedmetadata', () => ready(media), { once: true });
      media.preload = 'auto';
      media.src = URL.createObjectURL(blob);
      media.load();
    }));
  return media.whole;
}

function begin(media) {
  return whole(media).then(() => media.play());
}

function timeline(media, slider) {
  slider.hidden = false;
  media.addEventListener('timeupdate', () => {
    if (media.duration) slider.value = String(Math.round((media.currentTime / media.duration) * 1000));
  });
  slider.addEventListener('input', () => {
    const share = slider.valueAsNumber / 1000;
    whole(media).then(() => { media.currentTime = share * media.duration; });
  });
}

const players = [...document.querySelectorAll('[data-player] :is(video, audio)')];
for (const media of players) {
  media.addEventListener('play', () => {
    if (media.whole) return;
    media.pause();
    begin(media);
  });
  const slider = media.closest('[data-player]').querySelector('[data-seek]');
  if (slider) timeline(media, slider);
}

const both = document.querySelector('[data-both]');
if (both && players.length > 1) {
  both.hidden = false;
  both.querySelector('button').addEventListener('click', () => {
    Promise.all(players.map(whole)).then(() => {
      for (const media of players) {
        media.currentTime = 0;
        media.play();
      }
    });
  });
}
