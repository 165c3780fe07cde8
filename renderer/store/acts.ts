import type { StoreApi } from 'zustand/vanilla';

import type { Bridge } from '../../shared/contract/index.ts';
import type { WorktreeView } from '../../shared/domain/app-snapshot.ts';
import type { BatchOutcome } from '../../shared/domain/assignment.ts';
import type { Result } from '../../shared/domain/failure.ts';
import type { ApplyOutcome, RestoreOutcome } from '../../shared/domain/preview.ts';
import type { MirrorState } from './mirror.ts';
import { type ApplyInput, type Notices, STRIP } from './notices.ts';
import { presetName, routeName } from './words.ts';

/** What a person can do to a workspace from anywhere. Each act reports in the workspace's own row. */
export interface Acts {
  apply(input: ApplyInput): Promise<Result<ApplyOutcome>>;
  /** One click in a picker: keeps the account that the workspace is on. */
  switchTo(path: string, preset: string): Promise<Result<ApplyOutcome>>;
  clear(path: string): Promise<Result<RestoreOutcome>>;
  setTrace(path: string, trace: string | null): Promise<Result<ApplyOutcome>>;
  repair(path: string): Promise<Result<RestoreOutcome>>;
  /** The named write, or the latest. By force our variables go back although somebody else has changed the file. */
  undo(id?: number, force?: boolean): Promise<Result<RestoreOutcome>>;
  /** The named write that was undone, or the latest such. */
  redo(id?: number, force?: boolean): Promise<Result<RestoreOutcome>>;
  /** All that was written together and still stands. */
  undoBatch(batch: string): Promise<Result<BatchOutcome>>;
  rescan(): Promise<void>;
  /** Looks for workspaces again and asks for the spend anew. */
  refresh(): Promise<void>;
}

export function createActs(options: {
  bridge: Bridge;
  mirror: StoreApi<MirrorState>;
  notices: Notices;
}): Acts {
  const { bridge, mirror, notices } = options;

  const snapshot = () => mirror.getState().snapshot;
  const treeAt = (path: string): WorktreeView | undefined =>
    snapshot()?.worktrees.find((tree) => tree.path === path);

  async function refuse(
    path: string,
    answer: Result<unknown> & { ok: false },
    apply: ApplyInput | null,
  ) {
    // The refusal must name the file and the line that it asks for, and only a preview knows them.
    const preview =
      apply !== null && answer.failure.code === 'settings.not_ignored'
        ? await bridge.request('assignments.preview', apply)
        : null;
    notices.show(path, {
      kind: 'refused',
      failure: answer.failure,
      apply,
      exclude: preview?.ok === true ? preview.value.exclude : null,
    });
  }

  async function apply(input: ApplyInput): Promise<Result<ApplyOutcome>> {
    const path = input.worktree;
    const presets = snapshot()?.presets ?? [];
    const tree = treeAt(path);
    const from = tree === undefined ? 'Not routed' : routeName(tree, presets);
    const to = presetName(presets, input.preset);
    notices.show(path, { kind: 'busy', text: `Switching to ${to} …` });
    const answer = await bridge.request('assignments.apply', input);
    if (!answer.ok) {
      await refuse(path, answer, input);
      return answer;
    }
    const { changed, shadowedBy, warnings, journalId } = answer.value;
    const change = from === to ? `${to} written again` : `${from} → ${to}`;
    notices.show(path, {
      kind: 'done',
      text:
        changed.length === 0 && journalId === null
          ? `Already on ${to}; nothing had to be written`
          : shadowedBy.length > 0
            ? `${change} · written, but overruled`
            : `${change} · open sessions follow in about 2 s`,
      notes: [...warnings],
      journalId,
    });
    return answer;
  }

  async function restoring(
    path: string,
    busy: string,
    done: string,
    request: () => Promise<Result<RestoreOutcome>>,
  ): Promise<Result<RestoreOutcome>> {
    notices.show(path, { kind: 'busy', text: busy });
    const answer = await request();
    if (answer.ok) {
      const { notes, journalId } = answer.value;
      notices.show(path, { kind: 'done', text: done, notes, journalId });
    } else {
      await refuse(path, answer, null);
    }
    return answer;
  }

  async function reverse(
    way: 'undo' | 'redo',
    id: number | undefined,
    force = false,
  ): Promise<Result<RestoreOutcome>> {
    const input = { ...(id === undefined ? {} : { id }), ...(force ? { force } : {}) };
    const answer = await bridge.request(`journal.${way}`, input);
    if (!answer.ok) {
      await refuse(STRIP, answer, null);
      return answer;
    }
    const { worktree, exact, notes } = answer.value;
    const [done, when] = way === 'undo' ? ['Taken back', 'before'] : ['Done again', 'after it'];
    notices.dismiss(STRIP);
    notices.show(treeAt(worktree) === undefined ? STRIP : worktree, {
      kind: 'done',
      text: exact ? `${done}: the file is as it was ${when}` : done,
      notes,
      journalId: null,
    });
    return answer;
  }

  async function rescan(): Promise<void> {
    const answer = await bridge.request('worktrees.rescan', {});
    if (!answer.ok) {
      await refuse(STRIP, answer, null);
      return;
    }
    const found = snapshot()?.worktrees.length ?? 0;
    notices.say(`Rescanned: ${found === 1 ? '1 workspace' : `${found} workspaces`}.`);
  }

  return {
    apply,
    switchTo: (path, preset) => {
      const account = treeAt(path)?.assignment?.accountId;
      const known = snapshot()?.accounts.some((one) => one.id === account) === true;
      return apply({
        worktree: path,
        preset,
        ...(known && account !== undefined ? { account } : {}),
      });
    },
    clear: (path) => {
      const tree = treeAt(path);
      const from = tree === undefined ? '' : routeName(tree, snapshot()?.presets ?? []);
      return restoring(path, 'Taking the settings away …', `${from} → Not routed`, () =>
        bridge.request('assignments.clear', { worktree: path }),
      );
    },
    setTrace: async (path, trace) => {
      notices.show(path, { kind: 'busy', text: 'Changing the trace ID …' });
      const answer = await bridge.request('assignments.setTrace', { worktree: path, trace });
      if (answer.ok) {
        const { warnings, journalId } = answer.value;
        notices.show(path, {
          kind: 'done',
          text: `Trace ID is now ${answer.value.trace}`,
          notes: [...warnings],
          journalId,
        });
      } else {
        await refuse(path, answer, null);
      }
      return answer;
    },
    repair: (path) =>
      restoring(path, 'Repairing the file …', 'The settings file is strict JSON again', () =>
        bridge.request('settings.repair', { worktree: path }),
      ),
    undo: (id, force) => reverse('undo', id, force),
    redo: (id, force) => reverse('redo', id, force),
    undoBatch: async (batch) => {
      notices.show(STRIP, { kind: 'busy', text: 'Taking the writes back …' });
      const answer = await bridge.request('journal.undoBatch', { batch });
      if (!answer.ok) {
        await refuse(STRIP, answer, null);
        return answer;
      }
      const { items } = answer.value;
      const left = items.filter((item) => item.failure !== null);
      notices.show(STRIP, {
        kind: 'done',
        text: `Taken back: ${items.length - left.length} of ${items.length}`,
        notes: [
          ...left.map((item) => `${item.summary}: ${item.failure?.message ?? ''}`),
          ...new Set(items.flatMap((item) => item.notes)),
        ],
        journalId: null,
      });
      return answer;
    },
    rescan,
    // What keeps the spend from being read is in the snapshot, and the gauge says it.
    refresh: async () => {
      await Promise.all([rescan(), bridge.request('spend.refresh', {})]);
    },
  };
}
