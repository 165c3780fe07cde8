import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { alertsFileSchema } from '../../shared/domain/alert.ts';
import { budgetsFileSchema } from '../../shared/domain/budget.ts';
import { profilesFileSchema } from '../../shared/domain/capability.ts';
import type { Core } from '../core.ts';
import { type Alerts, createAlerts, type Notifier } from '../services/budgets/alerts.ts';
import { type Budgets, createBudgets } from '../services/budgets/budgets.ts';
import { createEstimator } from '../services/estimate/estimator.ts';
import { createPriceBook, type PriceBook } from '../services/estimate/price-book.ts';
import { TRANSCRIPT_MIGRATIONS } from '../services/estimate/transcript-store.ts';
import type { Estimator } from '../services/estimate/types.ts';
import { type AdminClient, createAdminClient } from '../services/portkey/admin-client.ts';
import { createProfiles, type Profiles } from '../services/portkey/profiles.ts';
import { createPreferences, type Preferences } from '../services/preferences/preferences.ts';
import type { SpendAccount } from '../services/spend/account-state.ts';
import type { Place } from '../services/spend/estimate-item.ts';
import {
  createSpendHistory,
  HISTORY_MIGRATIONS,
  type SpendHistory,
} from '../services/spend/history.ts';
import type { Labels } from '../services/spend/report.ts';
import { createReporter, type Reporter } from '../services/spend/reporter.ts';
import type { UsedTrace } from '../services/spend/traces.ts';
import { createRebuildableDatabase } from '../services/state/rebuildable-database.ts';

/** A worktree as far as money is concerned. */
export interface MoneyWorktree {
  readonly id: string;
  readonly path: string;
  readonly repo: string;
  readonly name: string;
}

/** All services that deal with money, for any face. */
export interface Money {
  readonly profiles: Profiles;
  readonly client: (account: Pick<SpendAccount, 'id' | 'adminUrl'>) => AdminClient;
  readonly history: SpendHistory;
  readonly estimator: Estimator;
  readonly reporter: Reporter;
  readonly budgets: Budgets;
  readonly alerts: Alerts;
  readonly preferences: Preferences;
  /** Portkey's public price list. */
  readonly prices: PriceBook;
  readonly places: () => readonly Place[];
  /** Trace IDs that a worktree has or had, of every worktree that is known here. */
  readonly usesOf: (worktrees: readonly MoneyWorktree[]) => Promise<readonly UsedTrace[]>;
  dispose(): Promise<void>;
}

/** Wires them. Nothing touches a file, the keychain or the network before it is asked to. */
export function createMoney(options: {
  readonly core: Core;
  readonly env: NodeJS.ProcessEnv;
  /** Worktrees that are known here. */
  readonly worktrees: () => readonly MoneyWorktree[];
  readonly notifier: Notifier;
  /** For a command, which reads once: that reading tells what was crossed. */
  readonly tellsFirst?: boolean;
}): Money {
  const { core } = options;
  const { places, now, version } = core;
  const rebuildable = (file: string, migrations: readonly string[]) =>
    createRebuildableDatabase({ file, migrations, now, onRebuilt: core.log });
  const spendDatabase = rebuildable(places.spend, HISTORY_MIGRATIONS);
  const transcripts = rebuildable(places.transcripts, TRANSCRIPT_MIGRATIONS);
  const history = createSpendHistory({ database: spendDatabase, now, log: core.log });

  const clients = new Map<string, AdminClient>();
  const client: Money['client'] = (account) => {
    const name = JSON.stringify([account.id, account.adminUrl]);
    const known = clients.get(name);
    if (known !== undefined) return known;
    const made = createAdminClient({
      adminUrl: account.adminUrl,
      key: () => core.vault.read(account.id),
      version,
      clock: { now: () => now().getTime() },
      random: Math.random,
      pause: async (milliseconds, signal) => {
        await pause(milliseconds, undefined, signal === undefined ? {} : { signal });
      },
    });
    clients.set(name, made);
    return made;
  };

  const profiles = createProfiles({
    document: core.document({
      file: places.profiles,
      schema: () => Promise.resolve(profilesFileSchema),
      initial: { version: 1, profiles: [] },
    }),
    gateway: core.gateway,
    admin: client,
    keyOf: (account) => core.vault.read(account),
    now,
  });

  /** Where Claude Code keeps its transcripts (conductor-claude.md §C). */
  const projects = (): readonly string[] => {
    const chosen = options.env['CLAUDE_CONFIG_DIR'];
    const base =
      chosen === undefined || chosen === '' ? path.join(core.personHome, '.claude') : chosen;
    // Newer versions may keep them under the XDG folder; a folder that is not there holds nothing.
    const folders = [base, path.join(core.personHome, '.config', 'claude')];
    return folders.map((folder) => path.join(folder, 'projects'));
  };
  const prices = createPriceBook({
    cacheFile: places.prices,
    now,
    version,
    ...(core.pricesUrl === undefined ? {} : { url: core.pricesUrl }),
  });
  const estimator = createEstimator({ projects, database: transcripts, prices, now });

  const here = (): readonly Place[] =>
    options.worktrees().map((worktree) => ({ id: worktree.id, path: worktree.path }));

  /** Worktrees that are gone still have a name in what was assigned to them. */
  const labels = async (): Promise<Labels> => {
    const records = await core.records();
    const gone = [...records.values()].map(
      (record) => [record.worktreeId, path.basename(record.path)] as const,
    );
    const known = options.worktrees().map(({ id, repo, name }) => [id, `${repo}/${name}`] as const);
    return new Map([...gone, ...known]);
  };

  const usesOf: Money['usesOf'] = async (worktrees) => {
    if (!core.hasState()) return [];
    const store = await core.assignments();
    return worktrees.flatMap(({ id, repo, name }) =>
      store.traceHistory(id).map(({ trace, from, until }) => ({
        trace,
        label: `${repo}/${name}`,
        current: until === null,
        from,
        until,
      })),
    );
  };

  return {
    profiles,
    client,
    prices,
    history,
    estimator,
    reporter: createReporter({
      client,
      profile: profiles.of,
      estimator,
      places: here,
      labels,
      history,
      now,
    }),
    budgets: createBudgets({
      document: core.document({
        file: places.budgets,
        schema: () => Promise.resolve(budgetsFileSchema),
        initial: { version: 1, budgets: [] },
      }),
      newId: () => randomUUID().slice(0, 8),
    }),
    alerts: createAlerts({
      document: core.document({
        file: places.alerts,
        schema: () => Promise.resolve(alertsFileSchema),
        initial: { version: 1, alerts: [], fired: [] },
      }),
      notifier: options.notifier,
      tellsFirst: options.tellsFirst,
      now,
    }),
    preferences: createPreferences({ document: core.settingsDocument }),
    places: here,
    usesOf,
    dispose: async () => {
      await estimator.dispose();
      await transcripts.dispose();
      await spendDatabase.dispose();
    },
  };
}
