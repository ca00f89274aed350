// The check in this browser: an evidence drawer's bundle, or one that is dropped on the page. Nothing is
// uploaded. Each step is shown as it ends; what was found is told in the verifier's own words; red, amber and
// green each with its shape. The head is kept, and the next check begins by asking whether the log only grew.

const OWN_TRUST = 'propria-trust';
const SEEN = 'propria-seen ';
const here = document.querySelector('script[data-verifier]');
const SHAPES = { green: 'active', amber: 'wait', red: 'stop' };

let loaded = null;

// The verifier and its words come when they are first needed.
function load() {
  const lang = encodeURIComponent(document.documentElement.lang);
  loaded ??= Promise.all([
    import(here.dataset.verifier),
    import(here.dataset.continuity),
    fetch(`/check/words?lang=${lang}`, { headers: { accept: 'application/json' } }).then((answer) => answer.json()),
  ]);
  loaded.catch(() => { loaded = null; });
  return loaded;
}

async function trustText() {
  const own = localStorage.getItem(OWN_TRUST);
  if (own !== null) return { text: own, word: 'own_trust' };
  const answer = await fetch('/log/trust');
  if (!answer.ok) throw new Error(String(answer.status));
  return { text: await answer.text(), word: 'operator_trust' };
}

function el(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children.flat().filter((child) => child !== null));
  return made;
}

function list(codes, words, stands) {
  return codes.length ? el('ol', { class: 'steps small' }, codes.map(({ code, where }) => el('li', { 'data-step': stands },
    el('span', {}, words[code] ?? code), where ? el('small', { translate: 'no' }, where) : el('small', {})))) : null;
}

function statementsOf(report, words) {
  const key = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
  return report.statements.map((said) => el('div', { class: 'gap' }, el('p', { class: 'serif' }, said.text[key]),
    el('p', { class: 'small quiet' }, `${words.page.signed_by} ${said.key.key_id}, `,
      bindingOf(said.key.binding, words))));
}

function bindingOf(binding, words) {
  const code = binding.word === 'operator_only' && binding.outside.length ? 'operator_saw' : binding.word;
  return (words.bindings[code] ?? code).replace('{names}', binding.attested_by.join(', '))
    .replace('{routes}', binding.outside.map((route) => words.routes[route]).join(', '));
}

// One line a step, written as it ends.
function stepsIn(into, words) {
  const rows = el('ol', { class: 'steps small' });
  into.replaceChildren(rows);
  return (name, hasPassed, detail = '') => rows.append(el('li', { 'data-step': hasPassed ? 'passed' : 'failed', 'data-name': name },
    el('span', {}, el('span', { class: 'vh' }, words.page[hasPassed ? 'passed' : 'failed']), words.steps[name]), el('small', {}, detail)));
}

const bytesOf = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));

async function readTile(path) {
  const answer = await fetch(`/log/${path}`);
  if (!answer.ok) throw new Error(String(answer.status));
  return new Uint8Array(await answer.arrayBuffer());
}

// What this browser saw of the log at its last visit begins what it is shown now, or the log was rewritten.
async function compareWithLastVisit(report, verifier, continuity, tell, words) {
  const { origin, size, root } = report.checkpoint;
  const kept = localStorage.getItem(SEEN + origin);
  const last = kept === null ? null : JSON.parse(kept);
  if (last === null) tell('first_visit', true, String(size));
  else {
    const head = (seen) => ({ size: seen.size, root: bytesOf(seen.root) });
    try {
      await continuity.checkContinues(head(last), head({ size, root }), readTile, verifier);
      tell('continues', true, `${last.size} → ${size}`);
    } catch (error) {
      if (!(error instanceof verifier.Unverified)) {
        tell('continues_unknown', false, words.page.no_tiles);
        return report;
      }
      tell('continues', false, `${last.size} → ${size}`);
      return { ...report, colour: 'red', problems: [...report.problems, { code: error.code, where: `${last.size} → ${size}` }] };
    }
  }
  if (last === null || size > last.size) localStorage.setItem(SEEN + origin, JSON.stringify({ size, root }));
  return report;
}

function nameOf(report, words) {
  if (report.name === null) return '';
  const { name, people } = report.name;
  const told = { name, size: report.checkpoint.size, people: people.map((person) => Object.values(person).join(' ')).join('; ') };
  return el('p', { class: 'serif gap' }, words.name[people.length ? 'listed' : 'nobody'].replace(/\{(\w+)\}/g, (_, key) => told[key]));
}

async function isOfThisLibrary(origin) {
  const answer = await fetch('/log/vkey');
  return answer.ok && (await answer.text()).startsWith(`${origin}+`);
}

function show(into, report, words, trustWord) {
  const wrap = (codes) => codes.map((code) => ({ code }));
  into.append(
    el('p', { class: 'gap' }, el('span', { class: 'state t1 serif', 'data-s': SHAPES[report.colour] }, words.colours[report.colour])),
    list(report.problems, words.problems, 'failed') ?? '',
    list(wrap(report.reservations), words.reservations, 'to_do') ?? '',
    nameOf(report, words),
    ...statementsOf(report, words),
    report.checkpoint ? el('p', { class: 'gap small quiet' }, `${words.page.as_of} ${report.checkpoint.origin}, ${report.checkpoint.size}, ${report.checkpoint.at}`) : '',
    el('p', { class: 'gap small quiet' }, words.page[trustWord]),
    el('p', { class: 'gap small' }, words.page.cannot_know),
    list(wrap(report.cannot_know), words.limits, 'to_do') ?? '',
  );
}

async function check(into, readBundleText) {
  const [verifier, continuity, words] = await load();
  into.textContent = words.page.working;
  try {
    const [text, trust] = [await readBundleText(), await trustText()];
    const claim = verifier.readClaim(text);
    const tell = stepsIn(into, words);
    let report = await verifier.verifyBundle(claim?.bundleText ?? text, await verifier.readTrust(trust.text), new Date(), tell);
    if (report.checkpoint !== null && await isOfThisLibrary(report.checkpoint.origin)) report = await compareWithLastVisit(report, verifier, continuity, tell, words);
    if (claim) into.append(el('p', { class: 'serif gap' }, claim.claim), el('p', { class: 'small' }, words.page.claim_evidence));
    show(into, report, words, trust.word);
  } catch (error) {
    into.textContent = error instanceof verifier.Unreadable ? words.problems[error.code] ?? words.page.not_a_bundle : words.page.unreachable;
  }
}

function resultOf(place) {
  let found = place.querySelector('[data-result]');
  if (found === null) {
    found = el('div', { 'data-result': '', role: 'status' });
    place.append(found);
  }
  return found;
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

function wake(root) {
  for (const button of root.querySelectorAll('[data-verify-run]')) button.hidden = false;
}

document.addEventListener('click', (event) => {
  const drawer = event.target.closest('[data-verify-run]')?.closest('[data-verify]');
  if (drawer) check(resultOf(drawer.lastElementChild), () => fetched(drawer.dataset.verify));
});

// A dropped or chosen file: a trust file is kept, a bundle is checked, anything else is left to the page.
document.addEventListener('change', async (event) => {
  if (!event.target.matches('input[data-drop]') || !event.target.files.length) return;
  const [file] = event.target.files, place = event.target.closest('.field');
  const text = file.size < 67108864 ? await file.text() : '';
  if (!text.trimStart().startsWith('{')) {
    event.target.dispatchEvent(new CustomEvent('propria:not-a-bundle', { bubbles: true, detail: file }));
    return;
  }
  const [verifier, , words] = await load();
  try {
    await verifier.readTrust(text);
    localStorage.setItem(OWN_TRUST, text);
    resultOf(place).textContent = words.page.trust_kept;
  } catch {
    await check(resultOf(place), async () => text);
  }
});

document.addEventListener('htmx:after:swap', () => wake(document));
wake(document);
