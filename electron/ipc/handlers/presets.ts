import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { AssignmentStore } from '../../services/journal/assignment-store.ts';
import type { Presets } from '../../services/presets/presets.ts';
import type { Handlers } from '../handlers.ts';
import { assignmentsInUse } from './users.ts';

/** Handlers of the `presets.*` requests. */
export function createPresetHandlers(services: {
  readonly presets: Presets;
  readonly assignments: () => Promise<AssignmentStore>;
  readonly changed: () => Promise<void>;
}): Pick<
  Handlers,
  | 'presets.save'
  | 'presets.duplicate'
  | 'presets.remove'
  | 'presets.reorder'
  | 'presets.import'
  | 'presets.export'
> {
  const { presets, changed } = services;

  /** A preset that workspaces are on must keep its id: their record names it. */
  const mustBeFree = async (id: string, act: string): Promise<Result<void>> => {
    const store = await services.assignments();
    const users = assignmentsInUse(store).filter((one) => one.presetId === id);
    if (users.length === 0) return ok(undefined);
    const names = users.slice(0, 3).map((one) => one.path.split('/').at(-1) ?? one.path);
    return fail('preset.in_use', {
      field: 'id',
      message: `${users.length === 1 ? 'The workspace' : `${users.length} workspaces`} ${names.join(', ')}${users.length > 3 ? ' …' : ''} ${users.length === 1 ? 'is' : 'are'} on “${id}”, so it cannot be ${act}.`,
    });
  };

  return {
    'presets.save': async ({ preset, replaces }) => {
      if (replaces !== undefined && replaces !== preset.id) {
        const free = await mustBeFree(replaces, 'given another id');
        if (!free.ok) return free;
      }
      const saved = await presets.save(preset, replaces);
      if (saved.ok) await changed();
      return saved;
    },
    'presets.duplicate': async ({ id }) => {
      const copy = await presets.duplicate(id);
      if (copy.ok) await changed();
      return copy;
    },
    'presets.remove': async ({ id }) => {
      const free = await mustBeFree(id, 'removed');
      if (!free.ok) return free;
      const removed = await presets.remove(id);
      if (!removed.ok) return removed;
      await changed();
      return ok(null);
    },
    'presets.reorder': async ({ ids }) => {
      const ordered = await presets.reorder(ids);
      if (!ordered.ok) return ordered;
      await changed();
      return ok(null);
    },
    'presets.import': async ({ text, save }) => {
      const imported = await presets.importText(text, save);
      if (!imported.ok) return imported;
      if (save) await changed();
      return ok({ presets: [...imported.value] });
    },
    'presets.export': ({ id }) => presets.export(id),
  };
}
