// node conform.mjs: answers the questions of `propria conformance`, one JSON object a line, on standard input.
import { createInterface } from 'node:readline';
import { Unreadable, Unverified, readTrust, verifyBundle } from '../../src/propria/web/static/js/verify.js';

async function answer({ bundle, trust, now }) {
  try {
    const report = await verifyBundle(bundle, await readTrust(trust), new Date(now));
    return { colour: report.colour, problems: report.problems.map(({ code, where }) => ({ code, where })) };
  } catch (error) {
    if (error instanceof Unreadable || error instanceof Unverified) return { colour: 'unreadable', problems: [] };
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const question = JSON.parse(line);
  console.log(JSON.stringify({ id: question.id, ...(await answer(question)) }));
}
