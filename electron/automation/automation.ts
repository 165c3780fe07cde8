import type { Core } from '../core.ts';
import { createEnvironmentImporter } from '../services/automation/import-environment.ts';

/** The services that take work off the person’s hands, for any face. */
export function createAutomation(core: Core) {
  return {
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
