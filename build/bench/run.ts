import { benchApply } from './apply.ts';
import { benchColdStart } from './cold-start.ts';
import { benchDiscovery } from './discovery.ts';
import { benchDoctor } from './doctor.ts';
import { benchSpend } from './spend.ts';
import { benchStartup } from './startup.ts';
import { benchTranscripts } from './transcripts.ts';

/*
 * `npm run bench [-- name …]`: what the product promises about its speed, as ratios to what cannot be avoided, so that they
 * mean the same on any machine. Ends with 1 when a bar is missed.
 */

const BENCHES = {
  discovery: benchDiscovery,
  apply: benchApply,
  'cold-start': benchColdStart,
  spend: benchSpend,
  transcripts: benchTranscripts,
  startup: benchStartup,
  doctor: benchDoctor,
} as const;

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(
    `There is no “${unknown.join('”, “')}”. Name any of: ${Object.keys(BENCHES).join(', ')}.`,
  );
  process.exitCode = 2;
} else {
  const lines = [];
  for (const [name, bench] of Object.entries(BENCHES)) {
    if (asked.length === 0 || asked.includes(name)) lines.push(...(await bench()));
  }
  const width = Math.max(...lines.map(({ name }) => name.length));
  console.log('');
  for (const { name, ratio, bar, ok } of lines) {
    console.log(
      `${name.padEnd(width)}  ${`${ratio.toFixed(2)}×`.padStart(8)}  ${`bar ${bar}`.padEnd(11)}  ${ok ? 'ok' : 'over'}`,
    );
  }
  process.exitCode = lines.every(({ ok }) => ok) ? 0 : 1;
}
