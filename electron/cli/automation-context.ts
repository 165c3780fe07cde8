import { createAutomation } from '../automation/automation.ts';
import { createImportHandlers, createRuleHandlers } from '../ipc/handlers/automation.ts';
import type { CommandContext } from './context.ts';

/** The automation and its handlers, for the few commands that need them. */
export function automationOf(context: CommandContext) {
  const automation = createAutomation(context.core);
  const changed = () => Promise.resolve();
  return {
    automation,
    handlers: {
      ...createImportHandlers({ ...automation, changed }),
      ...createRuleHandlers({ ...automation, changed }),
    },
  };
}
