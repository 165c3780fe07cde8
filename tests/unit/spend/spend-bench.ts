import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as immediate } from 'node:timers/promises';

import { startEmulator } from '../../../electron/demo/emulator/start-emulator.ts';
import type { Estimator } from '../../../electron/services/estimate/types.ts';
import { createAdminClient } from '../../../electron/services/portkey/admin-client.ts';
import { createGatewayClient } from '../../../electron/services/portkey/gateway-client.ts';
import { createProfiles } from '../../../electron/services/portkey/profiles.ts';
import type { SpendAccount } from '../../../electron/services/spend/account-state.ts';
import { CADENCE, CALM } from '../../../electron/services/spend/cadence.ts';
import {
  createSpendHistory,
  HISTORY_MIGRATIONS,
  type SpendHistory,
} from '../../../electron/services/spend/history.ts';
import { createSpendPoller, type SpendPoller } from '../../../electron/services/spend/poller.ts';
import { createPresence } from '../../../electron/services/spend/presence.ts';
import { createReporter } from '../../../electron/services/spend/reporter.ts';
import { createSession } from '../../../electron/services/spend/session.ts';
import { spendView } from '../../../electron/services/spend/views.ts';
import { createRebuildableDatabase } from '../../../electron/services/state/rebuildable-database.ts';
import { profilesFileSchema } from '../../../shared/domain/capability.ts';
import { fail, ok } from '../../../shared/domain/failure.ts';
import { makeStateHome } from '../support/state-home.ts';
import { fixtureState, NOW } from '../demo/emulator/fixture.ts';
import type { BenchOptions, SpendBench } from './bench-shape.ts';
import { createSimClock } from './sim-clock.ts';

export type { BenchOptions, SpendBench };

/** Days begin at midnight of this zone, whatever the machine is set to. */
export function useZone(zone: string): void {
  process.env['TZ'] = zone;
}
useZone('UTC');

export const SERVICE_KEY = 'pk-service-0001';
export { fixtureState, NOW };

export async function startSpendBench(options: BenchOptions = {}): Promise<SpendBench> {
  const { state = fixtureState(), key = SERVICE_KEY, start = NOW } = options;
  const clock = createSimClock(start);
  const { mostRequests = Number.POSITIVE_INFINITY } = options;
  const emulator = await startEmulator({ state, clock, mostRequests });
  let sent = 0;
  let planned = 0;
  const home = await makeStateHome();
  const lines: string[] = [];
  const refreshes: SpendBench['refreshes'] = [];
  const log = (line: string) => void lines.push(line);
  const adminUrl = options.adminUrl ?? emulator.adminUrl;
  const account: SpendAccount = {
    id: 'work',
    gatewayUrl: emulator.url,
    adminUrl,
    keySavedAt: '2026-11-01T00:00:00.000Z',
  };
  const keyOf = async () => (bench.fail === null ? ok(key) : fail(bench.fail.code));
  const client = createAdminClient({
    adminUrl,
    key: keyOf,
    version: '1.2.3',
    clock,
    random: () => 0.5,
    pause: async () => {
      await immediate();
    },
    limits: {
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      ...(options.retries === undefined ? {} : { retries: options.retries }),
    },
    fetch: (...args) => {
      sent += 1;
      return fetch(...args);
    },
  });
  const profiles = createProfiles({
    document: home.document({
      name: 'profiles.json',
      schema: async () => profilesFileSchema,
      initial: { version: 1, profiles: [] },
    }),
    gateway: createGatewayClient({ version: '1.2.3' }),
    admin: () => client,
    keyOf,
    now: clock.date,
  });
  const databaseOf = () =>
    createRebuildableDatabase({
      file: home.at('spend.db'),
      migrations: HISTORY_MIGRATIONS,
      now: clock.date,
      onRebuilt: log,
    });
  let database = databaseOf();
  const presence = createPresence({ now: clock.now });
  const estimator: Estimator = {
    estimate: async (windows) =>
      ok({
        ...bench.estimate,
        windows: windows.map((_, index) => bench.estimate.windows[index] ?? []),
      }),
    dispose: async () => {},
  };
  const known = new Set<string>();
  const places = () => [...known].map((id) => ({ id, path: `/w/${id}` }));
  const make = (history: SpendHistory): SpendPoller =>
    createSpendPoller({
      accounts: () => [account],
      open: (of) => {
        const session = createSession({
          account: of,
          profiles,
          client,
          estimator,
          places,
          history,
          needs: options.needs ?? (() => false),
          spentNeeds: options.spentNeeds ?? (() => []),
          now: clock.date,
          fastMs: CADENCE.visibleMs,
        });
        return {
          ...session,
          refresh: async (signal) => {
            const outcome = await session.refresh(signal);
            planned += outcome.asked;
            refreshes.push({ at: clock.now(), asked: outcome.asked, fast: outcome.fast });
            return outcome;
          },
        };
      },
      presence,
      machine: () => bench.machine,
      paused: () => bench.paused,
      now: clock.date,
      timer: clock.timer,
      show: () => {},
      log,
    });
  let history = createSpendHistory({ database, now: clock.date, log });
  let poller = make(history);
  let seen = 0;
  const settle = async (): Promise<void> => {
    do await immediate();
    while (poller.refreshing());
  };

  const bench: SpendBench = {
    clock, emulator, state, refreshes, counts: () => ({ sent, planned }), presence, profiles, account, lines, client, known, settle,
    get poller() {
      return poller;
    },
    get history() {
      return history;
    },
    reporter: createReporter({
      client: () => client,
      profile: profiles.of,
      estimator,
      places,
      labels: async () => new Map([...known].map((id) => [id, `web/${id}`])),
      history: { load: (name) => history.load(name), save: (slice) => history.save(slice) },
      now: clock.date,
    }),
    look: () => {
      if (presence.report('window', true)) poller.opened();
    },
    machine: CALM,
    paused: false,
    fail: null,
    estimate: { windows: [], asOf: new Date(start).toISOString(), incomplete: false, notes: [] },
    view: () => {
      const [first] = poller.states();
      if (first === undefined) throw new Error('There is no account.');
      return spendView(first, known, clock.date(), poller.refreshing());
    },
    asked: () => {
      const paths = emulator.requests.slice(seen).map((request) => request.path);
      seen = emulator.requests.length;
      return paths;
    },
    pass: (milliseconds) => clock.runUntil(clock.now() + milliseconds, settle),
    script: (faults) => emulator.script(faults),
    restart: async () => {
      await poller.dispose();
      await database.dispose();
      database = databaseOf();
      history = createSpendHistory({ database, now: clock.date, log });
      poller = make(history);
    },
    dispose: async () => {
      await poller.dispose();
      await database.dispose();
      await emulator.dispose();
      home.dispose();
    },
  }; // prettier-ignore
  return bench;
}

/** A folder that is gone afterwards. */
export function tempFolder(): { folder: string; remove: () => void } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-spend-'));
  return { folder, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}
