// A take: from this device’s camera and microphone, or from a file; sent in parts that go on where they broke off.

const RECORDED = ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'];
const HEARD = ['audio/webm;codecs=opus', 'audio/webm', 'audio/mp4'];
const PIECE_MS = 250, LEAST_PIECES = 4; // a take of less than a second may hold no picture yet
const SOUND_ONLY = new Set(['voice', 'spoken_consent', 'room_tone', 'breath']);
const CAN_RECORD = typeof MediaRecorder === 'function' && navigator.mediaDevices?.getUserMedia !== undefined;

const TRIES = 6, FIRST_WAIT_MS = 1000; // a part that does not get through: one minute in all

const waits = (ms) => new Promise((go) => { setTimeout(go, ms); });
const hex = (bytes) => Array.from(new Uint8Array(bytes), (one) => one.toString(16).padStart(2, '0')).join('');
const sha256 = async (bytes) => hex(await crypto.subtle.digest('SHA-256', bytes));
const bytesOf = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

// Ask the library; a refusal is thrown as what it says, a connection that fails is tried again.
async function asks(form, method, address, body, type) {
  for (let tries = 1; ; tries += 1) {
    const headers = { accept: 'application/json', 'x-csrftoken': form.dataset.csrf, ...(type && { 'content-type': type }) };
    const answer = await fetch(address, { method, headers, body }).catch(() => null);
    if (answer?.ok) return answer.json();
    if (answer && answer.status < 500) throw await answer.json().catch(() => ({ code: String(answer.status) }));
    if (tries === TRIES) throw { code: answer ? String(answer.status) : '' };
    await waits(FIRST_WAIT_MS * 2 ** (tries - 1));
  }
}

// What is under way in this session and begins with the same bytes, so that it is the same file; else a new one.
async function begun(blob, form, kind) {
  const type = blob.type.split(';')[0] || 'application/octet-stream', line = form.elements.line.value;
  const where = form.dataset.capture.replace(/assets$/, 'uploads');
  for (const one of await asks(form, 'GET', where)) {
    const alike = one.size_bytes === blob.size && one.kind === kind && one.line === line.trim() && one.parts.length > 0;
    if (alike && await sha256(await blob.slice(0, one.part_bytes).arrayBuffer()) === one.parts[0]) return one;
  }
  const asked = { kind, media_type: type, size_bytes: blob.size, line };
  return asks(form, 'POST', where, JSON.stringify(asked), 'application/json');
}

// Where the browser computes no digest (an address that is neither https nor this machine), all of it at once.
function atOnce(blob, form, kind) {
  const query = new URLSearchParams({ kind, line: form.elements.line.value });
  return asks(form, 'POST', `${form.dataset.capture}?${query}`, blob, blob.type || 'application/octet-stream');
}

async function inParts(blob, form, kind, progress) {
  const upload = await begun(blob, form, kind), address = `/uploads/${upload.upload}`, digests = [];
  for (let offset = 0; offset < blob.size; offset += upload.part_bytes) {
    const bytes = await blob.slice(offset, offset + upload.part_bytes).arrayBuffer(), digest = await sha256(bytes);
    if (offset >= upload.received_bytes) {
      const where = `${address}?offset=${offset}&sha256=${digest}`;
      await asks(form, 'PUT', where, bytes, 'application/octet-stream').catch((told) => {
        const came = told.code === 'likeness.other_offset' && told.facts.received_bytes > offset;
        if (!came) throw told; // the answer to an earlier try was lost, and the part is there
      });
    }
    digests.push(digest);
    progress(Math.min(1, (offset + upload.part_bytes) / blob.size));
  }
  const whole = await sha256(bytesOf(digests.join('')));
  return asks(form, 'POST', `${address}/finish`, JSON.stringify({ parts_sha256: whole }), 'application/json');
}

const usable = (types) => types.find((type) => MediaRecorder.isTypeSupported(type));

function taking(form) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const show = (name, on) => { if (part(name)) part(name).hidden = !on; };
  const kind = () => form.elements.kind.value;
  const isSound = () => SOUND_ONLY.has(kind());
  let stream = null, recorder = null, chunks = [];

  function buttons(state) {
    show('open', state === 'closed');
    show('start', state === 'ready' && kind() !== 'photo');
    show('shoot', state === 'ready' && kind() === 'photo');
    show('stop', state === 'recording');
    show('view', state !== 'closed' && !isSound());
  }

  function letGo() {
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    if (part('view')) part('view').srcObject = null;
    buttons('closed');
  }

  async function openDevice() {
    show('denied', false);
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: isSound() ? false : { width: { ideal: 1920 }, height: { ideal: 1080 }, facingMode: 'user' },
        audio: kind() === 'photo' ? false : { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      });
    } catch {
      show('denied', true);
      return;
    }
    if (part('view')) {
      part('view').srcObject = stream;
      await part('view').play().catch(() => {});
    }
    buttons('ready');
  }

  function start() {
    chunks = [];
    recorder = new MediaRecorder(stream, { mimeType: usable(isSound() ? HEARD : RECORDED) });
    recorder.addEventListener('dataavailable', (event) => {
      if (event.data.size === 0) return;
      chunks.push(event.data);
      if (recorder.state === 'recording' && chunks.length >= LEAST_PIECES) buttons('recording');
    });
    recorder.addEventListener('stop', () => {
      const taken = new Blob(chunks, { type: recorder.mimeType });
      letGo();
      send(taken);
    });
    recorder.start(PIECE_MS);
    form.dispatchEvent(new Event('take'));
    buttons('starting');
  }

  function shoot() {
    const view = part('view'), canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [view.videoWidth, view.videoHeight];
    canvas.getContext('2d').drawImage(view, 0, 0);
    canvas.toBlob((blob) => { letGo(); send(blob); }, 'image/jpeg', 0.95);
  }

  function failed(why) {
    show('busy', false);
    show('failed', true);
    part('why').textContent = why;
  }

  function progress(share) {
    const percent = Math.floor(share * 100);
    part('progress').value = percent;
    part('percent').textContent = `${percent} %`;
  }

  async function send(blob) {
    show('failed', false);
    show('busy', true);
    progress(0);
    try {
      await (globalThis.crypto?.subtle && !('whole' in form.dataset) ? inParts : atOnce)(blob, form, kind(), progress);
      location.reload();
    } catch (told) {
      failed(told.detail || told.code || told.message || '');
    }
  }

  show('device', CAN_RECORD);
  buttons('closed');
  if (form.elements.kind.type !== 'hidden') form.elements.kind.addEventListener('change', letGo);
  part('open').addEventListener('click', openDevice);
  part('start').addEventListener('click', start);
  part('stop').addEventListener('click', () => recorder.stop());
  part('shoot')?.addEventListener('click', shoot);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const [file] = form.elements.file.files;
    if (file) send(file);
    else form.elements.file.focus();
  });
  addEventListener('pagehide', letGo);
}

document.querySelectorAll('[data-noscript]').forEach((one) => { one.hidden = true; });
document.querySelectorAll('[data-needs-script]').forEach((one) => { one.hidden = false; });
document.querySelectorAll('[data-capture]').forEach(taking);
