import { useId, useRef, useState } from 'react';

import type {
  HistoryLine,
  JournalAction,
  JournalEntry,
} from '../../../shared/domain/assignment.ts';
import { useApp } from '../../store/app.tsx';
import { clock, shortPath } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Compare } from './Compare.tsx';

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

/** One write: what, when, by which face, and what can be done about it now. */
export function Entry({ line }: { line: HistoryLine }) {
  const { acts } = useApp();
  const [comparing, setComparing] = useState(false);
  const panel = useId();
  const opener = useRef<HTMLButtonElement>(null);
  const { id, way, drifted, summary } = line;
  const close = () => {
    setComparing(false);
    // The focus must not fall to nowhere with the button that had it.
    opener.current?.focus();
  };
  const isReversal = line.action === 'undo' || line.action === 'redo';
  return (
    <li>
      <div className={line.undoneAt === null ? 'entry' : 'entry undone'}>
        <time dateTime={line.at}>{clock(line.at)}</time>
        <span className="entry-main">
          <span className="entry-text">{summary}</span>
          <span className="sub clip" title={line.file}>
            Number {id} · {ACTIONS[line.action]} {FACES[line.face]} · {shortPath(line.worktreePath)}
            {line.undoneAt !== null && ` · taken back at ${clock(line.undoneAt)}`}
          </span>
          {!isReversal && line.why !== null && <span className="sub">{line.why}</span>}
        </span>
        {way !== null && (
          <Button
            look="quiet"
            icon={way}
            data-act=""
            aria-label={`${way === 'undo' ? 'Undo' : 'Redo'}: ${summary}`}
            onClick={() => void acts[way](id)}
          >
            {way === 'undo' ? 'Undo' : 'Redo'}
          </Button>
        )}
        {drifted && (
          <Button
            look="quiet"
            ref={opener}
            data-act=""
            aria-label={`Compare: ${summary}`}
            aria-expanded={comparing}
            aria-controls={comparing ? panel : undefined}
            onClick={() => setComparing(!comparing)}
          >
            Compare
          </Button>
        )}
      </div>
      {drifted && comparing && (
        <div id={panel}>
          <Compare id={id} undone={line.undoneAt !== null} onClose={close} />
        </div>
      )}
    </li>
  );
}
