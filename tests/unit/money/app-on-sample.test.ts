import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { setBudget, listBudgets, removeBudget } from '../../../electron/cli/budgets.ts';
import type { CommandContext } from '../../../electron/cli/context.ts';
import type { Output } from '../../../electron/cli/output.ts';
import { showCapabilities, showSpend } from '../../../electron/cli/spend.ts';
import { createCore } from '../../../electron/core.ts';
import { composeDemo, type DemoHost } from '../../../electron/demo-entry.ts';
import type { RequestContext } from '../../../electron/ipc/handlers.ts';
import { readGlance } from '../../../electron/services/spend/glance.ts';
import { createMemorySecretStore } from '../../../electron/services/secrets/secret-store.ts';
import { REQUEST_NAMES } from '../../../shared/contract/channels.ts';
import { appSnapshotSchema, type AppSnapshot } from '../../../shared/domain/app-snapshot.ts';
import { must } from '../support/settings-bench.ts';

/*
 * The whole app on the sample: real git, real SQLite, the emulated Portkey over HTTP. What is asked of the app here is asked
 * of it by every view, and the commands run as the terminal runs them.
 */

const CONTEXT: RequestContext = { face: 'app', signal: new AbortController().signal };
let folder: string;
let host: DemoHost;

/** The key that the sample wrote into a workspace: a command has a keychain of its own. */
function keyOf({ worktrees }: AppSnapshot): string {
  const tree = worktrees.find((one) => one.assignment !== null);
  const text = fs.readFileSync(path.join(tree?.path ?? '', '.claude/settings.local.json'), 'utf8');
  const key = /"ANTHROPIC_AUTH_TOKEN": ?"([^"]+)"/.exec(text)?.[1];
  if (key === undefined) throw new Error('The sample wrote no key.');
  return key;
}

async function until(holds: (snapshot: AppSnapshot) => boolean): Promise<AppSnapshot> {
  const end = Date.now() + 30_000;
  while (!holds(host.snapshots.get()) && Date.now() < end) await delay(50);
  return host.snapshots.get();
}

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-sample-'));
  host = await composeDemo({ env: process.env, platform: 'linux', version: '1.2.3', folder });
  await until((snapshot) => snapshot.worktrees.some((tree) => tree.assignment !== null));
}, 60_000);
afterAll(async () => {
  await host.dispose();
  fs.rmSync(folder, { recursive: true, force: true });
}, 30_000);

describe('the app, on the sample', () => {
  it('has a handler for every request', () => {
    expect(Object.keys(host.handlers).toSorted()).toEqual([...REQUEST_NAMES].toSorted());
  });

  it('reads spend, budgets and what the key may do by itself, in the shape of the contract', async () => {
    const snapshot = await until(({ spend, budgets }) => {
      const [first] = spend;
      return first?.week != null && budgets.some((one) => one.origin === 'portkey');
    });
    expect(appSnapshotSchema.safeParse(snapshot).error?.issues).toBeUndefined();
    const [first] = snapshot.spend;
    expect(first).toMatchObject({ account: 'demo', source: 'portkey', problem: null });
    expect(first?.today?.scope).toBe('key');
    expect(first?.month?.cents).toBeGreaterThan(0);
    expect(snapshot.profiles[0]?.capabilities.analytics.can).toBe('yes');
    expect(snapshot.budgets.some((one) => one.origin === 'local')).toBe(true);
    expect(JSON.stringify(snapshot)).not.toContain('demo-');
  }, 40_000);

  it('keeps what the status line shows', async () => {
    await until(({ spend }) => spend[0]?.today != null);
    const glance = readGlance(path.join(host.demo.sandbox.home, 'glance.json'));
    expect(glance?.accounts[0]?.account).toBe('demo');
    expect(Object.keys(glance?.accounts[0]?.worktrees ?? {}).length).toBeGreaterThan(0);
  });

  it('answers reports, series and trace IDs', async () => {
    const report = must(
      await host.handlers['spend.report']({ range: 'week', by: 'model' }, CONTEXT),
    );
    expect(report.rows.length).toBeGreaterThan(1);
    const series = must(
      await host.handlers['spend.series']({ range: 'week', by: 'worktree' }, CONTEXT),
    );
    expect(series.lines.length).toBeGreaterThan(1);
    const tree = host.snapshots.get().worktrees.find((one) => one.assignment !== null);
    const traces = must(
      await host.handlers['spend.traces']({ worktree: tree?.path ?? '' }, CONTEXT),
    );
    expect(traces.rows.some((row) => row.trace === tree?.assignment?.trace && row.current)).toBe(
      true,
    );
  }, 40_000);

  it('saves a budget, tells a crossing once alerts are on, and puts it away', async () => {
    const account = { kind: 'account', account: 'demo' } as const;
    must(
      await host.handlers['settings.save'](
        { alerts: { enabled: true, thresholds: [50] } },
        CONTEXT,
      ),
    );
    const month = host.snapshots.get().spend[0]?.month?.cents ?? 0;
    const known = host.snapshots
      .get()
      .budgets.find((one) => one.local?.scope.kind === 'account' && one.local.period === 'month');
    const saved = must(
      await host.handlers['budgets.save'](
        {
          ...(known?.local == null ? {} : { id: known.local.id }),
          scope: account,
          period: 'month',
          limitUsd: Math.ceil(month / 100) * 10,
        },
        CONTEXT,
      ),
    );
    const view = host.snapshots.get().budgets.find((one) => one.local?.id === saved.id);
    expect(view).toMatchObject({ status: 'ok', source: 'portkey' });
    expect(host.snapshots.get().alerts).toEqual([]);
    const bad = await host.handlers['budgets.save'](
      { scope: account, period: 'day', limitUsd: -1 },
      CONTEXT,
    );
    expect(bad).toMatchObject({
      ok: false,
      failure: { code: 'budget.invalid', field: 'limitUsd' },
    });
    must(await host.handlers['budgets.remove']({ id: saved.id }, CONTEXT));
    expect(host.snapshots.get().budgets.some((one) => one.local?.id === saved.id)).toBe(false);
  }, 40_000);

  it('refuses a link that leads nowhere, naming the field', async () => {
    const saved = await host.handlers['settings.save']({ portkeyLink: 'javascript:x' }, CONTEXT);
    expect(saved).toMatchObject({ ok: false, failure: { field: 'portkeyLink' } });
  });
});

describe('the commands, on the sample', () => {
  let context: CommandContext;
  let printed: { json: unknown; text: string }[];
  let notes: string[];
  const output: Output = {
    result: (json, text) => void printed.push({ json, text }),
    note: (text) => void notes.push(text),
    failure: (failure) => void notes.push(failure.message),
  };

  beforeAll(async () => {
    const { sandbox } = host.demo;
    const store = createMemorySecretStore();
    const core = createCore({
      home: sandbox.home,
      personHome: sandbox.personHome,
      env: sandbox.env,
      platform: 'linux',
      version: '1.2.3',
      secrets: store,
    });
    context = { core, request: { face: 'cli', signal: CONTEXT.signal } } as CommandContext;
    must(await core.vault.replace('demo', keyOf(host.snapshots.get())));
  });
  afterAll(() => context.core.dispose());

  const run = async (command: () => Promise<number>) => {
    printed = [];
    notes = [];
    const code = await command();
    return {
      code,
      json: printed[0]?.json as Record<string, unknown>,
      text: printed[0]?.text ?? '',
    };
  };

  it('answer as the contract says', async () => {
    for (const by of ['worktree', 'model', 'provider', 'trace'] as const) {
      const { code, json, text } = await run(() =>
        showSpend({ range: 'month', by }, context, output),
      );
      expect(code).toBe(0);
      expect(json).toMatchObject({ ok: true, currency: 'USD', source: 'portkey' });
      const rows = json['rows'] as readonly { usd: number; worktree?: string; key?: string }[];
      expect(rows.every((row) => (row.worktree ?? row.key) !== undefined)).toBe(true);
      const sum = rows.reduce((so, row) => so + (row.usd ?? 0), 0);
      expect(Math.abs(sum - Number(json['total']))).toBeLessThan(0.01);
      expect(text).toContain('Total');
    }
  }, 60_000);

  it('set, list and remove budgets', async () => {
    const set = await run(() => setBudget('7.50', { period: 'week' }, context, output));
    expect(set.json).toMatchObject({ ok: true, budget: { limitUsd: 7.5, period: 'week' } });
    const { id } = set.json['budget'] as { id: string };
    const again = await run(() => setBudget('$9', { period: 'week' }, context, output));
    expect(again.json).toMatchObject({ budget: { id, limitUsd: 9 } });
    const list = await run(() => listBudgets(context, output));
    const budgets = list.json['budgets'] as readonly { id: string; used: number | null }[];
    expect(budgets.find((one) => one.id === id)?.used).toBeGreaterThan(0);
    expect(budgets.length).toBeGreaterThan(3);
    expect((await run(() => removeBudget(id, context, output))).code).toBe(0);
    expect((await run(() => removeBudget(id, context, output))).code).toBe(1);
    expect((await run(() => setBudget('much', { period: 'day' }, context, output))).code).toBe(1);
    expect(notes.join(' ')).toContain('“much”');
  }, 60_000);

  it('say what a key may do', async () => {
    const { json, text } = await run(() => showCapabilities('demo', context, output));
    expect(json).toMatchObject({ ok: true, capabilities: { analytics: { can: 'yes' } } });
    expect(text).toContain('analytics');
  }, 30_000);
});
