import { ok } from '../../../shared/domain/failure.ts';
import type { createEnvironmentImporter } from '../../services/automation/import-environment.ts';
import type { Handlers } from '../handlers.ts';

/** Handlers of the requests that take work off the person’s hands. */
export function createAutomationHandlers(services: {
  readonly importEnvironment: ReturnType<typeof createEnvironmentImporter>;
  readonly changed: () => Promise<void>;
}): Pick<Handlers, 'presets.importEnvironment'> {
  const { changed } = services;
  return {
    'presets.importEnvironment': async (input) => {
      const imported = await services.importEnvironment(input);
      if (!imported.ok) return imported;
      if (imported.value.saved !== null) await changed();
      const { metadata, findings, ignored, ...rest } = imported.value;
      return ok({
        ...rest,
        metadata: { ...metadata },
        findings: [...findings],
        ignored: [...ignored],
      });
    },
  };
}
