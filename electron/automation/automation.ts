import type { Core } from '../core.ts';
import type { Face } from '../ipc/handlers.ts';
import { type BulkApply, createBulkApply } from '../services/automation/bulk-apply.ts';
import { createEnvironmentImporter } from '../services/automation/import-environment.ts';

/** The services that take work off the person’s hands, for any face. */
export function createAutomation(core: Core) {
  return {
    /** Every write of a run goes through the one service that is asked for here. */
    bulk: (face: Face): BulkApply =>
      createBulkApply({ assigner: core.assigner, settings: () => core.settings(face) }),

    importEnvironment: createEnvironmentImporter({
      accounts: core.accounts,
      presets: core.presets,
      vault: core.vault,
      rules: async () => ({
        ...(await import('../../shared/domain/env-import.ts')),
        ...(await import('../../shared/domain/import-credential.ts')),
        ...(await import('../../shared/domain/preset.ts')),
      }),
    }),
  };
}

export type Automation = ReturnType<typeof createAutomation>;
