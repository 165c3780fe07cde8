import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { createEmulatorState } from '../../electron/demo/emulator/state.ts';
import { startEmulator } from '../../electron/demo/emulator/start-emulator.ts';
import { createAdminClient } from '../../electron/services/portkey/admin-client.ts';
import { createAccountReader } from '../../electron/services/spend/account-reader.ts';
import { emptyState } from '../../electron/services/spend/account-state.ts';
import { CADENCE } from '../../electron/services/spend/cadence.ts';
import { createSpendHistory, HISTORY_MIGRATIONS } from '../../electron/services/spend/history.ts';
import { REQUESTS_A_REFRESH } from '../../electron/services/spend/plan.ts';
import { portkeyItems } from '../../electron/services/spend/portkey-items.ts';
import { spendView } from '../../electron/services/spend/views.ts';
import { createRebuildableDatabase } from '../../electron/services/state/rebuildable-database.ts';
import { ok } from '../../shared/domain/failure.ts';
import { type BenchLine, median } from './measure.ts';

/* What one refresh of spend costs: requests, which must not grow with the worktrees, and time on the processor. */

const WORKTREES = [1, 100, 1000] as const;
const ROUNDS = 20;
/** Of one core, at one refresh every 45 seconds: a tenth of a percent of it is 45 ms. */
const LIMIT_MS = 60;

/** A Portkey in which so many worktrees spent something today, on loopback in this very process. */
async function measure(count: number): Promise<{ requests: number; pages: number; cpuMs: number }> {
  const state = createEmulatorState({ id: 'o', name: 'Bench' });
  const now = Date.now();
  const key = { id: 'k', secret: 'pk-bench-0001', name: 'Bench' } as const;
  state.workspaces.push({
    id: 'w', slug: 'w', name: 'W', description: null, isDefault: true, createdAt: 0, usageLimits: [], rateLimits: [],
  }); // prettier-ignore
  state.keys.push({
    ...key, type: 'workspace-service', workspaceId: 'w', userId: null, scopes: ['analytics.view'], status: 'active',
    createdAt: 0, expiresAt: null, usageLimits: null, limitsAsArray: false, rateLimits: [],
    defaults: { configSlug: null, metadata: {} },
  }); // prettier-ignore
  for (let n = 0; n < count; n += 1) {
    state.ledger.push({
      id: `e${n}`, at: now, workspaceId: 'w', apiKeyId: 'k', providerSlug: 'p', aiService: 'anthropic', model: 'm',
      configSlug: null, traceId: `t${n}`, spanId: null, metadata: { worktree: `wt-${n}` }, inputTokens: 1,
      outputTokens: 1, costCents: 1, statusCode: 200, latencyMs: 1, cacheHit: false, feedback: null,
    }); // prettier-ignore
  }
  const emulator = await startEmulator({ state, clock: { now: () => Date.now() } });
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'switchyard-bench-'));
  const database = createRebuildableDatabase({
    file: path.join(folder, 'spend.db'),
    migrations: HISTORY_MIGRATIONS,
    now: () => new Date(),
    onRebuilt: (sentence) => {
      throw new Error(sentence);
    },
  });
  // Answers are kept and given again, so that the emulator's own work is not measured.
  const answers = new Map<string, string>();
  let requests = 0;
  let pages = 0;
  const client = createAdminClient({
    adminUrl: emulator.adminUrl,
    key: async () => ok(key.secret),
    version: '0',
    clock: { now: () => Date.now() },
    random: Math.random,
    pause: async () => {},
    fetch: async (input, init) => {
      const url = input instanceof Request ? input.url : input.toString();
      if (/current_page=[1-9]/.test(url)) pages += 1;
      else requests += 1;
      const kept = answers.get(url) ?? (await (await fetch(url, init)).text());
      answers.set(url, kept);
      return new Response(kept, { headers: { 'content-type': 'application/json' } });
    },
  });
  const account = {
    id: 'bench',
    gatewayUrl: emulator.url,
    adminUrl: emulator.adminUrl,
    keySavedAt: 'now',
  };
  const reader = createAccountReader({
    initial: { ...emptyState(account), source: 'portkey', scope: 'workspace' },
    items: (current) =>
      portkeyItems({
        state: current,
        profile: null,
        client,
        now: () => new Date(),
        needs: () => false,
        spentNeeds: () => [],
      }),
    history: createSpendHistory({
      database,
      now: () => new Date(),
      log: (line) => {
        throw new Error(line);
      },
    }),
    now: () => new Date(),
    fastMs: CADENCE.visibleMs,
  });
  const known = new Set(Array.from({ length: count }, (_, n) => `wt-${n}`));
  const { signal } = new AbortController();
  const costs: number[] = [];
  let most = 0;
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      requests = 0;
      pages = 0;
      const before = process.cpuUsage();
      await reader.refresh(signal);
      const view = spendView(reader.state(), known, new Date(), false);
      const spent = process.cpuUsage(before);
      costs.push((spent.user + spent.system) / 1000);
      if (round > 0 && Object.keys(view.worktrees?.rows ?? {}).length !== count) {
        throw new Error('A refresh should show every worktree.');
      }
      most = Math.max(most, requests);
    }
    return { requests: most, pages, cpuMs: median(costs) };
  } finally {
    await database.dispose();
    await emulator.dispose();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

export async function benchSpend(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  for (const count of WORKTREES) {
    const { requests, pages, cpuMs } = await measure(count);
    const fits = requests <= REQUESTS_A_REFRESH;
    console.log(
      `spend of ${count} worktrees: ${requests} requests a refresh and ${pages} further pages, ${cpuMs.toFixed(1)} ms on the processor`,
    );
    lines.push({
      name: `requests a refresh, ${count} worktrees`,
      ratio: requests,
      bar: `≤ ${REQUESTS_A_REFRESH}`,
      ok: fits,
    });
    if (count !== 1000) continue;
    const isFast = cpuMs <= LIMIT_MS;
    lines.push({
      name: 'ms on the processor a refresh, 1000 worktrees',
      ratio: cpuMs,
      bar: `≤ ${LIMIT_MS}`,
      ok: isFast,
    });
  }
  return lines;
}
