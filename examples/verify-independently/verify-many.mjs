// node verify-many.mjs folder trust.json [now]: every *.json bundle of a folder; prints name → colour.
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { Unreadable, Unverified, readTrust, verifyBundle } from '../../src/propria/web/static/js/verify.js';

const [folder, trustFile, now] = process.argv.slice(2);
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const trust = await readTrust(decoder.decode(readFileSync(trustFile)));

async function colourOf(file) {
  let text;
  try { text = decoder.decode(readFileSync(file)); } catch { return 'unreadable'; }
  try { return (await verifyBundle(text, trust, now ? new Date(now) : new Date())).colour; } catch (error) {
    if (error instanceof Unreadable || error instanceof Unverified) return 'unreadable';
    throw error;
  }
}

const colours = {};
for (const name of readdirSync(folder)) {
  const file = join(folder, name);
  const isBundle = name.endsWith('.json') && resolve(file) !== resolve(trustFile);
  if (isBundle) colours[basename(name, '.json')] = await colourOf(file);
}
console.log(JSON.stringify(colours));
