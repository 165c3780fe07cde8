import '../../styles/detail.css';
import '../../styles/pages.css';

import { type KeyboardEvent, useState } from 'react';

import type { HistoryLine } from '../../../shared/domain/assignment.ts';
import { useApp, useNotices, useSnapshot } from '../../store/app.tsx';
import { STRIP } from '../../store/notices.ts';
import { dayOf, shortPath } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useRequest } from '../../ui/use-request.ts';
import { NoticeView } from '../workspaces/NoticeView.tsx';
import { Batch } from './Batch.tsx';
import { Entry } from './Entry.tsx';

const LIMIT = 200;

/** Every write that Switchyard made, latest first, each with the way back and forth. */
export function HistoryPage() {
  const { moves } = useApp();
  const { rev, worktrees } = useSnapshot();
  const strip = useNotices((state) => state.notices[STRIP]);
  const [only, setOnly] = useState('');
  const answer = useRequest(
    'journal.list',
    { limit: LIMIT, ...(only === '' ? {} : { worktree: only }) },
    { version: String(rev) },
  );

  const lines = answer?.ok === true ? answer.value : [];
  // A workspace that is gone is still in what was written.
  const paths = new Set([
    ...worktrees.map((tree) => tree.path),
    ...lines.map((line) => line.worktreePath),
    ...(only === '' ? [] : [only]),
  ]);
  return (
    <main className="pane wide-pane">
      <PageHeader title="History" sub="What Switchyard wrote, and the way back">
        <span className="select">
          <select
            aria-label="Workspace"
            value={only}
            onChange={(event) => setOnly(event.currentTarget.value)}
          >
            <option value="">All workspaces</option>
            {[...paths].toSorted().map((path) => (
              <option key={path} value={path}>
                {shortPath(path)}
              </option>
            ))}
          </select>
        </span>
      </PageHeader>
      {strip !== undefined && <NoticeView path={STRIP} notice={strip} />}
      {answer?.ok === false && <FailureNote failure={answer.failure} />}
      {answer?.ok === true && lines.length === 0 && only === '' && (
        <Empty
          icon="clock"
          title="Nothing has been written yet"
          text="Put a workspace on a preset; each write is listed here and can be taken back."
        >
          <Button look="solid" onClick={() => moves.go('workspaces')}>
            Go to the workspaces
          </Button>
        </Empty>
      )}
      {answer?.ok === true && lines.length === 0 && only !== '' && (
        <Empty
          icon="clock"
          title="Nothing was written in this workspace"
          text="Other workspaces may have a history."
        >
          <Button onClick={() => setOnly('')}>Show all workspaces</Button>
        </Empty>
      )}
      <div className="scroller" role="presentation" onKeyDown={moveFocus}>
        {byDay(lines).map(([day, groups]) => (
          <section key={day} className="day">
            <h2>{day}</h2>
            <ul className="entries">
              {groups.map(({ batch, lines: together }) =>
                batch !== null && together.length > 1 ? (
                  <Batch key={together[0]?.id} batch={batch} lines={together} />
                ) : (
                  together.map((line) => <Entry key={line.id} line={line} />)
                ),
              )}
            </ul>
          </section>
        ))}
      </div>
    </main>
  );
}

interface Group {
  readonly batch: string | null;
  readonly lines: HistoryLine[];
}

/** Latest first; what was written together stands together. */
function byDay(lines: readonly HistoryLine[]): [string, Group[]][] {
  const days = new Map<string, Group[]>();
  for (const line of lines.toSorted((a, b) => b.id - a.id)) {
    const day = dayOf(line.at);
    const groups = days.get(day) ?? [];
    const last = groups.at(-1);
    if (line.batch !== null && last?.batch === line.batch) last.lines.push(line);
    else groups.push({ batch: line.batch, lines: [line] });
    days.set(day, groups);
  }
  return [...days];
}

/** The arrow keys go from one entry's button to the next. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-act]')];
  const at = buttons.findIndex((button) => button === document.activeElement);
  if (step === 0 || at < 0) return;
  event.preventDefault();
  buttons[at + step]?.focus();
}
