/** npm run fuzz [-- --seconds 60 --seed N --count N]: prints what was found; ends with 1 if anything was. */

import { parseArgs } from 'node:util';
import { fuzz } from './fuzz.ts';

const { values } = parseArgs({
  options: { seconds: { type: 'string' }, seed: { type: 'string' }, count: { type: 'string' } },
});
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const report = await fuzz({ seed, seconds: Number(values.seconds ?? 60), count: Number(values.count ?? 1e9) });
for (const fault of report.faults) console.log(`${fault}\n`);
const { sent, statuses, megabytes } = report;
console.log(`seed ${seed}: ${sent} requests, ${megabytes} MB, statuses ${JSON.stringify(statuses)}`);
process.exitCode = report.faults.length > 0 ? 1 : 0;
