import type { Core } from '../core.ts';
import {
  createImportHandlers,
  createJobHandlers,
  createRuleHandlers,
} from '../ipc/handlers/automation.ts';
import { GONE_FOR_MS } from '../services/automation/archive.ts';
import { createJobs } from '../services/automation/jobs.ts';
import type { SnapshotStore } from '../services/state/snapshot-store.ts';
import { createAfterScan } from './after-scan.ts';
import { createAutomation } from './automation.ts';

/** The automation of an app that shows views: its handlers, its part of the snapshot, and what runs in the background. */
export function createAppAutomation(options: {
  readonly core: Core;
  readonly store: SnapshotStore;
  readonly changed: () => Promise<void>;
  /** Milliseconds between the two looks at a worktree that is gone; a minute when left out. */
  readonly goneForMs?: number | undefined;
}) {
  const { core, changed, goneForMs = GONE_FOR_MS } = options;
  const automation = createAutomation(core, { goneForMs });
  const jobs = createJobs({ changed, log: core.log });
  const afterScan = createAfterScan({ automation, goneForMs, changed, log: core.log });
  return {
    handlers: {
      ...createImportHandlers({ ...automation, changed }),
      ...createJobHandlers({ ...automation, jobs }),
      ...createRuleHandlers({ ...automation, changed }),
    },
    onShown: afterScan.take,
    /** Shows rules and what they did. */
    show: async (): Promise<void> => {
      const [rules, provisioned] = await Promise.all([
        automation.rules.list(),
        automation.notices(),
      ]);
      if (!rules.ok) core.log(rules.failure.message);
      options.store.update((current) => ({
        rules: rules.ok ? [...rules.value] : current.rules,
        provisioned,
      }));
    },
    dispose: async (): Promise<void> => {
      await Promise.all([jobs.dispose(), afterScan.dispose()]);
    },
  };
}
