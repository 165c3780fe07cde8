import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import type { SettingsService } from '../../services/claude-settings/settings-service.ts';
import type { AssignmentStore } from '../../services/journal/assignment-store.ts';
import type { createAssigner } from '../../services/workspaces/assigner.ts';
import type { Face, Handlers } from '../handlers.ts';

/** Handlers of everything that touches a worktree's settings file. */
export function createAssignmentHandlers(services: {
  readonly assigner: ReturnType<typeof createAssigner>;
  readonly settings: (face: Face) => Promise<Result<SettingsService>>;
  readonly assignments: () => Promise<AssignmentStore>;
  /** The owned variables of a worktree's file as text, keys masked. */
  readonly exportEnv: (
    worktree: Worktree,
    format: 'conductor' | 'dotenv' | 'json',
  ) => Promise<string>;
  readonly changed: () => Promise<void>;
}): Pick<
  Handlers,
  | 'assignments.preview'
  | 'assignments.apply'
  | 'assignments.previewClear'
  | 'assignments.clear'
  | 'assignments.setTrace'
  | 'assignments.traceHistory'
  | 'assignments.environment'
  | 'settings.previewRepair'
  | 'settings.repair'
> {
  const { assigner, changed } = services;

  /** Finds the worktree and the service, runs the work, and shows the outcome. */
  const onWorktree = async <T>(
    path: string,
    face: Face,
    work: (worktree: Worktree, settings: SettingsService) => Promise<Result<T>> | Result<T>,
  ): Promise<Result<T>> => {
    const worktree = await assigner.worktree(path);
    if (!worktree.ok) return worktree;
    const settings = await services.settings(face);
    if (!settings.ok) return settings;
    return work(worktree.value, settings.value);
  };

  const shown = async <T>(result: Result<T>): Promise<Result<T>> => {
    // A refusal may come from a change on the disk that the list does not show yet.
    await changed();
    return result;
  };

  return {
    'assignments.preview': async (input, { face }) => {
      const settings = await services.settings(face);
      if (!settings.ok) return settings;
      const target = await assigner.target(input);
      return target.ok ? settings.value.preview(target.value) : target;
    },

    'assignments.apply': async (input, { face }) => {
      const settings = await services.settings(face);
      if (!settings.ok) return settings;
      const target = await assigner.target(input);
      return target.ok ? shown(await settings.value.apply(target.value)) : target;
    },

    'assignments.previewClear': (input, { face }) =>
      onWorktree(input.worktree, face, (worktree, settings) => settings.previewClear(worktree)),

    'assignments.clear': async (input, { face }) =>
      shown(
        await onWorktree(input.worktree, face, (worktree, settings) => settings.clear(worktree)),
      ),

    'assignments.setTrace': (input, { face }) =>
      onWorktree(input.worktree, face, async (worktree, settings) => {
        const current = (await services.assignments()).assignment(worktree.id);
        if (current === null) {
          return fail('journal.empty', {
            message: `${worktree.name} is on no preset yet, so it has no trace ID to change.`,
          });
        }
        const target = await assigner.target({
          worktree: input.worktree,
          preset: current.presetId,
          trace: input.trace,
        });
        return target.ok ? shown(await settings.apply(target.value)) : target;
      }),

    'assignments.traceHistory': async (input) => {
      const worktree = await assigner.worktree(input.worktree);
      return worktree.ok
        ? ok((await services.assignments()).traceHistory(worktree.value.id))
        : worktree;
    },

    'assignments.environment': async (input) => {
      const worktree = await assigner.worktree(input.worktree);
      return worktree.ok
        ? ok({ text: await services.exportEnv(worktree.value, input.format) })
        : worktree;
    },

    'settings.previewRepair': (input, { face }) =>
      onWorktree(input.worktree, face, (worktree, settings) => settings.previewRepair(worktree)),

    'settings.repair': async (input, { face }) =>
      shown(
        await onWorktree(input.worktree, face, (worktree, settings) => settings.repair(worktree)),
      ),
  };
}
