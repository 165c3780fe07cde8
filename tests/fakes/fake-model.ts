import type { RequestInput, RequestName, RequestOutput } from '../../shared/contract/index.ts';
import type { AppSnapshot, WorktreeView } from '../../shared/domain/app-snapshot.ts';
import type { TraceUse } from '../../shared/domain/assignment.ts';
import { fail, ok, type Result } from '../../shared/domain/failure.ts';
import type { ApplyOutcome, RestoreOutcome } from '../../shared/domain/preview.ts';
import { checkTraceId, makeTraceId } from '../../shared/domain/trace-id.ts';
import { automationHandlers } from './fake-automation.ts';
import { catalogueHandlers } from './fake-catalogue.ts';
import { type Scenario, startOf } from './fake-data.ts';
import { desktopHandlers } from './fake-desktop.ts';
import { doctorHandlers } from './fake-doctor.ts';
import { createFakeJournal } from './fake-journal.ts';
import { moneyHandlers } from './fake-money.ts';
import { reportHandlers } from './fake-report.ts';
import { previewOf, refusalOf } from './fake-preview.ts';

export type FakeHandlers = {
  readonly [N in RequestName]: (input: RequestInput<N>) => Result<RequestOutput<N>>;
};

export interface FakeModel {
  readonly handlers: FakeHandlers;
  snapshot(): AppSnapshot;
  /** Changes the snapshot as something outside of the views would. */
  patch(part: Partial<AppSnapshot>): void;
  subscribe(listener: (snapshot: AppSnapshot) => void): () => void;
  /** Keys that were handed over; never part of a snapshot. */
  readonly secrets: Map<string, string>;
  /** Writes from now on belong together; null ends that. */
  inBatch(name: string | null): void;
}

/** The app as a view sees it, in memory: no file, no gateway, no keychain. */
export function createFakeModel(scenario: Scenario): FakeModel {
  let state = startOf(scenario);
  const listeners = new Set<(snapshot: AppSnapshot) => void>();
  const secrets = new Map<string, string>();
  const excluded = new Set<string>();
  const traces = new Map<string, TraceUse[]>();
  let clock = Date.parse('2026-08-14T10:00:00.000Z');

  const now = () => new Date(clock).toISOString();
  const set = (part: Partial<AppSnapshot>) => {
    state = { ...state, ...part, rev: state.rev + 1 };
    for (const listener of listeners) listener(state);
  };
  const treeAt = (path: string) => state.worktrees.find((tree) => tree.path === path);
  const settingsOf = (path: string) => `${path}/.claude/settings.local.json`;

  const journal = createFakeJournal({
    now,
    tick: () => {
      clock += 60_000;
    },
    settingsOf,
    treeAt,
    show: (after, undo) =>
      set({
        worktrees: state.worktrees.map((tree) => (tree.path === after.path ? after : tree)),
        undo,
      }),
  });
  const { write } = journal;

  function applied(input: RequestInput<'assignments.apply'>): Result<ApplyOutcome> {
    const tree = treeAt(input.worktree);
    const preset = state.presets.find((one) => one.id === input.preset);
    const account = state.accounts.find(
      (one) => one.id === (input.account ?? state.defaultAccount),
    );
    if (tree === undefined) return fail('worktree.unknown');
    if (preset === undefined) return fail('preset.missing');
    if (account === undefined) return fail('account.missing');
    if (input.exclude === true) excluded.add(tree.path);
    const refused = refusalOf(scenario, tree, excluded);
    if (refused !== null) return refused;
    const wanted = input.trace === undefined ? null : checkTraceId(input.trace);
    if (wanted !== null && !wanted.ok) return wanted;
    const trace =
      wanted?.value ?? tree.assignment?.trace ?? makeTraceId(tree.repo, tree.name, '7f2a');
    const from = state.presets.find((one) => one.id === tree.assignment?.presetId)?.name;
    const after: WorktreeView = {
      ...tree,
      drifted: false,
      assignment: {
        worktreeId: tree.id, path: tree.path, presetId: preset.id, accountId: account.id, trace,
        metadata: input.metadata ?? tree.assignment?.metadata ?? {},
        appliedAt: now(),
      }, // prettier-ignore
    };
    const uses = traces.get(tree.path) ?? [];
    const old = tree.assignment?.trace;
    if (old !== undefined && old !== trace) {
      uses.push({
        trace: old,
        from: tree.assignment?.appliedAt ?? '',
        until: now(),
      });
      traces.set(tree.path, uses);
    }
    const summary = `${tree.name}: ${from ?? 'not routed'} → ${preset.name}`;
    return ok({
      worktree: tree.path, file: settingsOf(tree.path), changed: ['ANTHROPIC_CUSTOM_HEADERS'],
      shadowedBy: tree.shadowedBy, overrides: [], trace, warnings: [],
      journalId: write(tree, after, 'apply', summary),
    }); // prettier-ignore
  }

  const restored = (tree: WorktreeView, journalId: number | null, notes: string[], exact = true) =>
    ok<RestoreOutcome>({
      worktree: tree.path, file: settingsOf(tree.path), changed: ['ANTHROPIC_BASE_URL'], exact, notes, journalId,
    }); // prettier-ignore

  const handlers: FakeHandlers = {
    'snapshot.get': () => ok(state),
    ...catalogueHandlers({ get: () => state, set, secrets, now }),
    ...automationHandlers({ get: () => state, set, apply: applied }),
    ...moneyHandlers({ get: () => state, set, now }),
    ...doctorHandlers(() => state.worktrees),
    ...desktopHandlers({ get: () => state, set }),
    ...reportHandlers({ get: () => state, now }),
    'worktrees.rescan': () => {
      set({ scan: { ...state.scan, at: now() } });
      return ok(null);
    },
    'roots.add': ({ path }) => {
      if (!path.startsWith('/') || path.includes('nowhere'))
        return fail('root.invalid', { field: 'path' });
      set({ roots: [...state.roots, { path, source: 'person', exists: true }] });
      return ok(null);
    },
    'roots.remove': ({ path }) => {
      set({ roots: state.roots.filter((root) => root.path !== path) });
      return ok(null);
    },
    'assignments.preview': (input) => previewOf(state, input, scenario, excluded),
    'assignments.apply': applied,
    'assignments.previewClear': ({ worktree }) => {
      const preset = treeAt(worktree)?.assignment?.presetId ?? '';
      return previewOf(state, { worktree, preset }, scenario, excluded);
    },
    'assignments.clear': ({ worktree }) => {
      const tree = treeAt(worktree);
      if (tree === undefined) return fail('worktree.unknown');
      const id = write(
        tree,
        { ...tree, assignment: null, drifted: false },
        'clear',
        `${tree.name}: not routed`,
      );
      return restored(tree, id, [
        'Open sessions keep the gateway until they are restarted, because a removed variable stays in force.',
      ]);
    },
    'assignments.setTrace': ({ worktree, trace }) => {
      const preset = treeAt(worktree)?.assignment?.presetId;
      if (preset === undefined) return fail('worktree.unknown');
      return applied({ worktree, preset, trace: trace ?? 'web-lisbon-b81d' });
    },
    'assignments.traceHistory': ({ worktree }) => ok(traces.get(worktree) ?? []),
    'assignments.environment': ({ worktree, format }) => {
      const assignment = treeAt(worktree)?.assignment;
      const preview = previewOf(
        state,
        { worktree, preset: assignment?.presetId ?? '' },
        scenario,
        excluded,
      );
      if (!preview.ok) return preview;
      const lines = preview.value.variables.map((one) => [one.name, one.after ?? ''] as const);
      return ok({
        text:
          format === 'json'
            ? JSON.stringify(Object.fromEntries(lines), null, 2)
            : lines.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join('\n'),
      });
    },
    'settings.previewRepair': ({ worktree }) =>
      ok({
        file: settingsOf(worktree),
        reason:
          'Line 3 has a comment, and strict JSON knows none; Claude Code ignores the whole file.',
        before: '{\n  "env": {\n    // mine\n    "FOO": "1",\n  }\n}\n',
        after: '{\n  "env": {\n    "FOO": "1"\n  }\n}\n',
      }),
    'settings.repair': ({ worktree }) => {
      const tree = treeAt(worktree);
      if (tree === undefined) return fail('worktree.unknown');
      excluded.add(worktree);
      return restored(
        tree,
        write(tree, tree, 'repair', `${tree.name}: settings repaired`),
        [],
        false,
      );
    },
    ...journal.handlers,
  };

  return {
    handlers,
    inBatch: journal.inBatch,
    secrets,
    snapshot: () => state,
    patch: set,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
