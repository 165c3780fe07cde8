import '../../styles/detail.css';
import '../../styles/pages.css';

import type { JournalAction, JournalEntry } from '../../../shared/domain/assignment.ts';
import { useApp, useNotices, useSnapshot } from '../../store/app.tsx';
import { STRIP } from '../../store/notices.ts';
import { clock, dayOf, shortPath } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useRequest } from '../../ui/use-request.ts';
import { NoticeView } from '../workspaces/NoticeView.tsx';

const ACTIONS: Readonly<Record<JournalAction, string>> = {
  apply: 'Applied',
  clear: 'Cleared',
  undo: 'Taken back',
  redo: 'Done again',
  repair: 'Repaired',
  exclude: 'Excluded',
};

const FACES: Readonly<Record<JournalEntry['face'], string>> = {
  app: 'in the app',
  browser: 'in the browser',
  cli: 'on the command line',
};

const LIMIT = 200;

/** Every write that Switchyard made, latest first, each with a way back. */
export function HistoryPage() {
  const { moves } = useApp();
  const { rev } = useSnapshot();
  const strip = useNotices((state) => state.notices[STRIP]);
  const answer = useRequest('journal.list', { limit: LIMIT }, { version: String(rev) });

  const days = answer?.ok === true ? byDay(answer.value) : [];
  return (
    <main className="pane wide-pane">
      <PageHeader title="History" sub="What Switchyard wrote, and the way back" />
      {strip !== undefined && <NoticeView path={STRIP} notice={strip} />}
      {answer?.ok === false && <FailureNote failure={answer.failure} />}
      {answer?.ok === true && days.length === 0 && (
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
      <div className="scroller">
        {days.map(([day, entries]) => (
          <section key={day} className="day">
            <h2>{day}</h2>
            <ul className="entries">
              {entries.map((entry) => (
                <Entry key={entry.id} entry={entry} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </main>
  );
}

function byDay(entries: readonly JournalEntry[]): [string, JournalEntry[]][] {
  const days = new Map<string, JournalEntry[]>();
  for (const entry of entries.toSorted((a, b) => b.id - a.id)) {
    const day = dayOf(entry.at);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}

function Entry({ entry }: { entry: JournalEntry }) {
  const { acts } = useApp();
  const undoable = entry.undoneAt === null && entry.action !== 'undo';
  return (
    <li className={entry.undoneAt === null ? 'entry' : 'entry undone'}>
      <time dateTime={entry.at}>{clock(entry.at)}</time>
      <span className="entry-main">
        <span className="entry-text">{entry.summary}</span>
        <span className="sub clip" title={entry.file}>
          {ACTIONS[entry.action]} {FACES[entry.face]} · {shortPath(entry.worktreePath)}
          {entry.undoneAt !== null && ` · taken back at ${clock(entry.undoneAt)}`}
        </span>
      </span>
      {undoable && (
        <Button
          look="quiet"
          icon="undo"
          aria-label={`Undo: ${entry.summary}`}
          onClick={() => void acts.undo(entry.id)}
        >
          Undo
        </Button>
      )}
    </li>
  );
}
