import { useEffect, useRef, useState } from 'react';

import type { Alert } from '../../../shared/domain/alert.ts';
import { useApp, useMirror } from '../../store/app.tsx';
import { count } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useAct } from '../../ui/use-act.ts';

/** More than this many sentences would push the workspaces away; the others are counted. */
const SHOWN = 2;
const NONE: readonly Alert[] = [];

/** Budgets that were crossed, latest first, until they are put away. Only what is new is spoken. */
export function AlertsBanner() {
  const alerts = useMirror((state) => state.snapshot?.alerts ?? NONE);
  const spoken = useNews(alerts);
  return (
    <>
      {alerts.length > 0 && <Banner alerts={alerts} />}
      <output className="unseen" aria-live="polite">
        {spoken}
      </output>
    </>
  );
}

function Banner({ alerts }: { alerts: readonly Alert[] }) {
  const { bridge, notices } = useApp();
  const act = useAct();
  const more = alerts.length - SHOWN;
  const dismiss = async () => {
    // These and not all: one that comes in meanwhile has not been read.
    const ids = alerts.map((alert) => alert.id);
    const answer = await act.run(() => bridge.request('alerts.dismiss', { ids }));
    if (answer.ok) notices.say(`Dismissed ${count(ids.length, 'alert')}.`);
  };
  return (
    <section className="alerts" aria-label="Budget alerts">
      <ul>
        {alerts.slice(0, SHOWN).map((alert) => (
          <li key={alert.id}>
            <Icon name="warning" />
            <span>{alert.sentence}</span>
          </li>
        ))}
        {more > 0 && <li className="more">and {count(more, 'earlier alert')}</li>}
        {act.failure !== null && (
          <li>
            <FailureNote failure={act.failure} />
          </li>
        )}
      </ul>
      <Button disabled={act.busy} onClick={() => void dismiss()}>
        Dismiss
      </Button>
    </section>
  );
}

/** The sentences of alerts that came in since the page was opened; those of the latest change only. */
function useNews(alerts: readonly Alert[]): string {
  const known = useRef<ReadonlySet<string> | null>(null);
  const [news, setNews] = useState('');
  useEffect(() => {
    const before = known.current;
    known.current = new Set([...(before ?? []), ...alerts.map((alert) => alert.id)]);
    if (before === null) return;
    const fresh = alerts.filter((alert) => !before.has(alert.id));
    if (fresh.length > 0) setNews(fresh.map((alert) => alert.sentence).join(' '));
  }, [alerts]);
  return news;
}
