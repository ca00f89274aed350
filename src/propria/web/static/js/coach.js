// While a camera or microphone is open: how light, sharp, near and loud it is, from what this browser sees and hears alone.
// Where the library has eyes for it, a small picture goes there about three times a second, one at a time, and comes back
// as landmarks; it is kept nowhere. Without them this browser looks alone. It advises and never stops a take.

const WIDTH = 160, EVERY_MS = 400, QUIET_AFTER = 8;
const SENT_PX = 320, LOOK_MS = 330, FRESH_MS = 1500, SURE_AFTER = 2, GIVE_UP_AFTER = 3, POINT_PX = 2;
const FACING = new Set(['turn_left', 'turn_right', 'raise', 'lower', 'upright']);
const DARK = 55, BURNT = 250, BURNT_SHARE = 0.08, ONE_SIDED = 45, SOFT = 2.2; // as the library's own look has them
const NEAREST = 0.7, FARTHEST = 0.25, OFF_CENTRE = 0.18, CLIPPED = 0.98, FAINT = 0.05, NOISY = 0.012;
const HEARD = 2.5, STILL_MOMENTS = 26; // 8 dB over the quiet of the room; ten seconds
const WORDLESS = new Set(['room_tone', 'breath']);

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

// What a take without words holds so far (its moments, oldest first): codes of goals.
export function hushed(moments) {
  const floor = Math.max(moments.map((one) => one.rms).sort((a, b) => a - b)[Math.floor(moments.length / 5)] ?? 0, 1e-4);
  const loud = moments.map((one) => one.rms > HEARD * floor);
  const breaths = loud.filter((one, at) => at > 0 && loud[at - 1] && !one).length;
  const quiet = moments.filter((one, at) => !loud[at] && one.rms <= NOISY).length;
  return [...(quiet >= STILL_MOMENTS ? ['still'] : []), ...Array.from({ length: breaths }, (_, at) => `breath_${at + 1}`)];
}

// The library's eyes: landmarks of what the camera sees, or null where they are old or there are none.
function eyes(form, view) {
  const small = document.createElement('canvas');
  let timer = 0, failures = 0, waiting = false, last = null, told = () => {};

  async function look() {
    if (waiting || view.videoWidth === 0 || failures >= GIVE_UP_AFTER) return;
    waiting = true;
    const scale = SENT_PX / Math.max(view.videoWidth, view.videoHeight);
    [small.width, small.height] = [Math.round(view.videoWidth * scale), Math.round(view.videoHeight * scale)];
    small.getContext('2d').drawImage(view, 0, 0, small.width, small.height);
    const body = await new Promise((done) => { small.toBlob(done, 'image/jpeg', 0.7); });
    const headers = { accept: 'application/json', 'content-type': 'image/jpeg', 'x-csrftoken': form.dataset.csrf };
    const answer = await fetch(form.dataset.watch, { method: 'POST', headers, body }).catch(() => null);
    if (answer?.ok) {
      failures = 0;
      last = { seen: await answer.json(), at: performance.now() };
      if (timer) told(last.seen);
    } else if (answer?.status !== 429) failures += 1;
    waiting = false;
  }

  return {
    now: () => (last && performance.now() - last.at < FRESH_MS ? last.seen : null),
    open(tell) { [told, failures, last] = [tell, 0, null]; timer = form.dataset.watch ? setInterval(look, LOOK_MS) : 0; },
    close() { clearInterval(timer); [timer, last] = [0, null]; },
  };
}

// The face's points over the preview, in its own pixels.
function draws(canvas, view, points) {
  [canvas.width, canvas.height] = [view.offsetWidth, view.offsetHeight];
  const scale = Math.min(canvas.width / view.videoWidth, canvas.height / view.videoHeight); // as object-fit has it
  const [width, height] = [scale * view.videoWidth, scale * view.videoHeight], top = (canvas.height - height) / 2;
  const drawn = canvas.getContext('2d');
  drawn.fillStyle = getComputedStyle(canvas).color;
  points.forEach(([x, y]) => { drawn.fillRect(x * width - POINT_PX / 2, top + y * height - POINT_PX / 2, POINT_PX, POINT_PX); });
}

// Poses and expressions one after the other: each is done once it was seen twice in a row, or by hand.
function aims(told) {
  const box = told.querySelector('[data-aims]'), all = [...box.querySelectorAll('[data-goal]')];
  let left = [], times = 0;

  function shows() {
    all.forEach((one) => {
      one.toggleAttribute('aria-current', one === left[0]);
      one.querySelector('[data-done]').hidden = left.includes(one);
    });
    box.querySelector('[data-all-seen]').hidden = left.length > 0;
    box.querySelector('[data-next]').disabled = left.length === 0;
  }

  function next() {
    [left, times] = [left.slice(1), 0];
    shows();
  }

  function begin(codes) {
    all.forEach((one) => { one.hidden = !codes.includes(one.dataset.goal); });
    [left, times] = [all.filter((one) => !one.hidden), 0];
    box.hidden = left.length === 0;
    shows();
  }

  box.querySelector('[data-next]').addEventListener('click', next);
  return {
    begin,
    see(reached) {
      if (left.length === 0) return;
      times = reached.includes(left[0].dataset.goal) ? times + 1 : 0;
      if (times >= SURE_AFTER) next();
    },
  };
}

function coach(form) {
  const told = form.querySelector('[data-coach]'), view = form.querySelector('[data-view]');
  if (!told || !view) return;
  const canvas = document.createElement('canvas'), faces = 'FaceDetector' in globalThis ? new globalThis.FaceDetector({ maxDetectedFaces: 4 }) : null;
  const looking = eyes(form, view), wanted = aims(told), drawn = form.querySelector('[data-drawn]');
  const meter = told.querySelector('[data-level]');
  let timer = 0, audio = null, listening = null, moments = [], taken = [], goals = [], taking = false;

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
    if (taking) taken.push(moments.at(-1));
    meter.value = Math.min(1, Math.sqrt(rms));
  }

  // What the library saw (landmarks, pose, light), or what this browser finds by itself.
  async function seen() {
    const found = looking.now();
    if (!found) return alone(null);
    const facing = goals.length === 0 ? found.says : found.says.filter((one) => !FACING.has(one));
    return [...(found.faces === 1 ? await alone(found.box) : []), ...facing];
  }

  function looked(found) {
    draws(drawn, view, found.points);
    if (taking) wanted.see(found.reached);
  }

  const finds = async () => faces && faces.detect(canvas).then((all) => all.map((one) => one.boundingBox)).catch(() => null);

  async function alone(share) {
    const height = Math.round((WIDTH * view.videoHeight) / view.videoWidth);
    [canvas.width, canvas.height] = [WIDTH, height];
    const sketch = canvas.getContext('2d', { willReadFrequently: true });
    sketch.drawImage(view, 0, 0, WIDTH, height);
    const known = share && [{ x: share[0] * WIDTH, y: share[1] * height, width: share[2] * WIDTH, height: share[3] * height }];
    const found = known ?? await finds();
    const box = found?.length === 1 ? found[0] : { x: WIDTH / 4, y: height / 6, width: WIDTH / 2, height: (2 * height) / 3 };
    const whole = { x: Math.max(0, Math.floor(box.x)), y: Math.max(0, Math.floor(box.y)) };
    whole.width = Math.min(WIDTH - whole.x, Math.floor(box.width));
    whole.height = Math.min(height - whole.y, Math.floor(box.height));
    const light = looks(sketch.getImageData(0, 0, WIDTH, height), whole);
    if (known) return light;
    return [...light, ...(found ? stands(found, WIDTH, height) : ['by_eye'])];
  }

  async function advise() {
    const said = new Set(view.videoWidth > 0 ? await seen() : []);
    if (listening) { moment(); sounds(moments).forEach((one) => said.add(one)); }
    if (WORDLESS.has(form.elements.kind.value)) {
      said.delete('faint');
      if (taking) wanted.see(hushed(taken));
    }
    told.querySelectorAll('[data-tip]').forEach((tip) => {
      tip.hidden = tip.dataset.tip === 'good' ? [...said].some((one) => one !== 'by_eye') : !said.has(tip.dataset.tip);
    });
  }

  function begin() {
    end();
    listen(view.srcObject);
    meter.parentElement.hidden = !listening;
    told.hidden = false;
    wanted.begin(goals);
    looking.open(looked);
    timer = setInterval(advise, EVERY_MS);
  }

  function end() {
    clearInterval(timer);
    looking.close();
    taking = false;
    draws(drawn, view, []);
    audio?.close();
    [audio, listening, moments] = [null, null, []];
    told.hidden = true;
  }

  view.addEventListener('playing', begin);
  view.addEventListener('emptied', end);
  form.addEventListener('take', () => { [taking, taken] = [true, []]; wanted.begin(goals); });
  form.addEventListener('step', (event) => { goals = event.detail; });
  form.elements.kind.addEventListener('change', () => { goals = []; });
}

function steps(button) {
  button.addEventListener('click', () => {
    const form = document.querySelector('form[data-coached]');
    form.elements.kind.value = button.dataset.kind;
    form.elements.kind.dispatchEvent(new Event('change'));
    form.dispatchEvent(new CustomEvent('step', { detail: (button.dataset.goals ?? '').split(';').filter(Boolean) }));
    form.elements.line.value = button.dataset.line;
    form.scrollIntoView({ block: 'start' });
    form.querySelector('[data-open]').focus();
  });
}

document.querySelectorAll('form[data-coached]').forEach(coach);
document.querySelectorAll('[data-step]').forEach(steps);
