// Passkeys of the main host: signing in, and making one more. They open the door and sign nothing.

const place = document.querySelector('[data-passkey]');
const knows = typeof PublicKeyCredential === 'function' && typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function';

async function send(address, body) {
  const answer = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', 'x-csrftoken': place.dataset.csrf },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

async function ask(options) {
  return place.dataset.passkey === 'make'
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

async function run(button) {
  const refused = place.querySelector('[data-passkey-refused]');
  button.disabled = true;
  refused.hidden = true;
  try {
    const { challenge_id, options } = await send(place.dataset.options, {});
    const credential = await ask(options);
    const { then } = await send(place.dataset.finish, { challenge_id, credential: credential.toJSON() });
    const done = place.querySelector('[data-passkey-done]');
    if (done === null) location.assign(then);
    else done.hidden = false;
  } catch {
    refused.hidden = false;
  } finally {
    button.disabled = false;
  }
}

if (place !== null && knows) {
  const button = place.querySelector('[data-passkey-run]');
  place.querySelector('[data-passkey-missing]').hidden = true;
  button.hidden = false;
  button.addEventListener('click', () => run(button));
}
