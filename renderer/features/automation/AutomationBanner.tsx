import type { ReactNode } from 'react';

import type { DriftNotice } from '../../../shared/domain/drift.ts';
import type { ProvisionNotice } from '../../../shared/domain/provision.ts';
import { useApp, useSnapshot } from '../../store/app.tsx';
import { count, presetName } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Icon, type IconName } from '../../ui/Icon.tsx';
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

/** The first few of several notices, how many more there are, and one button that puts all of them away. */
function Notices<T extends { readonly id: string }>({
  label,
  icon,
  all,
  away,
  children,
}: {
  label: string;
  icon: IconName;
  all: readonly T[];
  /** What the button that puts them away says. */
  away: string;
  children: (one: T) => ReactNode;
}) {
  const { bridge } = useApp();
  const act = useAct();
  const more = all.length - SHOWN;
  // These and not all: one that comes in meanwhile has not been read.
  const ids = all.map((one) => one.id);
  const dismiss = () => act.run(() => bridge.request('automation.dismiss', { ids }));
  return (
    <section className="alerts link-banner" aria-label={label}>
      <Icon name={icon} />
      <div className="banner-words">
        {all.slice(0, SHOWN).map((one) => (
          <div key={one.id}>{children(one)}</div>
        ))}
        {more > 0 && <p className="more">and {count(more, 'more workspace')}</p>}
        {act.failure !== null && <FailureNote failure={act.failure} />}
        <div className="banner-buttons">
          <Button disabled={act.busy} onClick={() => void dismiss()}>
            {away}
          </Button>
        </div>
      </div>
    </section>
  );
}

function Provisioned({ all }: { all: readonly ProvisionNotice[] }) {
  const { acts } = useApp();
  const { presets } = useSnapshot();
  return (
    <Notices label="New workspaces" icon="layers" all={all} away="Dismiss">
      {(one) => (
        <>
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
        </>
      )}
    </Notices>
  );
}

function Drifted({ all }: { all: readonly DriftNotice[] }) {
  const { acts, moves } = useApp();
  return (
    <Notices label="Changed settings" icon="warning" all={all} away="Leave as it is">
      {(one) => (
        <>
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
        </>
      )}
    </Notices>
  );
}
