// While a camera or microphone is open: how light, sharp, near and loud it is, from what this browser sees and hears alone.
// Nothing is sent. It advises and never stops a take; the library looks at each recording by itself once it is stored.

const WIDTH = 160, EVERY_MS = 400, QUIET_AFTER = 8;
const DARK = 55, BURNT = 250, BURNT_SHARE = 0.08, ONE_SIDED = 45, SOFT = 2.2; // as the library's own look has them
const NEAREST = 0.7, FARTHEST = 0.25, OFF_CENTRE = 0.18, CLIPPED = 0.98, FAINT = 0.05, NOISY = 0.012;

// What a picture (RGBA bytes) says of light and sharpness inside a box in pixels: codes of advice.
export function looks({ data, width }, box) {
  let sum = 0, left = 0, burnt = 0, edges = 0, count = 0;
  const luma = (x, y) => {
    const at = 4 * (y * width + x);
    return 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
  };
  const middle = box.x + box.width / 2;
  for (let y = box.y + 1; y < box.y + box.height - 1; y += 1) {
    for (let x = box.x + 1; x < box.x + box.width - 1; x += 1) {
      const here = luma(x, y);
      sum += here;
      if (x < middle) left += here;
      if (here >= BURNT) burnt += 1;
      edges += Math.abs(4 * here - luma(x - 1, y) - luma(x + 1, y) - luma(x, y - 1) - luma(x, y + 1));
      count += 1;
    }
  }
  if (count === 0) return [];
  const said = [];
  if (sum / count < DARK) said.push('dark');
  if (burnt / count > BURNT_SHARE) said.push('burnt');
  if (Math.abs(2 * left - sum) / (count / 2) > ONE_SIDED) said.push('one_sided');
  if (edges / count < SOFT && sum / count >= DARK) said.push('soft');
  return said;
}

// Where the faces are that were found (boxes in the picture's own pixels): codes of advice.
export function stands(faces, width, height) {
  if (faces.length === 0) return ['no_face'];
  if (faces.length > 1) return ['several'];
  const [face] = faces, share = face.width / width;
  const aside = Math.abs(face.x + face.width / 2 - width / 2) / width, above = Math.abs(face.y + face.height / 2 - height / 2) / height;
  if (share < FARTHEST) return ['far'];
  if (share > NEAREST) return ['near'];
  return aside > OFF_CENTRE || above > OFF_CENTRE ? ['aside'] : [];
}

// How loud the newest moments are (root mean squares and peaks, 0 to 1, oldest first): codes of advice.
export function sounds(moments) {
  const loud = moments.map((one) => one.rms).sort((a, b) => a - b);
  const said = [];
  if (moments.some((one) => one.peak > CLIPPED)) said.push('clipped');
  if (moments.length >= QUIET_AFTER && loud.at(-1) < FAINT) said.push('faint');
  if (moments.length >= QUIET_AFTER && loud[Math.floor(loud.length / 10)] > NOISY) said.push('noisy');
  return said;
}

function coach(form) {
  const told = form.querySelector('[data-coach]'), view = form.querySelector('[data-view]');
  if (!told || !view) return;
  const canvas = document.createElement('canvas'), faces = 'FaceDetector' in globalThis ? new globalThis.FaceDetector({ maxDetectedFaces: 4 }) : null;
  const meter = told.querySelector('[data-level]');
  let timer = 0, audio = null, listening = null, moments = [];

  function listen(stream) {
    if (stream.getAudioTracks().length === 0) return;
    audio = new AudioContext();
    listening = audio.createAnalyser();
    audio.createMediaStreamSource(stream).connect(listening);
  }

  function moment() {
    const wave = new Float32Array(listening.fftSize);
    listening.getFloatTimeDomainData(wave);
    const rms = Math.sqrt(wave.reduce((sum, one) => sum + one * one, 0) / wave.length);
    moments = [...moments, { rms, peak: wave.reduce((most, one) => Math.max(most, Math.abs(one)), 0) }].slice(-25);
    meter.value = Math.min(1, Math.sqrt(rms));
  }

  async function seen() {
    const height = Math.round((WIDTH * view.videoHeight) / view.videoWidth);
    [canvas.width, canvas.height] = [WIDTH, height];
    const drawn = canvas.getContext('2d', { willReadFrequently: true });
    drawn.drawImage(view, 0, 0, WIDTH, height);
    const found = faces && await faces.detect(canvas).then((all) => all.map((one) => one.boundingBox)).catch(() => null);
    const box = found?.length === 1 ? found[0] : { x: WIDTH / 4, y: height / 6, width: WIDTH / 2, height: (2 * height) / 3 };
    const whole = { x: Math.max(0, Math.floor(box.x)), y: Math.max(0, Math.floor(box.y)) };
    whole.width = Math.min(WIDTH - whole.x, Math.floor(box.width));
    whole.height = Math.min(height - whole.y, Math.floor(box.height));
    return [...looks(drawn.getImageData(0, 0, WIDTH, height), whole), ...(found ? stands(found, WIDTH, height) : ['by_eye'])];
  }

  async function advise() {
    const said = new Set(view.videoWidth > 0 ? await seen() : []);
    if (listening) { moment(); sounds(moments).forEach((one) => said.add(one)); }
    told.querySelectorAll('[data-tip]').forEach((tip) => {
      tip.hidden = tip.dataset.tip === 'good' ? [...said].some((one) => one !== 'by_eye') : !said.has(tip.dataset.tip);
    });
  }

  function begin() {
    end();
    listen(view.srcObject);
    meter.parentElement.hidden = !listening;
    told.hidden = false;
    timer = setInterval(advise, EVERY_MS);
  }

  function end() {
    clearInterval(timer);
    audio?.close();
    [audio, listening, moments] = [null, null, []];
    told.hidden = true;
  }

  view.addEventListener('playing', begin);
  view.addEventListener('emptied', end);
}

function steps(button) {
  button.addEventListener('click', () => {
    const form = document.querySelector('form[data-coached]');
    form.elements.kind.value = button.dataset.kind;
    form.elements.kind.dispatchEvent(new Event('change'));
    form.elements.line.value = button.dataset.line;
    form.scrollIntoView({ block: 'start' });
    form.querySelector('[data-open]').focus();
  });
}

document.querySelectorAll('form[data-coached]').forEach(coach);
document.querySelectorAll('[data-step]').forEach(steps);
