import { createStore, type StoreApi } from 'zustand/vanilla';

import type { RequestInput } from '../../shared/contract/index.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import type { Preview } from '../../shared/domain/preview.ts';

export type ApplyInput = RequestInput<'assignments.apply'>;

/** What a row says about the person's own act, in place of its second line. */
export type Notice =
  | { readonly kind: 'busy'; readonly text: string }
  | {
      readonly kind: 'done';
      readonly text: string;
      /** Full sentences to read; a notice that has some stays until it is dismissed. */
      readonly notes: readonly string[];
      readonly journalId: number | null;
    }
  | {
      readonly kind: 'refused';
      readonly failure: Failure;
      /** What was asked for, to ask again; null when it was not an apply. */
      readonly apply: ApplyInput | null;
      /** The line that git needs first, for `settings.not_ignored`. */
      readonly exclude: Preview['exclude'];
    };

/** The notice that belongs to no row: an undo that was refused, a rescan that failed. */
export const STRIP = '';

export interface NoticeState {
  /** By worktree path; {@link STRIP} for the one above the footer. */
  readonly notices: Readonly<Record<string, Notice>>;
  /** Spoken politely: results of one's own acts only. The number makes the same words heard twice. */
  readonly spoken: { readonly text: string; readonly turn: number };
}

export interface Notices {
  readonly store: StoreApi<NoticeState>;
  show(key: string, notice: Notice): void;
  dismiss(key: string): void;
  say(text: string): void;
}

/** How long a finished act stays in its row, in milliseconds. */
export const NOTICE_MS = 8000;

/** @param isHeld true while the person is inside the notice (focus or pointer), which keeps it for another while */
export function createNotices(options: { isHeld: (key: string) => boolean }): Notices {
  const store = createStore<NoticeState>(() => ({ notices: {}, spoken: { text: '', turn: 0 } }));

  const dismiss = (key: string) =>
    store.setState((state) => ({
      notices: Object.fromEntries(Object.entries(state.notices).filter(([name]) => name !== key)),
    }));

  const expire = (key: string, notice: Notice) => {
    setTimeout(() => {
      if (store.getState().notices[key] !== notice) return;
      if (options.isHeld(key)) expire(key, notice);
      else dismiss(key);
    }, NOTICE_MS);
  };

  const say = (text: string) =>
    store.setState((state) => ({ spoken: { text, turn: state.spoken.turn + 1 } }));

  return {
    store,
    dismiss,
    say,
    show: (key, notice) => {
      store.setState((state) => ({ notices: { ...state.notices, [key]: notice } }));
      if (notice.kind === 'done') {
        say([notice.text, ...notice.notes].join(' '));
        if (notice.notes.length === 0) expire(key, notice);
      } else if (notice.kind === 'refused') {
        say([notice.failure.message, notice.failure.hint ?? ''].join(' ').trim());
      }
    },
  };
}
