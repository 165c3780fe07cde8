import { benchApply } from './apply.ts';
import { benchColdStart } from './cold-start.ts';
import { benchDiscovery } from './discovery.ts';
import { benchSpend } from './spend.ts';
import { benchTranscripts } from './transcripts.ts';

/*
 * `npm run bench`: what the product promises about its speed, as ratios to what cannot be avoided, so that they mean the
 * same on any machine. Ends with 1 when a bar is missed.
 */

const lines = [
  ...(await benchDiscovery()),
  ...(await benchApply()),
  ...(await benchColdStart()),
  ...(await benchSpend()),
  ...(await benchTranscripts()),
];
const width = Math.max(...lines.map(({ name }) => name.length));
console.log('');
for (const { name, ratio, bar, ok } of lines) {
  console.log(
    `${name.padEnd(width)}  ${`${ratio.toFixed(2)}×`.padStart(8)}  ${`bar ${bar}`.padEnd(11)}  ${ok ? 'ok' : 'over'}`,
  );
}
process.exitCode = lines.every(({ ok }) => ok) ? 0 : 1;
