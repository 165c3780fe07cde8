import type { RequestInput, RequestName, RequestOutput } from '../../shared/contract/index.ts';
import type { WorktreeView } from '../../shared/domain/app-snapshot.ts';
import type { HistoryLine, JournalEntry } from '../../shared/domain/assignment.ts';
import { fail, ok, type Result } from '../../shared/domain/failure.ts';
import type { RestoreOutcome } from '../../shared/domain/preview.ts';

interface Write extends JournalEntry {
  readonly before: WorktreeView;
  readonly after: WorktreeView;
  readonly reverses: number | null;
  undoneAt: string | null;
}

type JournalHandlers = {
  readonly [N in Extract<RequestName, `journal.${string}`>]: (
    input: RequestInput<N>,
  ) => Result<RequestOutput<N>>;
};

/** The journal of the in-memory app. Writes to the workspace “hanoi” count as changed by another program. */
export function createFakeJournal(options: {
  now(): string;
  /** A minute goes by. */
  tick(): void;
  settingsOf(path: string): string;
  treeAt(path: string): WorktreeView | undefined;
  /** Shows a workspace as it is after a write, and what would be undone next. */
  show(after: WorktreeView, undo: { id: number; summary: string } | null): void;
}) {
  const writes: Write[] = [];
  let batch: string | null = null;
  const forced = new Set<number>();
  const isReversal = (one: Write) => one.action === 'undo' || one.action === 'redo';
  const isDrifted = (one: Write) => one.summary.startsWith('hanoi') && !forced.has(one.id);
  const latest = () => {
    const entry = writes.findLast((one) => one.undoneAt === null && !isReversal(one));
    return entry === undefined ? null : { id: entry.id, summary: entry.summary };
  };

  const write = (
    before: WorktreeView,
    after: WorktreeView,
    action: JournalEntry['action'],
    summary: string,
    reverses: number | null = null,
  ): number => {
    options.tick();
    const id = writes.length + 1;
    const made = { id, at: options.now(), face: 'browser' as const, action, summary, reverses };
    writes.push({
      ...made, before, after, batch: reverses === null ? batch : null, file: options.settingsOf(before.path),
      worktreePath: before.path, beforeHash: 'b'.repeat(64), afterHash: 'a'.repeat(64), undoneAt: null,
    }); // prettier-ignore
    options.show(after, latest());
    return id;
  };

  const lineOf = ({ before: _b, after: _a, reverses: _r, ...entry }: Write): HistoryLine => {
    const one = writes[entry.id - 1];
    const shown = { ...entry, way: null, why: null, drifted: false };
    if (one === undefined || isReversal(one)) return { ...shown, why: 'It is an undo itself.' };
    const undone = writes.findLast((other) => other.reverses === one.id);
    const later = writes.filter(
      (other) => other.file === one.file && other.id > one.id && !isReversal(other),
    );
    if (one.undoneAt !== null) {
      const newer = later.filter((other) => other.id > (undone?.id ?? 0));
      return newer.length === 0
        ? { ...shown, way: 'redo' }
        : {
            ...shown,
            why: `Number ${newer[0]?.id} was written to the file after it was taken back.`,
          };
    }
    const standing = later.findLast((other) => other.undoneAt === null);
    if (standing !== undefined) {
      return { ...shown, why: `Number ${standing.id} has to be taken back first.` };
    }
    return isDrifted(one)
      ? { ...shown, why: 'Somebody else has changed ANTHROPIC_BASE_URL since.', drifted: true }
      : { ...shown, way: 'undo' };
  };

  const outcome = (one: Write): Result<RestoreOutcome> =>
    ok({
      worktree: one.worktreePath, file: one.file, changed: ['ANTHROPIC_BASE_URL'], exact: !forced.has(one.id),
      notes: [], journalId: null,
    }); // prettier-ignore

  const undo = (one: Write | undefined, force: boolean): Result<RestoreOutcome> => {
    if (one === undefined || one.undoneAt !== null) return fail('journal.empty');
    if (force) forced.add(one.id);
    if (isDrifted(one)) return fail('journal.drifted');
    const tree = options.treeAt(one.worktreePath);
    if (tree === undefined) return fail('worktree.missing');
    one.undoneAt = options.now();
    write(tree, { ...one.before }, 'undo', `undo “${one.summary}”`, one.id);
    return outcome(one);
  };

  const handlers: JournalHandlers = {
    'journal.list': ({ limit = 100, worktree }) =>
      ok(
        writes
          .filter((one) => worktree === undefined || one.worktreePath === worktree)
          .toReversed()
          .slice(0, limit)
          .map(lineOf),
      ),
    'journal.undo': ({ id, force = false }) => {
      const wanted = id ?? latest()?.id;
      return undo(
        writes.find((one) => one.id === wanted),
        force,
      );
    },
    'journal.redo': ({ id }) => {
      const one = writes.findLast((other) =>
        id === undefined ? lineOf(other).way === 'redo' : other.id === id,
      );
      const first = id === undefined ? lastUndone() : one;
      const tree = first === undefined ? undefined : options.treeAt(first.worktreePath);
      if (first === undefined || tree === undefined || lineOf(first).way !== 'redo') {
        return fail('journal.empty', { message: 'There is nothing to do again.' });
      }
      first.undoneAt = null;
      write(tree, { ...first.after }, 'redo', `redo “${first.summary}”`, first.id);
      return outcome(first);
    },
    'journal.undoBatch': ({ batch: wanted }) => {
      const of = writes.filter((one) => one.batch === wanted && one.undoneAt === null).toReversed();
      if (of.length === 0) return fail('journal.empty');
      const items = of.map((one) => {
        const done = undo(one, false);
        const { id, summary, worktreePath: worktree, file } = one;
        return { id, summary, worktree, file, failure: done.ok ? null : done.failure, notes: [] };
      });
      return ok({ batch: wanted, items });
    },
    'journal.preview': ({ id }) => {
      const one = writes.find((other) => other.id === id);
      if (one === undefined) return fail('journal.empty');
      const { way, why, drifted } = lineOf(one);
      const now = drifted ? 'https://proxy.example.test' : 'https://api.portkey.ai';
      return ok({
        id, summary: one.summary, file: one.file, way, why, drifted, forcible: drifted,
        variables: [
          { name: 'ANTHROPIC_BASE_URL', before: null, written: 'https://api.portkey.ai', now, result: null, theirs: drifted },
          { name: 'ANTHROPIC_AUTH_TOKEN', before: null, written: '••••41d3', now: '••••41d3', result: null, theirs: false },
        ],
      }); // prettier-ignore
    },
    'journal.firstSeen': ({ worktree }) =>
      ok({ file: options.settingsOf(worktree), at: options.now(), text: null }),
  };
  const lastUndone = () => {
    const undone = writes.findLast(
      (one) => one.action === 'undo' && writes[(one.reverses ?? 0) - 1]?.undoneAt !== null,
    );
    return writes[(undone?.reverses ?? 0) - 1];
  };

  return {
    write,
    handlers,
    /** Writes from now on belong together; null ends that. */
    inBatch: (name: string | null): void => {
      batch = name;
    },
  };
}
