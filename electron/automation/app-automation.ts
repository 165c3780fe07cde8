import type { Core } from '../core.ts';
import { createImportHandlers, createJobHandlers } from '../ipc/handlers/automation.ts';
import { createJobs } from '../services/automation/jobs.ts';
import { createAutomation } from './automation.ts';

/** The automation of an app that shows views: its handlers, and what runs in the background. */
export function createAppAutomation(options: {
  readonly core: Core;
  readonly changed: () => Promise<void>;
}) {
  const { core, changed } = options;
  const automation = createAutomation(core);
  const jobs = createJobs({ changed, log: core.log });
  return {
    handlers: {
      ...createImportHandlers({ ...automation, changed }),
      ...createJobHandlers({ ...automation, jobs }),
    },
    dispose: () => jobs.dispose(),
  };
}
