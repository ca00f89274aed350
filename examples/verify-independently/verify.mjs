// node verify.mjs bundle.json trust.json [now]: prints the report as JSON; exit 0 green, 1 amber, 2 red, 3 unreadable.
import { readFileSync } from 'node:fs';
import { Unreadable, Unverified, readTrust, verifyBundle } from '../../src/propria/web/static/js/verify.js';

const [bundleFile, trustFile, now] = process.argv.slice(2);
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const read = (file) => {
  try { return decoder.decode(readFileSync(file)); } catch { throw new Unreadable('proofs.not_json'); }
};
try {
  const trust = await readTrust(read(trustFile));
  const report = await verifyBundle(read(bundleFile), trust, now ? new Date(now) : new Date());
  console.log(JSON.stringify(report, null, 2));
  process.exitCode = { green: 0, amber: 1, red: 2 }[report.colour];
} catch (error) {
  if (!(error instanceof Unreadable || error instanceof Unverified)) throw error;
  console.error(`unreadable: ${error.code}`);
  process.exitCode = 3;
}
