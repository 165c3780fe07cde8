import { useState } from 'react';

import type { WorktreeView } from '../../../shared/domain/app-snapshot.ts';
import { portkeyLink } from '../../../shared/domain/portkey-link.ts';
import { rowOf } from '../../../shared/domain/spend-sums.ts';
import type { TraceSpend } from '../../../shared/domain/spend.ts';
import { useApp, useSnapshot } from '../../store/app.tsx';
import { useNow } from '../../store/layout.ts';
import { ESTIMATE, moneyWords } from '../../store/money-words.ts';
import { age } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { copyText } from '../../ui/CopyButton.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Money } from '../../ui/Money.tsx';
import { useAct } from '../../ui/use-act.ts';
import { budgetUse, paceWords, STATUS_WORDS } from '../gauge/budget-words.ts';
import { useTreeSpend } from './list-spend.ts';

/** What the workspace has cost today, its budgets, and the way to its requests in Portkey. */
export function DetailMoney({ tree }: { tree: WorktreeView }) {
  const spend = useTreeSpend(tree);
  if (spend === null) return null;
  const { text, title } = moneyWords(spend);
  return (
    <section className="detail-money" aria-label="Spend today">
      <div className="preview-head">
        <h2>
          {text} <span className="faint">today</span>
        </h2>
        {tree.assignment !== null && <OpenInPortkey trace={tree.assignment.trace} id={tree.id} />}
      </div>
      {title !== null && <p className="field-help">{title}</p>}
      <Budgets id={tree.id} />
      {tree.assignment !== null && (
        // Another trace ID asks anew.
        <Traces key={tree.assignment.trace} path={tree.path} />
      )}
    </section>
  );
}

function Budgets({ id }: { id: string }) {
  const { budgets } = useSnapshot();
  const now = useNow();
  const own = budgets.filter((budget) => budget.worktree === id);
  if (own.length === 0) return null;
  return (
    <ul className="plain-list boxed" aria-label="Budgets of this workspace">
      {own.map((budget) => {
        const verdict = STATUS_WORDS[budget.status];
        const pace = paceWords(budget, now);
        return (
          <li key={budget.id}>
            {verdict !== null && <Icon name="warning" />}
            <span className="grow">
              {budgetUse(budget)}
              <span className="sub">
                {[verdict, pace, budget.reason].filter((part) => part !== null).join(' · ')}
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** The address of the logs; the trace ID goes to the clipboard, because Portkey's filter wants it typed. */
function OpenInPortkey({ trace, id }: { trace: string; id: string }) {
  const { notices, moves } = useApp();
  const { settings } = useSnapshot();
  const [copied, setCopied] = useState<boolean | null>(null);
  const href = portkeyLink(settings.portkeyLink, { trace, worktree: id });
  if (href === null) {
    return (
      <Button look="quiet" onClick={() => moves.go('settings')}>
        Set the link to Portkey …
      </Button>
    );
  }
  const copy = async () => {
    const done = await copyText(trace);
    setCopied(done);
    notices.say(
      done ? `Copied the trace ID ${trace}.` : 'The browser did not allow copying the trace ID.',
    );
  };
  return (
    <span className="open-portkey">
      {copied !== null && (copied ? 'Trace ID copied' : 'Trace ID not copied')}
      <a
        className="button quiet"
        href={href}
        target="_blank"
        rel="noreferrer"
        title={`Opens ${href} and copies the trace ID`}
        onClick={() => void copy()}
      >
        Open in Portkey
      </a>
    </span>
  );
}

/** Today by trace ID; asked for only when somebody wants it, because each ID is a request. */
function Traces({ path }: { path: string }) {
  const { bridge, notices } = useApp();
  const act = useAct();
  const [answer, setAnswer] = useState<TraceSpend | null>(null);
  const show = async () => {
    const result = await act.run(() => bridge.request('spend.traces', { worktree: path }));
    if (!result.ok) return;
    setAnswer(result.value);
    if (result.value.rows.length === 0) notices.say('No trace ID was in use today.');
  };
  return (
    <>
      <div className="traces-head">
        <span className="grow">By trace ID</span>
        <Button look="quiet" disabled={act.busy} onClick={() => void show()}>
          {act.busy ? 'Asking …' : answer === null ? 'Show' : 'Show anew'}
          <span className="unseen"> the spend by trace ID</span>
        </Button>
      </div>
      {act.failure !== null && <FailureNote failure={act.failure} />}
      {answer !== null && <TraceRows answer={answer} />}
    </>
  );
}

function TraceRows({ answer }: { answer: TraceSpend }) {
  const now = useNow();
  const { rows, source, asOf } = answer;
  if (rows.length === 0) return <p className="field-help">No trace ID was in use today.</p>;
  return (
    <>
      <ul className="plain-list boxed" aria-label="Spend today by trace ID">
        {rows.map((row) => (
          <li key={row.trace}>
            <span className="mono clip">{row.trace}</span>
            <span className="faint grow">{row.current ? 'now' : ''}</span>
            <Money spend={rowOf(row, source, false)} />
          </li>
        ))}
      </ul>
      <p className="field-help">
        {source === 'estimate' ? `${ESTIMATE} ` : ''}Read {age(asOf, now)}.
      </p>
    </>
  );
}
