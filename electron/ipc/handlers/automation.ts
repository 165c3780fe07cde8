import { ok, type Result } from '../../../shared/domain/failure.ts';
import type { SetupScript } from '../../../shared/domain/setup-script.ts';
import type { BulkApply } from '../../services/automation/bulk-apply.ts';
import type { createEnvironmentImporter } from '../../services/automation/import-environment.ts';
import type { RuleKeeper } from '../../services/automation/rule-keeper.ts';
import type { Jobs } from '../../services/automation/jobs.ts';
import type { Face, Handlers } from '../handlers.ts';

/** The handler of `presets.importEnvironment`. */
export function createImportHandlers(services: {
  readonly importEnvironment: ReturnType<typeof createEnvironmentImporter>;
  readonly changed: () => Promise<void>;
}): Pick<Handlers, 'presets.importEnvironment'> {
  return {
    'presets.importEnvironment': async (input) => {
      const imported = await services.importEnvironment(input);
      if (!imported.ok) return imported;
      if (imported.value.saved !== null) await services.changed();
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

/** Handlers of bulk applies that run in the background. */
export function createJobHandlers(services: {
  readonly bulk: (face: Face) => BulkApply;
  readonly jobs: Jobs;
  readonly setupScript: (repo: string, write: boolean) => Promise<Result<SetupScript>>;
}): Pick<
  Handlers,
  'automation.start' | 'automation.job' | 'automation.cancel' | 'automation.setupScript'
> {
  const { bulk, jobs } = services;
  return {
    'automation.start': (input, { face }) => {
      const started = jobs.start(input, bulk(face));
      return Promise.resolve(started.ok ? ok({ id: started.value }) : started);
    },
    'automation.setupScript': ({ repo, write }) => services.setupScript(repo, write === true),
    'automation.job': ({ id }) => Promise.resolve(jobs.get(id)),
    'automation.cancel': ({ id }) => {
      const cancelled = jobs.cancel(id);
      return Promise.resolve(cancelled.ok ? ok(null) : cancelled);
    },
  };
}

/** Handlers of the rules for new workspaces, and of what they have done. */
export function createRuleHandlers(services: {
  readonly rules: RuleKeeper;
  readonly dismiss: (ids: readonly string[] | undefined) => Promise<void>;
  readonly changed: () => Promise<void>;
}): Pick<
  Handlers,
  | 'rules.list'
  | 'rules.save'
  | 'rules.remove'
  | 'rules.reorder'
  | 'rules.test'
  | 'automation.dismiss'
> {
  const { rules, changed } = services;
  const done = async (result: Result<void>): Promise<Result<null>> => {
    if (!result.ok) return result;
    await changed();
    return ok(null);
  };
  return {
    'rules.list': async () => {
      const listed = await rules.list();
      return listed.ok ? ok({ rules: [...listed.value] }) : listed;
    },
    'rules.save': async (draft) => {
      const saved = await rules.save(draft);
      if (saved.ok) await changed();
      return saved;
    },
    'rules.remove': async ({ id }) => done(await rules.remove(id)),
    'rules.reorder': async ({ ids }) => done(await rules.reorder(ids)),
    'rules.test': async (draft) => {
      const matches = await rules.test(draft);
      return matches.ok ? ok({ matches: matches.value }) : matches;
    },
    'automation.dismiss': async ({ ids }) => {
      await services.dismiss(ids);
      return done(ok(undefined));
    },
  };
}
