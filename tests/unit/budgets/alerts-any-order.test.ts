import fs from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { type Alerts, createAlerts } from '../../../electron/services/budgets/alerts.ts';
import { type AlertsFile, alertsFileSchema } from '../../../shared/domain/alert.ts';
import { makeStateHome, type StateHome } from '../support/state-home.ts';
import { usdView } from './budget-views.ts';

const THRESHOLDS = [50, 80, 100];
const DAY_MS = 86_400_000;
const START = Date.parse('2026-11-25T00:00:00Z');

interface Known {
  readonly process: number;
  readonly run: number;
  readonly day: number;
  readonly limit: number;
  readonly percent: number;
}

const PROCESSES = fc.constantFrom(0, 1);
const read = fc.record({
  kind: fc.constant('read' as const),
  process: PROCESSES,
  used: fc.option(fc.integer({ min: 0, max: 24 }), { freq: 6 }),
});
/** What may happen; a reading is of the period and the limit that are current. */
const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: read },
    fc.record({ kind: fc.constant('exhausted' as const), process: PROCESSES }),
    fc.record({ kind: fc.constant('restart' as const), process: PROCESSES }),
    fc.record({ kind: fc.constant('reset' as const) }),
    fc.record({ kind: fc.constant('limit' as const), limit: fc.constantFrom(10, 20) }),
  ),
  { maxLength: 25 },
);

/** What should be told of the newest of all readings, said without any state: from the list of what was read and told. */
function expected(log: readonly Known[], told: ReadonlySet<string>): number | null {
  const now = log.at(-1);
  const last = log
    .slice(0, -1)
    .findLast((one) => one.process === now?.process && one.run === now.run);
  if (now === undefined || last === undefined || last.limit !== now.limit) return null;
  const began = last.day === now.day ? last.percent : 0;
  const top = THRESHOLDS.findLast((one) => began < one && one <= now.percent);
  if (top === undefined) return null;
  const above = THRESHOLDS.filter((one) => one >= top);
  return above.some((one) => told.has(`${now.day} ${now.limit} ${one}`)) ? null : top;
}

let home: StateHome;
beforeAll(async () => {
  home = await makeStateHome();
});
afterAll(() => home.dispose());

it('a crossing is told once at the most, whatever is read, restarted, reset or changed in between', async () => {
  const settings = { enabled: true, thresholds: THRESHOLDS };
  let alertsTold = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      fs.rmSync(home.at('alerts.json'), { force: true });
      let [day, limit, minute] = [0, 20, 0];
      let notified = 0;
      const now = () => new Date(START + day * DAY_MS + minute * 60_000);
      const open = (): Alerts =>
        createAlerts({
          document: home.document<AlertsFile>({
            name: 'alerts.json',
            schema: async () => alertsFileSchema,
            initial: { version: 1, alerts: [], fired: [] },
          }),
          notifier: { notify: (alerts) => void (notified += alerts.length) },
          now,
        });
      const processes = [open(), open()];
      const runs = [0, 0];
      const log: Known[] = [];
      const told = new Set<string>();
      for (const step of all) {
        minute += 1;
        if (step.kind === 'reset') day += 1;
        else if (step.kind === 'limit') limit = step.limit;
        else if (step.kind === 'restart') {
          processes[step.process] = open();
          runs[step.process] = (runs[step.process] ?? 0) + 1;
        } else {
          const { process } = step;
          const isExhausted = step.kind === 'exhausted';
          const used = isExhausted ? null : step.used;
          const view = usdView({
            used,
            limit,
            from: new Date(START + day * DAY_MS).toISOString(),
            ...(isExhausted ? { status: 'exhausted' } : {}),
          });
          const alerts = (await processes[process]?.observe([view], settings)) ?? [];
          const isKnown = isExhausted || used !== null;
          const percent = isExhausted ? 100 : ((used ?? 0) * 100) / limit;
          if (isKnown) log.push({ process, run: runs[process] ?? 0, day, limit, percent });
          const wanted = isKnown ? expected(log, told) : null;
          expect(alerts.map(({ threshold }) => threshold)).toEqual(wanted === null ? [] : [wanted]);
          if (wanted !== null) {
            const crossing = `${day} ${limit} ${wanted}`;
            expect(told.has(crossing)).toBe(false);
            told.add(crossing);
          }
        }
      }
      expect(notified).toBe(told.size);
      alertsTold += notified;
    }),
    { numRuns: 150 },
  );
  // Else the property would hold of an app that never tells anything.
  expect(alertsTold).toBeGreaterThan(20);
}, 60_000);
