'use strict';
// What this script does, in order: fetch the drafted statement; show every word of it in both languages;
// work out from those same words what a key would sign; ask whether they were understood; only then ask
// the device's passkey for a signature over that digest, and hand it back. It sends nothing anywhere else.

const LABEL = 'propria/v1/statement\0';
const ALGORITHMS = [{ type: 'public-key', alg: -8 }, { type: 'public-key', alg: -7 }];
const requestId = (/sgn_[0-9a-z]+/.exec(location.pathname + location.search) || [''])[0];

const WORDS = {
  en: {
    other: '中文', otherLang: 'zh-Hans', where: 'signing page', own: (h) => `This page, SHA-256: ${h}. The log holds it; compare on another machine.`,
    loading: 'Fetching the words to be signed…',
    forYou: 'For you to sign, or not', keyEyebrow: 'A new signing key', lede: 'Read what it allows, and what it does not. Then answer, then sign. Declining costs nothing.',
    statement: (s) => `Statement ${s.type}, version ${s.version}`, digest: 'Digest', left: (t) => `Void in ${t}`, after: (t) => `Void after ${t} UTC`, over: 'Void: the time is up',
    denies: 'What this does not allow', effects: 'What follows', exact: 'The exact bytes that are signed',
    exactNote: 'Your key signs the SHA-256 of “propria/v1/statement”, a zero byte and these bytes. This page worked it out on your device.',
    questions: 'Before you sign', questionsNote: 'so that nobody can say you did not know',
    wrong: 'Choose again, or ask for a change.', right: 'Right.', answerFirst: 'Answer each question rightly, and the button wakes.',
    signs: (d) => `Your passkey signs the digest ${d}, both languages, and nothing else.`,
    sign: 'Sign with passkey', demo: 'Sign with the demo key', change: 'Ask for a change', decline: 'Decline',
    demoNote: 'In this demo a software key stands for your passkey. A real log refuses it.',
    withdraw: 'Withdrawing later takes the same one step.',
    waiting: 'Your device is asking for your passkey…', sending: 'Signed on your device. Handing it in…',
    signed: 'Signed.', signedLede: 'It is in the log, in the order in which it arrived. Keep the digest: it finds these words again.',
    entry: 'Log entry', log: 'Log', at: 'Logged', back: 'Continue', declined: 'You declined.', declinedLede: 'Nothing was signed and nothing was logged.',
    makeKey: 'Make a signing key', keyTitle: 'Your signing key is made here, and only here.',
    keyLede: 'It stays on your device. It signs statements that you have read on this page, and never signs you in. The operator does not hold it and cannot use it.',
    keyNext: 'After that you sign one statement: that this key is yours.',
    shared: 'This device is shared, or stands on a set',
    sharedWarns: 'Whoever holds this device after you may see these words, and a passkey that is kept on it could sign as you. Sign on your own phone if you can: open this address there.',
    othersWarn: 'Somebody else has signed on this device.', allTheSame: 'I have read this warning and sign here all the same',
    troubleTitle: 'Nothing was signed.', again: 'Try again',
    noRequest: 'Nothing waits for your signature at this address. It was signed, declined or replaced. Go back and open it again.',
    offline: 'The library did not answer. Check your connection, then try again.',
    cancelled: 'Your device gave no signature: you cancelled, the time ran out, or it holds no signing key of yours for this page. Try again, or use the device on which you made the key.',
    noPasskeys: 'This browser has no passkeys. Open this page in another browser or on your phone.',
    expired: 'These words have expired, so that nobody can use an old signature. Go back; fresh ones will be drafted.',
    refused: (s, c) => `${s} (${c})`, unknownKey: 'That key is not one of yours for this statement. Choose another.',
    changed: 'The words received cannot be shown as they would be signed. Do not sign; tell the operator.',
    hasKey: 'This device holds a signing key of yours already. Go back and sign with it.',
  },
  zh: {
    other: 'English', otherLang: 'en', where: '签署页', own: (h) => `本页 SHA-256：${h}。日志载有同一数值，请在别的机器上比对。`,
    loading: '正在取得待签的文字……',
    forYou: '待您签署，或不签', keyEyebrow: '新的签名密钥', lede: '先看允许什么，再看不允许什么；答题，然后签署。拒绝没有任何代价。',
    statement: (s) => `声明 ${s.type}，第 ${s.version} 版`, digest: '摘要', left: (t) => `${t} 后作废`, after: (t) => `${t}（UTC）后作废`, over: '已过时限，作废',
    denies: '这份声明不允许', effects: '签署之后', exact: '所签的原始字节',
    exactNote: '您的密钥所签的，是“propria/v1/statement”、一个零字节与以下字节的 SHA-256。由本页在您的设备上算出。',
    questions: '签署之前', questionsNote: '日后无人能说您当时不知情',
    wrong: '请重选，或要求修改。', right: '对。', answerFirst: '各题都答对，按钮方可使用。',
    signs: (d) => `通行密钥只签署摘要 ${d}（中英两文），别无其他。`,
    sign: '用通行密钥签署', demo: '用演示密钥签署', change: '要求修改', decline: '拒绝',
    demoNote: '在演示中，由软件密钥代替您的通行密钥；正式的日志不予接受。',
    withdraw: '日后撤回，也只要这一步。',
    waiting: '您的设备正在请求通行密钥……', sending: '已在您的设备上签署，正在提交……',
    signed: '已签署。', signedLede: '已按到达的先后记入日志。请留存摘要，凭它可再找到这些文字。',
    entry: '日志条目', log: '日志', at: '记入时间', back: '继续', declined: '您已拒绝。', declinedLede: '没有签署任何内容，也没有记入日志。',
    makeKey: '生成签名密钥', keyTitle: '您的签名密钥在此生成，也只在此使用。',
    keyLede: '密钥留在您的设备上，只签署您在本页读过的声明，从不用于登录。运营方不持有它，也无法使用它。',
    keyNext: '随后请签署一份声明：这把密钥是您的。',
    shared: '这台设备是公用的，或摆在片场',
    sharedWarns: '之后拿到这台设备的人可能看到这些文字；留在上面的通行密钥可能替您签名。请尽量在自己的手机上签：在手机上打开本页网址。',
    othersWarn: '已有别人在这台设备上签过名。', allTheSame: '我已阅读这条警告，仍在此签署',
    troubleTitle: '没有签署任何内容。', again: '再试一次',
    noRequest: '这个网址没有等您签署的内容：可能已签署、已拒绝或已替换。请返回重新打开。',
    offline: '没有收到回应。请检查网络，再试一次。',
    cancelled: '您的设备没有给出签名：可能是您取消了、时间到了，或设备上没有您在本页的签名密钥。请再试，或改用当初生成密钥的设备。',
    noPasskeys: '此浏览器不支持通行密钥。请换一个浏览器，或在手机上打开本页。',
    expired: '这些文字已过时限，以免旧签名被人利用。请返回，会重新拟出。',
    refused: (s, c) => `${s}（${c}）`, unknownKey: '这把密钥不在此声明可用之列，请另选一把。',
    changed: '收到的文字无法按所签的样子显示。请勿签署，并告知运营方。',
    hasKey: '此设备上已有您的签名密钥。请返回，用它签署。',
  },
};

const reader = chosenLanguage();
const say = WORDS[reader];
const at = (id) => document.getElementById(id);

function chosenLanguage() {
  const asked = new URLSearchParams(location.search).get('lang') || navigator.language || 'en';
  return asked.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

// Build elements from text only: nothing received is ever read as markup.
function el(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === 'onclick' || key === 'onchange') made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, '');
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

// RFC 8785 for what a statement may hold: strings, whole numbers, booleans, null, lists, objects.
function canonical(value) {
  if (value === null || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'string') {
    if (!value.isWellFormed()) throw new TypeError('broken text');
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new TypeError('not a whole number');
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (typeof value === 'object') {
    return '{' + Object.keys(value).sort().map((key) => canonical(key) + ':' + canonical(value[key])).join(',') + '}';
  }
  throw new TypeError('not JSON');
}

async function digestOf(text) {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(LABEL + text)));
}

const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function shortDigest(bytes) {
  const text = hex(bytes);
  return `${text.slice(0, 4)} ${text.slice(4, 8)} ${text.slice(8, 12)} … ${text.slice(-4)}`;
}

function toBase64url(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

function fromBase64url(text) {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
}

class Told extends Error {}

async function call(path, body) {
  const options = body === undefined ? {} : {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  };
  let answer;
  try {
    answer = await fetch(path, { ...options, credentials: 'omit', cache: 'no-store', redirect: 'error' });
  } catch {
    throw new Told(say.offline);
  }
  const read = await answer.json().catch(() => ({}));
  if (answer.ok) return read;
  if (answer.status === 404) throw Object.assign(new Told(say.noRequest), { status: 404 });
  throw new Told(say.refused(read.detail || read.title || String(answer.status), read.code || answer.status));
}

function words(pair) {
  return pair && typeof pair === 'object' ? pair[reader] : pair;
}

// The main host is this host without its first label; a way back leads there or nowhere.
function wayBack(address) {
  const main = new URL(location.protocol + '//' + location.host.replace(/^[^.]+\./, ''));
  try {
    const found = new URL(address || '/', main);
    return found.host === main.host && /^https?:$/.test(found.protocol) ? found.href : main.href;
  } catch {
    return main.href;
  }
}

function trouble(sentence, retry) {
  at('status').textContent = '';
  document.querySelector('.trouble')?.remove();
  const again = retry ? el('p', { class: 'row' }, el('button', { class: 'btn', type: 'button', onclick: retry }, say.again)) : null;
  const box = el('div', { class: 'trouble', role: 'alert' }, el('p', {}, el('b', {}, say.troubleTitle)), el('p', {}, sentence), again);
  (document.querySelector('.sign-off') || at('page')).append(box);
}

function explain(error) {
  if (error instanceof Told) return error.message;
  if (error.name === 'InvalidStateError') return say.hasKey;
  if (error.name === 'NotAllowedError' || error.name === 'AbortError') return say.cancelled;
  return `${say.changed} ${error.name}: ${error.message}`;
}

async function attempt(work, retry) {
  document.querySelector('.trouble')?.remove();
  try {
    await work();
  } catch (error) {
    trouble(explain(error), retry);
  }
}

// The sheet

function sheet(drafted, text, digest) {
  const statement = drafted.statement;
  const zh = statement.text.zh.split('\n'), en = statement.text.en.split('\n');
  const texts = el('div', { class: 'texts' },
    el('div', { lang: 'zh-Hans' }, zh.map((line) => el('p', {}, line))),
    el('div', { lang: 'en' }, en.map((line) => el('p', {}, line))));
  texts.style.setProperty('--lines', Math.max(zh.length, en.length));
  return el('article', { class: 'sheet', 'aria-labelledby': 'kind' },
    el('header', {}, el('span', { id: 'kind' }, say.statement(statement)),
      el('span', { class: 'num' }, `${say.digest} ${shortDigest(digest)}`), el('span', { id: 'left', class: 'waits num' })),
    texts,
    pairs(say.denies, WORDS[reader === 'zh' ? 'en' : 'zh'].denies, drafted.does_not_allow, 'denies'),
    pairs(say.effects, WORDS[reader === 'zh' ? 'en' : 'zh'].effects, drafted.effects, 'denies effects'),
    el('details', {}, el('summary', {}, say.exact), el('p', { class: 'small quiet' }, say.exactNote),
      el('pre', { translate: 'no', tabindex: '0' }, text), el('pre', { translate: 'no', tabindex: '0' }, hex(digest))));
}

function pairs(title, otherTitle, rows, kind) {
  const mine = rows?.[reader] || [], other = rows?.[reader === 'zh' ? 'en' : 'zh'] || [];
  if (!mine.length) return null;
  const otherLang = say.otherLang;
  return el('section', { class: kind },
    el('h2', {}, title), el('h2', { lang: otherLang, class: 'small' }, otherTitle),
    el('ul', {}, mine.map((line, i) => el('li', {}, el('span', {}, el('span', {}, line), el('span', { lang: otherLang }, other[i] || ''))))));
}

function countDown(expires, whenOver) {
  const tick = () => {
    const seconds = Math.floor((expires - Date.now()) / 1000), left = at('left');
    if (!left) return;
    if (seconds <= 0) {
      left.textContent = say.over;
      left.className = 'over num';
      whenOver();
      return;
    }
    const iso = new Date(seconds * 1000).toISOString().slice(11, 19).replace(/^00:/, '');
    left.textContent = seconds < 86400 ? say.left(iso) : say.after(new Date(expires).toISOString().slice(0, 16).replace('T', ' '));
    setTimeout(tick, 1000);
  };
  tick();
}

// Questions: the button wakes when each is answered rightly

function questionBox(question, index, changed) {
  const note = el('p', { class: 'note', id: 'note-' + index, 'aria-live': 'polite' });
  const box = el('fieldset', { 'data-right': 'no', 'aria-describedby': 'note-' + index },
    el('legend', {}, `${index + 1}. ${question[reader]}`),
    el('div', { class: 'opts' }, question.options.map((option, i) => el('label', {},
      el('input', { type: 'radio', name: 'q' + index, value: String(i), onchange: () => answered(i) }), words(option)))),
    note);
  function answered(chosen) {
    const right = chosen === question.correct;
    box.dataset.right = right ? 'yes' : 'no';
    box.classList.toggle('wrong', !right);
    note.textContent = `${right ? say.right : ''} ${words(question.why) || ''} ${right ? '' : say.wrong}`.trim();
    changed();
  }
  return box;
}

// Whose device this is: kept on the device alone; a warning stands before anything is signed, and is read first.

const DEVICE = 'propria-device';

function device() {
  try {
    return JSON.parse(localStorage.getItem(DEVICE)) || {};
  } catch {
    return {};
  }
}

function remember(what) {
  try {
    localStorage.setItem(DEVICE, JSON.stringify({ ...device(), ...what }));
  } catch {
    // A browser that keeps nothing warns of nothing.
  }
}

function deviceBox(keys, changed) {
  const own = new Set(keys.map((key) => key.key_id));
  const others = own.size > 0 && (device().signed || []).some((id) => !own.has(id));
  const warning = el('p', { class: 'note stop', id: 'device-warning', role: 'status' });
  const box = el('input', { type: 'checkbox', id: 'shared-device', checked: device().shared === true, onchange: () => { told(box.checked); changed(); } });
  const read = el('input', { type: 'checkbox', id: 'warning-read', 'aria-describedby': 'device-warning', onchange: () => { heed(); changed(); } });
  const reading = el('label', { class: 'small' }, read, say.allTheSame);
  const whose = el('div', { class: 'device' }, el('label', { class: 'small' }, box, say.shared), warning, reading);
  function told(shared) {
    remember({ shared });
    warning.textContent = [others ? say.othersWarn : '', shared || others ? say.sharedWarns : ''].filter(Boolean).join(' ');
    reading.hidden = !warning.textContent;
    read.checked = false;
    heed();
  }
  function heed() {
    whose.dataset.right = reading.hidden || read.checked ? 'yes' : 'no';
  }
  told(box.checked);
  return whose;
}

// Signing

async function passkeySignature(drafted, digest) {
  if (!window.PublicKeyCredential) throw new Told(say.noPasskeys);
  at('status').textContent = say.waiting;
  const credential = await navigator.credentials.get({
    publicKey: {
      challenge: digest,
      rpId: location.hostname,
      userVerification: 'required',
      timeout: 300000,
      allowCredentials: drafted.keys.map((key) => ({ type: 'public-key', id: fromBase64url(key.credential_id) })),
    },
  });
  const key = drafted.keys.find((each) => each.credential_id === credential.id);
  if (!key) throw new Told(say.unknownKey);
  remember({ signed: [...new Set([...(device().signed || []), key.key_id])] });
  return { key_id: key.key_id, statement: drafted.statement, credential: assertionJson(credential) };
}

function assertionJson(credential) {
  const { authenticatorData, clientDataJSON, signature, userHandle } = credential.response;
  return {
    id: credential.id, rawId: credential.id, type: credential.type, clientExtensionResults: {},
    response: {
      authenticatorData: toBase64url(authenticatorData), clientDataJSON: toBase64url(clientDataJSON),
      signature: toBase64url(signature), userHandle: userHandle ? toBase64url(userHandle) : null,
    },
  };
}

async function signWithPasskey(drafted, digest) {
  const body = await passkeySignature(drafted, digest);
  at('status').textContent = say.sending;
  signed(await call(drafted.path + '/signature', body), drafted, digest);
}

async function signWithDemoKey(drafted, digest) {
  at('status').textContent = say.sending;
  signed(await call(drafted.path + '/demo-signature', { digest: hex(digest) }), drafted, digest);
}

async function decline(drafted) {
  const answer = await call(drafted.path + '/decline', {});
  finish(say.declined, say.declinedLede, [], wayBack(answer.return_url || drafted.return_url));
}

function signed(receipt, drafted, digest) {
  const rows = [[say.digest, hex(digest)], [say.entry, receipt.entry_index], [say.log, receipt.origin], [say.at, receipt.logged_at]];
  finish(say.signed, say.signedLede, rows, wayBack(receipt.return_url || drafted.return_url));
}

function finish(title, lede, rows, back) {
  at('status').textContent = '';
  const shown = rows.filter(([, value]) => value !== undefined && value !== null);
  const next = el('a', { class: 'btn go', href: back, id: 'back' }, say.back);
  at('page').replaceChildren(el('div', { class: 'head' }, el('p', { class: 'eyebrow' }), el('div', {}, el('h1', { tabindex: '-1' }, title),
    el('p', { class: 'lede' }, lede),
    shown.length ? el('dl', { class: 'facts num' }, shown.map(([name, value]) => [el('dt', {}, name), el('dd', {}, String(value))])) : null,
    el('p', { class: 'row' }, next))));
  document.querySelector('h1').focus();
}

async function showSigning(drafted) {
  const text = canonical(drafted.statement), digest = await digestOf(text);
  const short = shortDigest(digest), keys = drafted.keys || [];
  drafted.keys = keys;
  const go = el('button', { class: 'btn go', type: 'button', disabled: true, id: 'sign', onclick: run(signWithPasskey) }, say.sign);
  const demo = el('button', { class: keys.length ? 'btn' : 'btn go', type: 'button', disabled: true, id: 'demo-sign', onclick: run(signWithDemoKey) }, say.demo);
  const buttons = [keys.length || !drafted.demo ? go : null, drafted.demo ? demo : null].filter(Boolean);
  let over = false, busy = false;
  const boxes = (drafted.questions || []).map((question, i) => questionBox(question, i, wake)), whose = deviceBox(keys, wake);

  function run(work) {
    return () => attempt(async () => {
      if (over || busy) throw new Told(say.expired);
      busy = true;
      wake();
      try {
        await work(drafted, digest);
      } finally {
        busy = false;
        wake();
      }
    });
  }

  function wake() {
    const ready = !over && !busy && [...boxes, whose].every((box) => box.dataset.right === 'yes');
    for (const button of buttons) button.disabled = !ready;
  }

  const title = words(drafted.title) || say.statement(drafted.statement);
  document.title = `${title} · Propria`;
  at('status').textContent = '';
  at('page').replaceChildren(
    el('div', { class: 'head' }, el('p', { class: 'eyebrow' }, say.forYou), el('div', {}, el('h1', {}, title), el('p', { class: 'lede' }, say.lede))),
    sheet(drafted, text, digest),
    el('section', { class: 'part' },
      el('h2', {}, say.questions, boxes.length ? el('small', {}, say.questionsNote) : null),
      el('div', {}, el('form', {}, boxes),
        el('div', { class: 'sign-off' }, el('p', { class: 'quiet' }, say.signs(short)),
          boxes.length ? el('p', { class: 'small quiet' }, say.answerFirst) : null,
          whose,
          el('div', { class: 'row' }, buttons,
            el('a', { class: 'btn', id: 'change', href: wayBack(drafted.change_url || drafted.return_url) }, say.change),
            el('button', { class: 'btn', type: 'button', id: 'decline', onclick: () => attempt(() => decline(drafted)) }, say.decline)),
          drafted.demo ? el('p', { class: 'small quiet' }, say.demoNote) : null,
          el('p', { class: 'small quiet' }, say.withdraw)))));
  wake();
  countDown(Date.parse(drafted.statement.expires_at), () => {
    over = true;
    wake();
    trouble(say.expired);
  });
}

// A new key

async function makeKey(drafted) {
  if (!window.PublicKeyCredential) throw new Told(say.noPasskeys);
  const options = drafted.options;
  at('status').textContent = say.waiting;
  const credential = await navigator.credentials.create({
    publicKey: {
      ...options,
      rp: { name: 'Propria', id: location.hostname },
      user: { ...options.user, id: fromBase64url(options.user.id) },
      challenge: fromBase64url(options.challenge),
      pubKeyCredParams: ALGORITHMS,
      excludeCredentials: (options.excludeCredentials || []).map((each) => ({ ...each, id: fromBase64url(each.id) })),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
      attestation: 'none',
    },
  });
  at('status').textContent = say.sending;
  const next = await call('/registrations/' + requestId, { credential: registrationJson(credential) });
  await open(next.request_id);
}

function registrationJson(credential) {
  const { attestationObject, clientDataJSON } = credential.response;
  return {
    id: credential.id, rawId: credential.id, type: credential.type, clientExtensionResults: {},
    response: {
      attestationObject: toBase64url(attestationObject), clientDataJSON: toBase64url(clientDataJSON),
      transports: credential.response.getTransports ? credential.response.getTransports() : [],
    },
  };
}

function showKeyMaking(drafted) {
  document.title = `${say.keyEyebrow} · Propria`;
  at('status').textContent = '';
  at('page').replaceChildren(
    el('div', { class: 'head' }, el('p', { class: 'eyebrow' }, say.keyEyebrow), el('div', {}, el('h1', {}, say.keyTitle),
      el('p', { class: 'lede' }, say.keyLede),
      el('div', { class: 'sign-off' }, el('p', { class: 'quiet' }, say.keyNext), el('p', { class: 'row' },
        el('button', { class: 'btn go', type: 'button', id: 'make-key', onclick: () => attempt(() => makeKey(drafted)) }, say.makeKey),
        el('a', { class: 'btn', href: wayBack(drafted.return_url) }, say.decline))))));
}

// What waits under an id is a statement, or a key that is still to be made.
async function open(id) {
  at('status').textContent = say.loading;
  const drafted = await call('/requests/' + id).catch((error) => {
    if (error.status === 404) return call('/registrations/' + id);
    throw error;
  });
  drafted.path = '/requests/' + id;
  if (drafted.mode === 'register-key') showKeyMaking(drafted);
  else await showSigning(drafted);
}

// This page's own SHA-256, to be compared on another machine with the one in the log.
async function tellOwnDigest() {
  const served = await fetch('/', { cache: 'no-cache' });
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await served.arrayBuffer()));
  at('own').textContent = say.own(Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''));
}

function start() {
  document.documentElement.lang = reader === 'zh' ? 'zh-Hans' : 'en';
  at('where').textContent = say.where;
  const other = new URL(location.href);
  other.searchParams.set('lang', say.otherLang);
  Object.assign(at('other-language'), { href: other.href, textContent: say.other, lang: say.otherLang, hreflang: say.otherLang });
  const load = () => attempt(() => open(requestId), load);
  if (requestId) load();
  else trouble(say.noRequest);
  tellOwnDigest().catch(() => {});
}

start();
