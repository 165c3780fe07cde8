import { useEffect } from 'react';

import type { PendingLink } from '../../../shared/domain/pending-link.ts';
import type { Preset } from '../../../shared/domain/preset.ts';
import { useApp, useSnapshot } from '../../store/app.tsx';
import { presetName, routeOf } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useAct } from '../../ui/use-act.ts';
import { initialDraft } from '../workspaces/assignment-form.ts';

type LinkOf<K extends PendingLink['kind']> = Extract<PendingLink, { kind: K }>;

/** A link that was opened. It did nothing yet; only what the person chooses here happens. */
export function LinkBanner() {
  const { notices } = useApp();
  const { link } = useSnapshot();
  const id = link?.id;
  useEffect(() => {
    if (id !== undefined) notices.say('A link was opened. Nothing was done yet.');
  }, [id, notices]);
  if (link === null) return null;
  return (
    <section className="alerts link-banner" aria-label="Opened link">
      <Icon name="layers" />
      {link.kind === 'preset' && <PresetLink link={link} />}
      {link.kind === 'worktree' && <WorktreeLink link={link} />}
      {link.kind === 'refused' && <RefusedLink link={link} />}
    </section>
  );
}

function useDismiss(id: string): () => Promise<void> {
  const { bridge } = useApp();
  return async () => {
    await bridge.request('links.dismiss', { id });
  };
}

function modelsOf({ models }: Preset): string {
  if ('model' in models) return models.model;
  return [models.sonnet, models.opus, models.haiku].filter(Boolean).join(', ');
}

function PresetLink({ link }: { link: LinkOf<'preset'> }) {
  const { bridge, moves, notices } = useApp();
  const dismiss = useDismiss(link.id);
  const act = useAct();
  const { preset, text, exists } = link;
  const save = async () => {
    const answer = await act.run(() => bridge.request('presets.import', { text, save: true }));
    if (!answer.ok) return;
    notices.say(`Imported “${preset.name}”.`);
    moves.open('presets', answer.value.presets[0]?.id ?? preset.id);
    await dismiss();
  };
  return (
    <div className="banner-words">
      <p>
        <strong>A link offers the preset “{preset.name}”.</strong> It goes to {routeOf(preset)}
        {modelsOf(preset) === '' ? '' : ` with ${modelsOf(preset)}`} and holds no key.
        {exists && ' It has the same ID as one of yours.'}
      </p>
      {act.failure !== null && <FailureNote failure={act.failure} />}
      <div className="banner-buttons">
        <Button look="solid" disabled={act.busy} onClick={() => void save()}>
          {act.busy ? 'Importing …' : 'Import'}
        </Button>
        <Button onClick={() => void dismiss()}>Ignore</Button>
      </div>
    </div>
  );
}

function WorktreeLink({ link }: { link: LinkOf<'worktree'> }) {
  const { moves } = useApp();
  const snapshot = useSnapshot();
  const dismiss = useDismiss(link.id);
  const { preset, trace } = link;
  const parts = [
    preset === null ? null : `the preset “${presetName(snapshot.presets, preset)}”`,
    trace === null ? null : `the trace ID ${trace}`,
  ].filter((part) => part !== null);
  const review = async () => {
    const tree = snapshot.worktrees.find((one) => one.path === link.worktree);
    if (parts.length > 0 && tree !== undefined) {
      // What else is in force there stays.
      const draft = initialDraft(tree, snapshot);
      moves.setDraft('assignments', tree.path, {
        ...draft,
        preset: preset ?? draft.preset,
        trace: trace ?? draft.trace,
      });
    }
    moves.open('workspaces', link.worktree);
    await dismiss();
  };
  return (
    <div className="banner-words">
      <p>
        <strong>
          A link {parts.length === 0 ? 'leads to' : 'proposes for'} {link.name}
          {parts.length === 0 ? '.' : ': '}
        </strong>
        {parts.length > 0 && `${parts.join(' and ')}. Nothing is written before you apply it.`}
      </p>
      <div className="banner-buttons">
        <Button look="solid" onClick={() => void review()}>
          {parts.length === 0 ? 'Show' : 'Review'}
        </Button>
        <Button onClick={() => void dismiss()}>Ignore</Button>
      </div>
    </div>
  );
}

function RefusedLink({ link }: { link: LinkOf<'refused'> }) {
  const dismiss = useDismiss(link.id);
  return (
    <div className="banner-words">
      <p>
        <strong>A link was opened and not followed.</strong> {link.message} {link.hint}
      </p>
      <div className="banner-buttons">
        <Button onClick={() => void dismiss()}>Dismiss</Button>
      </div>
    </div>
  );
}
