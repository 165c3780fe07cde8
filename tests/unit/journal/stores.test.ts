import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { toEntry } from '../../../electron/services/claude-settings/history.ts';
import {
  type AssignmentStore,
  createAssignmentStore,
} from '../../../electron/services/journal/assignment-store.ts';
import {
  createJournalStore,
  type JournalStore,
} from '../../../electron/services/journal/journal-store.ts';
import type {
  AssignmentRecord,
  NewJournalRecord,
} from '../../../electron/services/journal/records.ts';
import { journalEntrySchema } from '../../../shared/domain/assignment.ts';
import { makeStateHome, type StateHome } from '../support/state-home.ts';

let state: StateHome;
let assignments: AssignmentStore;
let journal: JournalStore;
beforeEach(async () => {
  state = await makeStateHome();
  assignments = createAssignmentStore(state.database);
  journal = createJournalStore(state.database);
});
afterEach(() => state.dispose());

const record = (worktreeId: string, trace: string): AssignmentRecord => ({
  worktreeId,
  path: `/w/${worktreeId}`,
  presetId: 'p',
  accountId: 'a',
  trace,
  metadata: { team: 'Zürich "x"' },
  appliedAt: '2026-01-01T00:00:00.000Z',
  envHash: 'h',
  carried: ['x-a'],
});
const entry = (more: Partial<NewJournalRecord> = {}): NewJournalRecord => ({
  at: '2026-01-01T00:00:00.000Z',
  face: 'cli',
  action: 'apply',
  summary: 's',
  file: '/w/a/f',
  worktreeId: 'a',
  worktreePath: '/w/a',
  beforeHash: null,
  afterHash: 'x',
  steps: '[]',
  madeFolder: true,
  assignmentBefore: null,
  assignmentAfter: record('a', 't'),
  original: null,
  pid: 1,
  ...more,
});

describe('assignments', () => {
  it('are read back as they were set, and replaced whole', () => {
    assignments.setAssignment('a', record('a', 't1'), 'now');
    expect(assignments.assignment('a')).toEqual(record('a', 't1'));
    const next = { ...record('a', 't1'), presetId: 'q', carried: [], metadata: {} };
    assignments.setAssignment('a', next, 'later');
    expect(assignments.assignments()).toEqual([next]);
    assignments.setAssignment('a', null, 'end');
    expect(assignments.assignment('a')).toBeNull();
  });

  it('keep the trace history in step', () => {
    assignments.setAssignment('a', record('a', 't1'), '1');
    assignments.setAssignment('a', record('a', 't1'), '2');
    assignments.setAssignment('a', record('a', 't2'), '3');
    assignments.setAssignment('a', null, '4');
    assignments.setAssignment('a', null, '5');
    assignments.setAssignment('a', record('a', 't1'), '6');
    expect(assignments.traceHistory('a')).toEqual([
      { trace: 't1', from: '6', until: null },
      { trace: 't2', from: '3', until: '4' },
      { trace: 't1', from: '1', until: '3' },
    ]);
    expect(assignments.traceHistory('b')).toEqual([]);
  });

  it('own their trace IDs, and so do writes that are under way', () => {
    assignments.setAssignment('a', record('a', 't1'), '1');
    const pending = journal.begin(entry({ assignmentAfter: record('b', 't2'), worktreeId: 'b' }));
    expect(assignments.traceOwner('t1')).toBe('a');
    expect(assignments.traceOwner('t2')).toBe('b');
    expect(assignments.traceWasUsed('t2')).toBe(true);
    journal.abandon(pending);
    expect(assignments.traceOwner('t2')).toBeNull();
    expect(assignments.traceWasUsed('t2')).toBe(false);
    assignments.setAssignment('a', null, '2');
    expect(assignments.traceOwner('t1')).toBeNull();
    expect(assignments.traceWasUsed('t1')).toBe(true);
  });

  it('never share a trace ID', () => {
    assignments.setAssignment('a', record('a', 't'), '1');
    expect(() => assignments.setAssignment('b', record('b', 't'), '1')).toThrow('UNIQUE');
    expect(assignments.assignments()).toHaveLength(1);
    expect(assignments.traceHistory('b')).toEqual([]);
  });
});

describe('originals', () => {
  it('are one a file', () => {
    const original = { file: '/f', worktreeId: 'a', takenAt: '1', firstEntry: 1, content: 'one' };
    assignments.keepOriginal(original);
    assignments.keepOriginal({ ...original, content: 'two' });
    expect(assignments.original('/f')).toEqual({ ...original, content: 'two' });
    assignments.dropOriginal('/f');
    expect(assignments.original('/f')).toBeNull();
  });
});

describe('the journal', () => {
  it('lists what was finished, newest first, and what is pending apart', () => {
    const ids = [1, 2, 3].map((n) => journal.begin(entry({ summary: `${n}` })));
    for (const id of ids.slice(0, 2)) journal.finish(id);
    expect(journal.list(10).map((one) => one.summary)).toEqual(['2', '1']);
    expect(journal.list(1)).toHaveLength(1);
    expect(journal.pending().map((one) => one.summary)).toEqual(['3']);
    expect(journal.entry(ids[0] ?? 0)).toMatchObject({
      ...entry({ summary: '1' }),
      id: ids[0],
      status: 'done',
      undoneAt: null,
    });
  });

  it('does not forget a write that was finished', () => {
    const id = journal.begin(entry());
    journal.finish(id);
    journal.abandon(id);
    expect(journal.entry(id)).not.toBeNull();
  });

  it('never gives a number twice', () => {
    const first = journal.begin(entry());
    journal.abandon(first);
    expect(journal.begin(entry())).toBeGreaterThan(first);
  });

  it('knows the latest write that can be undone', () => {
    expect(journal.latestUndoable()).toBeNull();
    const ids = (['apply', 'clear', 'undo'] as const).map((action) =>
      journal.begin(entry({ action })),
    );
    for (const id of ids) journal.finish(id);
    journal.begin(entry());
    expect(journal.latestUndoable()?.id).toBe(ids[1]);
    journal.markUndone(ids[1] ?? 0, 'now');
    expect(journal.latestUndoable()?.id).toBe(ids[0]);
  });

  it('gives the chain of a file, oldest first', () => {
    const ids = ['/f', '/g', '/f', '/f'].map((file) => journal.begin(entry({ file })));
    for (const id of ids.slice(0, 3)) journal.finish(id);
    journal.rebase(ids[2] ?? 0, { beforeHash: 'b', afterHash: 'c', steps: '[1]' });
    expect(journal.chain('/f', ids[0] ?? 0).map((one) => one.id)).toEqual([ids[0], ids[2]]);
    expect(journal.chain('/f', ids[1] ?? 0)[0]).toMatchObject({
      beforeHash: 'b',
      afterHash: 'c',
      steps: '[1]',
    });
  });

  it('shows views no steps and no originals', () => {
    const id = journal.begin(entry({ steps: '[{"removed":["secret"]}]', original: 'secret' }));
    journal.finish(id);
    const [shown] = journal.list(1).map(toEntry);
    expect(JSON.stringify(shown)).not.toContain('secret');
    expect(journalEntrySchema.parse(shown)).toEqual(shown);
  });
});
