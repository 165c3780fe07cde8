import { ok, type Result } from '../../../shared/domain/failure.ts';
import type { SettingsService } from '../../services/claude-settings/settings-service.ts';
import type { Face, Handlers } from '../handlers.ts';

/** Handlers of what was written, and of the way back and forth. */
export function createJournalHandlers(services: {
  readonly settings: (face: Face) => Promise<Result<SettingsService>>;
  readonly hasState: () => boolean;
  readonly changed: () => Promise<void>;
}): Pick<
  Handlers,
  | 'journal.list'
  | 'journal.undo'
  | 'journal.redo'
  | 'journal.undoBatch'
  | 'journal.preview'
  | 'journal.firstSeen'
> {
  const withService = async <T>(
    face: Face,
    work: (settings: SettingsService) => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    const settings = await services.settings(face);
    return settings.ok ? work(settings.value) : settings;
  };
  const shown = async <T>(result: Result<T>): Promise<Result<T>> => {
    // A refusal may come from a change on the disk that the list does not show yet.
    await services.changed();
    return result;
  };

  return {
    'journal.list': async ({ limit, worktree }, { face }) =>
      services.hasState()
        ? withService(face, async (settings) =>
            ok(await settings.history({ limit: limit ?? 100, worktreePath: worktree })),
          )
        : ok([]),
    'journal.undo': async ({ id, force }, { face }) =>
      shown(await withService(face, (settings) => settings.undo(id, { force }))),
    'journal.redo': async ({ id, force }, { face }) =>
      shown(await withService(face, (settings) => settings.redo(id, { force }))),
    'journal.undoBatch': async ({ batch }, { face }) =>
      shown(await withService(face, (settings) => settings.undoBatch(batch))),
    'journal.preview': ({ id }, { face }) =>
      withService(face, (settings) => settings.previewReversal(id)),
    'journal.firstSeen': ({ worktree }, { face }) =>
      withService(face, (settings) => settings.firstSeen({ path: worktree })),
  };
}
