// Moves the face of a head shown by <model-viewer>: each slider drives the movements that it names, together,
// on every head of the page; a recording or clip that plays drives all of them by its track, 25 frames a second.
// Without this script, or without WebGL, the head's pictures stand in its place.
'use strict';

function sceneOf(viewer) {
  const symbol = Object.getOwnPropertySymbols(viewer).find((s) => s.description === 'scene');
  return symbol && viewer[symbol];
}

function facesOf(scene) {
  const found = [];
  scene.traverse((part) => {
    if (part.morphTargetDictionary && part.morphTargetInfluences) found.push(part);
  });
  return found;
}

function set(faces, name, value) {
  for (const face of faces) {
    const at = face.morphTargetDictionary[name];
    if (at !== undefined) face.morphTargetInfluences[at] = value;
  }
}

function move(scene, faces, slider) {
  for (const name of slider.dataset.targets.split(' ')) set(faces, name, slider.valueAsNumber);
  scene.queueRender();
}

function offer(scene, faces, panel) {
  const sliders = [...panel.querySelectorAll('input[type=range]')];
  for (const slider of sliders) {
    const names = slider.dataset.targets.split(' ');
    const known = faces.some((face) => names.some((name) => name in face.morphTargetDictionary));
    slider.closest('label').hidden = !known;
    slider.addEventListener('input', () => move(scene, faces, slider));
  }
  panel.querySelector('[data-still]').addEventListener('click', () => {
    for (const slider of sliders) slider.value = 0;
    for (const face of faces) face.morphTargetInfluences.fill(0);
    scene.queueRender();
  });
  panel.hidden = false;
}

function trackFrom(media) {
  media.track ??= fetch(media.dataset.drives, { credentials: 'same-origin' })
    .then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    })
    .then((told) => {
      const track = media.dataset.track ? told.tracks[media.dataset.track] : told;
      if (!track) throw new Error('no track');
      const values = Uint8Array.from(atob(track.values), (letter) => letter.charCodeAt(0));
      return { ...track, values, frames: values.length / track.names.length };
    });
  return media.track;
}

function act(scene, faces, track, seconds) {
  const at = Math.min(track.frames - 1, Math.max(0, Math.floor(seconds * track.frames_per_second + 0.01)));
  track.names.forEach((name, index) => set(faces, name, track.values[at * track.names.length + index] / 255));
  scene.queueRender();
}

function follow(scene, faces, media, panel) {
  const wanted = panel.querySelector('[data-follow]');
  const show = () => {
    if (wanted.checked) trackFrom(media).then((track) => act(scene, faces, track, media.currentTime));
  };
  const step = () => {
    show();
    if (!media.paused && !media.ended) requestAnimationFrame(step);
  };
  media.addEventListener('play', step);
  media.addEventListener('seeked', show);
  trackFrom(media).then(() => { panel.hidden = false; }, () => {});
}

function prepared(panel) {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) panel.querySelector('[data-follow]').checked = false;
  panel.querySelector('[data-speed]').addEventListener('change', (event) => {
    for (const media of document.querySelectorAll('[data-drives]')) {
      media.defaultPlaybackRate = media.playbackRate = Number(event.target.value);
    }
  });
}

const mediaOf = (viewer) => (viewer.closest('[data-player]') ?? document).querySelectorAll('[data-drives]');

document.querySelectorAll('[data-follows]').forEach(prepared);
for (const viewer of document.querySelectorAll('model-viewer[data-head]')) {
  viewer.addEventListener('load', () => {
    const scene = sceneOf(viewer);
    const faces = scene ? facesOf(scene) : [];
    if (!faces.length) return;
    const sliders = document.querySelector('[data-expressions]');
    if (sliders) offer(scene, faces, sliders);
    const panel = (viewer.closest('figure') ?? document).querySelector('[data-follows]');
    if (panel) for (const media of mediaOf(viewer)) follow(scene, faces, media, panel);
  }, { once: true });
}
