// A take: from this device's camera and microphone, or from a file; sent as it is, with its progress shown.

const RECORDED = ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4'];
const HEARD = ['audio/webm;codecs=opus', 'audio/webm', 'audio/mp4'];
const PIECE_MS = 250, LEAST_PIECES = 4; // a take of less than a second may hold no picture yet
const SOUND_ONLY = new Set(['voice', 'spoken_consent']);
const CAN_RECORD = typeof MediaRecorder === 'function' && navigator.mediaDevices?.getUserMedia !== undefined;

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

  function send(blob) {
    const query = new URLSearchParams({ kind: kind(), line: form.elements.line.value });
    const sending = new XMLHttpRequest();
    show('failed', false);
    show('busy', true);
    sending.upload.addEventListener('progress', (event) => {
      if (!event.lengthComputable) return;
      const percent = Math.round((event.loaded / event.total) * 100);
      part('progress').value = percent;
      part('percent').textContent = `${percent} %`;
    });
    sending.addEventListener('load', () => {
      if (sending.status === 201) { location.reload(); return; }
      let told = {};
      try { told = JSON.parse(sending.responseText); } catch { /* a page, not a problem: the status says enough */ }
      failed(told.detail || told.code || String(sending.status));
    });
    sending.addEventListener('error', () => failed(''));
    sending.open('POST', `${form.dataset.capture}?${query}`);
    sending.setRequestHeader('content-type', blob.type || 'application/octet-stream');
    sending.setRequestHeader('accept', 'application/json');
    sending.setRequestHeader('x-csrftoken', form.dataset.csrf);
    sending.send(blob);
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
