import type { DriftNotice } from '../../../shared/domain/drift.ts';
import type { ProvisionNotice } from '../../../shared/domain/provision.ts';
import { useApp, useSnapshot } from '../../store/app.tsx';
import { count, presetName } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useAct } from '../../ui/use-act.ts';

/** More would push the workspaces away; the others are counted. */
const SHOWN = 2;

/** What rules did by themselves, and what has drifted. Nothing happens here before the person chooses it. */
export function AutomationBanner() {
  const { drifts, provisioned } = useSnapshot();
  return (
    <>
      {provisioned.length > 0 && <Provisioned all={provisioned} />}
      {drifts.length > 0 && <Drifted all={drifts} />}
    </>
  );
}

function useDismiss(ids: readonly string[]) {
  const { bridge } = useApp();
  const act = useAct();
  // These and not all: one that comes in meanwhile has not been read.
  const dismiss = () => act.run(() => bridge.request('automation.dismiss', { ids: [...ids] }));
  return { act, dismiss };
}

function Provisioned({ all }: { all: readonly ProvisionNotice[] }) {
  const { acts } = useApp();
  const { presets } = useSnapshot();
  const { act, dismiss } = useDismiss(all.map((one) => one.id));
  const more = all.length - SHOWN;
  return (
    <section className="alerts link-banner" aria-label="New workspaces">
      <Icon name="layers" />
      <div className="banner-words">
        {all.slice(0, SHOWN).map((one) => (
          <div key={one.id}>
            <p>
              <strong>
                {one.failure === null
                  ? `${one.name} was put on ${presetName(presets, one.preset)} by a rule.`
                  : `${one.name} could not be put on ${presetName(presets, one.preset)}.`}
              </strong>
              {one.failure !== null && ` ${one.failure} It is not tried again by itself.`}
            </p>
            {one.journalId !== null && (
              <div className="banner-buttons">
                <Button
                  aria-label={`Undo for ${one.name}`}
                  onClick={() => void acts.undo(one.journalId ?? undefined)}
                >
                  Undo
                </Button>
              </div>
            )}
          </div>
        ))}
        {more > 0 && <p className="more">and {count(more, 'more workspace')}</p>}
        {act.failure !== null && <FailureNote failure={act.failure} />}
        <div className="banner-buttons">
          <Button disabled={act.busy} onClick={() => void dismiss()}>
            Dismiss
          </Button>
        </div>
      </div>
    </section>
  );
}

function Drifted({ all }: { all: readonly DriftNotice[] }) {
  const { acts, moves } = useApp();
  const { act, dismiss } = useDismiss(all.map((one) => one.id));
  const more = all.length - SHOWN;
  return (
    <section className="alerts link-banner" aria-label="Changed settings">
      <Icon name="warning" />
      <div className="banner-words">
        {all.slice(0, SHOWN).map((one) => (
          <div key={one.id}>
            <p>
              <strong>The settings of {one.name} have changed since they were applied.</strong>{' '}
              Nothing is written before you say so.
            </p>
            <div className="banner-buttons">
              <Button
                aria-label={`Apply again to ${one.name}`}
                onClick={() => void acts.switchTo(one.worktree, one.preset)}
              >
                Apply again
              </Button>
              <Button
                aria-label={`Look at ${one.name}`}
                onClick={() => moves.open('workspaces', one.worktree)}
              >
                Look
              </Button>
            </div>
          </div>
        ))}
        {more > 0 && <p className="more">and {count(more, 'more workspace')}</p>}
        {act.failure !== null && <FailureNote failure={act.failure} />}
        <div className="banner-buttons">
          <Button disabled={act.busy} onClick={() => void dismiss()}>
            Leave as it is
          </Button>
        </div>
      </div>
    </section>
  );
}
