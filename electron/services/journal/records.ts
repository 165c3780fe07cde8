import type { Assignment, JournalAction, JournalEntry } from '../../../shared/domain/assignment.ts';

/** What an assignment wrote, remembered to tell drift from our own writing. */
export interface AssignmentRecord extends Assignment {
  /** SHA-256 of the owned variables as written. */
  readonly envHash: string;
  /** Lower-case names of headers that were taken from other layers or the preset, so that they are not mistaken for the person's. */
  readonly carried: readonly string[];
}

export interface JournalRecord extends JournalEntry {
  readonly worktreeId: string;
  /** Sealed edit steps as JSON. */
  readonly steps: string;
  /** Whether `.claude` was made for this write. */
  readonly madeFolder: boolean;
  readonly assignmentBefore: AssignmentRecord | null;
  readonly assignmentAfter: AssignmentRecord | null;
  /** For an apply: what the owned variables were before; for a clear: the same, kept so that it can be undone. */
  readonly original: string | null;
  /** The process that wrote; an entry left pending by a dead one is settled by the next run. */
  readonly pid: number;
  readonly status: 'pending' | 'done';
  /** For a write in two steps: what the first of them leads from and to. */
  readonly halfway: WrittenBytes | null;
  /** For an undo or a redo: the write that it takes back or does again. */
  readonly reverses: number | null;
  /** Our variables before and after the write, sealed, as JSON; null for what an earlier version wrote. */
  readonly sides: string | null;
}

/** One write to a file: hashes of the bytes around it, and the sealed edit steps between them as JSON. */
export type WrittenBytes = Pick<JournalRecord, 'beforeHash' | 'afterHash' | 'steps'> &
  Partial<Pick<JournalRecord, 'sides'>>;

type Later = 'batch' | 'reverses' | 'sides';

export type NewJournalRecord = Omit<
  JournalRecord,
  'id' | 'undoneAt' | 'status' | 'halfway' | Later
> & { readonly [K in Later]?: JournalRecord[K] | undefined };

export type Row = Record<string, unknown>;

export function text(row: Row, name: string): string {
  return String(row[name]);
}
export function nullable(row: Row, name: string): string | null {
  const value = row[name];
  return typeof value === 'string' ? value : null;
}

export function toAssignment(row: Row): AssignmentRecord {
  return {
    worktreeId: text(row, 'worktree_id'),
    path: text(row, 'path'),
    presetId: text(row, 'preset_id'),
    accountId: text(row, 'account_id'),
    trace: text(row, 'trace'),
    metadata: JSON.parse(text(row, 'metadata')) as Record<string, string>,
    appliedAt: text(row, 'applied_at'),
    envHash: text(row, 'env_hash'),
    carried: JSON.parse(text(row, 'carried')) as string[],
  };
}

export function toEntry(row: Row): JournalRecord {
  const before = nullable(row, 'assignment_before');
  const after = nullable(row, 'assignment_after');
  const halfway = nullable(row, 'halfway');
  return {
    id: Number(row['id']),
    at: text(row, 'at'),
    face: text(row, 'face') as JournalEntry['face'],
    action: text(row, 'action') as JournalAction,
    summary: text(row, 'summary'),
    file: text(row, 'file'),
    worktreeId: text(row, 'worktree_id'),
    worktreePath: text(row, 'worktree_path'),
    beforeHash: nullable(row, 'before_hash'),
    afterHash: nullable(row, 'after_hash'),
    steps: text(row, 'steps'),
    madeFolder: row['made_folder'] === 1,
    assignmentBefore: before === null ? null : (JSON.parse(before) as AssignmentRecord),
    assignmentAfter: after === null ? null : (JSON.parse(after) as AssignmentRecord),
    original: nullable(row, 'original'),
    pid: Number(row['pid']),
    status: row['status'] === 'done' ? 'done' : 'pending',
    undoneAt: nullable(row, 'undone_at'),
    halfway: halfway === null ? null : (JSON.parse(halfway) as WrittenBytes),
    batch: nullable(row, 'batch'),
    reverses: row['reverses'] === null ? null : Number(row['reverses']),
    sides: nullable(row, 'sides'),
  };
}

/** The text of a file as it was when we were about to write to it for the first time, sealed; kept once and for good. */
export interface FirstSeenRecord {
  readonly file: string;
  /** Journal id of the write that found it so. */
  readonly entry: number;
  readonly worktreeId: string;
  readonly at: string;
  /** Sealed parts as JSON; null when there was no file. */
  readonly content: string | null;
}

/** Originals: what each owned variable was before the first apply, sealed, kept until the worktree is cleared. */
export interface OriginalRecord {
  readonly file: string;
  readonly worktreeId: string;
  readonly takenAt: string;
  /** Journal id of the first apply. */
  readonly firstEntry: number;
  readonly content: string;
}
