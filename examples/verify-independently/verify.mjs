// node verify.mjs bundle.json trust.json [now]: prints the report as JSON; exit 0 green, 1 amber, 2 red, 3 unreadable.
// Of a claim's bundle the evidence is checked and the sentence is not judged: it is never green, and `claim` says so.
import { readFileSync } from 'node:fs';
import { Unreadable, Unverified, readClaim, readTrust, verifyBundle } from '../../src/propria/web/static/js/verify.js';

const [bundleFile, trustFile, now] = process.argv.slice(2);
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const read = (file) => {
  try { return decoder.decode(readFileSync(file)); } catch { throw new Unreadable('proofs.not_json'); }
};
const SAYS = 'only its evidence was checked; whether the sentence says more than that, `propria verify` judges';
const withClaim = (report, { claim }) => ({
  ...report, colour: report.colour === 'green' ? 'amber' : report.colour, claim: { text: claim, judged: false, says: SAYS },
});

try {
  const trust = await readTrust(read(trustFile));
  const text = read(bundleFile), claim = readClaim(text);
  const evidence = await verifyBundle(claim?.bundleText ?? text, trust, now ? new Date(now) : new Date());
  const report = claim ? withClaim(evidence, claim) : evidence;
  console.log(JSON.stringify(report, null, 2));
  process.exitCode = { green: 0, amber: 1, red: 2 }[report.colour];
} catch (error) {
  if (!(error instanceof Unreadable || error instanceof Unverified)) throw error;
  console.error(`unreadable: ${error.code}`);
  process.exitCode = 3;
}
