import type { KeyboardEvent } from 'react';

import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import { count, routeOf } from '../../store/words.ts';
import { IconButton } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { useAct } from '../../ui/use-act.ts';
import { NEW } from './preset-form.ts';

/** The presets in the order of every picker and of ⌘1–9. Alt with an arrow moves the one with the focus. */
export function PresetList({ open }: { open: string | null }) {
  const { moves, bridge, notices } = useApp();
  const { presets, worktrees } = useSnapshot();
  const drafts = useUi((state) => state.drafts.presets);
  const act = useAct();

  const move = async (id: string, by: number) => {
    const ids = presets.map((preset) => preset.id);
    const from = ids.indexOf(id);
    const to = from + by;
    if (from < 0 || to < 0 || to >= ids.length) return;
    ids.splice(from, 1);
    ids.splice(to, 0, id);
    const answer = await act.run(() => bridge.request('presets.reorder', { ids }));
    if (answer.ok) notices.say(`Moved to place ${to + 1} of ${ids.length}.`);
  };

  const onKeyDown = (id: string) => (event: KeyboardEvent) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    const by = event.key === 'ArrowUp' ? -1 : 1;
    if (event.altKey) {
      void move(id, by);
      return;
    }
    const items = [
      ...(event.currentTarget.closest('ul')?.querySelectorAll<HTMLElement>('.item-main') ?? []),
    ];
    items[items.indexOf(event.currentTarget as HTMLElement) + by]?.focus();
  };

  return (
    <div className="scroller">
      {act.failure !== null && <FailureNote failure={act.failure} />}
      <ul className="items" aria-label="Presets">
        {presets.map((preset, index) => {
          const uses = worktrees.filter((tree) => tree.assignment?.presetId === preset.id).length;
          const chosen = preset.id === open;
          return (
            <li key={preset.id} className={chosen ? 'item chosen' : 'item'}>
              <button
                type="button"
                className="item-main"
                aria-current={chosen ? 'true' : undefined}
                onClick={() => moves.select('presets', preset.id)}
                onKeyDown={onKeyDown(preset.id)}
              >
                <span className="name clip">
                  {drafts[preset.id]?.form.name ?? preset.name}
                  {preset.id in drafts && <span className="tag">Edited</span>}
                </span>
                <span className="sub clip">
                  {routeOf(preset)}
                  {uses > 0 && ` · ${count(uses, 'workspace')}`}
                </span>
              </button>
              <span className="item-moves">
                <IconButton
                  icon="up"
                  label={`Move ${preset.name} up`}
                  disabled={index === 0}
                  onClick={() => void move(preset.id, -1)}
                />
                <IconButton
                  icon="down"
                  label={`Move ${preset.name} down`}
                  disabled={index === presets.length - 1}
                  onClick={() => void move(preset.id, 1)}
                />
              </span>
            </li>
          );
        })}
        {Object.entries(drafts)
          .filter(([key]) => key.startsWith(NEW))
          .map(([key, draft]) => (
            <li key={key} className={key === open ? 'item chosen' : 'item'}>
              <button
                type="button"
                className="item-main"
                aria-current={key === open ? 'true' : undefined}
                onClick={() => moves.select('presets', key)}
              >
                <span className="name clip">
                  {draft.form.name === '' ? 'New preset' : draft.form.name}
                </span>
                <span className="sub clip">Not saved yet</span>
              </button>
            </li>
          ))}
      </ul>
    </div>
  );
}
