import type { Worktree } from '../../shared/domain/worktree.ts';
import type { Core } from '../core.ts';
import {
  createImportHandlers,
  createJobHandlers,
  createRuleHandlers,
} from '../ipc/handlers/automation.ts';
import { GONE_FOR_MS } from '../services/automation/archive.ts';
import { createJobs } from '../services/automation/jobs.ts';
import { createSettingsWatch } from '../services/automation/settings-watch.ts';
import type { SnapshotStore } from '../services/state/snapshot-store.ts';
import { createAfterScan } from './after-scan.ts';
import { createAutomation } from './automation.ts';

/** The automation of an app that shows views: its handlers, its part of the snapshot, and what runs in the background. */
export function createAppAutomation(options: {
  readonly core: Core;
  readonly store: SnapshotStore;
  readonly changed: () => Promise<void>;
  /** Whether to notice changes of settings files. */
  readonly watch: boolean;
  /** Milliseconds between the two looks at a worktree that is gone; a minute when left out. */
  readonly goneForMs?: number | undefined;
}) {
  const { core, store, changed, goneForMs = GONE_FOR_MS } = options;
  const automation = createAutomation(core, { goneForMs });
  const jobs = createJobs({ changed, log: core.log });
  const afterScan = createAfterScan({ automation, goneForMs, changed, log: core.log });
  const quietly = (work: Promise<void>): void => {
    work.catch((error: unknown) => core.log(`Showing what drifted failed: ${String(error)}`));
  };
  const watch = createSettingsWatch({ onChange: () => quietly(changed()) });

  const showDrifts = async (): Promise<void> => {
    const drifts = await automation.drifts.notices(store.get().worktrees);
    store.update(() => ({ drifts }));
  };

  return {
    handlers: {
      ...createImportHandlers({ ...automation, changed }),
      ...createJobHandlers({ ...automation, jobs }),
      ...createRuleHandlers({
        ...automation,
        changed,
        dismiss: async (ids) => {
          await automation.dismiss(ids);
          await automation.drifts.dismiss(store.get().worktrees, ids);
        },
      }),
    },
    /** To be told of the worktrees whenever they are shown. */
    onShown: (worktrees: readonly Worktree[]): void => {
      afterScan.take(worktrees);
      const assigned = store.get().worktrees.filter((one) => one.assignment !== null);
      if (options.watch) watch.follow(assigned.map((one) => one.path));
      quietly(showDrifts());
    },
    /** Shows rules and what they did. */
    show: async (): Promise<void> => {
      const [rules, provisioned] = await Promise.all([
        automation.rules.list(),
        automation.notices(),
      ]);
      if (!rules.ok) core.log(rules.failure.message);
      store.update((current) => ({
        rules: rules.ok ? [...rules.value] : current.rules,
        provisioned,
      }));
      await showDrifts();
    },
    dispose: async (): Promise<void> => {
      watch.dispose();
      await Promise.all([jobs.dispose(), afterScan.dispose()]);
    },
  };
}
