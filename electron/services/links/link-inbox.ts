import { randomUUID } from 'node:crypto';

import { readDeepLink } from '../../../shared/domain/deep-link.ts';
import type { SnapshotStore } from '../state/snapshot-store.ts';

export interface LinkInbox {
  /** Takes a link that was opened. It is shown once the workspaces are known; a later one takes its place. */
  open(link: string): void;
  /** Puts the link away that is shown, if it is still this one. */
  dismiss(id: string): void;
  dispose(): void;
}

/** Holds the one opened link that waits for the person, in the snapshot. Nothing is done with it here. */
export function createLinkInbox({ store }: { readonly store: SnapshotStore }): LinkInbox {
  let unread: string | null = null;

  const read = (): void => {
    const { scan, worktrees, presets } = store.get();
    // Before the first scan every workspace would be unknown.
    if (unread === null || scan.at === null) return;
    const link = readDeepLink(unread, randomUUID(), { worktrees, presets });
    unread = null;
    store.update(() => ({ link }));
  };
  const unsubscribe = store.subscribe(read);

  return {
    open: (link) => {
      unread = link;
      read();
    },
    dismiss: (id) => {
      if (store.get().link?.id === id) store.update(() => ({ link: null }));
    },
    dispose: unsubscribe,
  };
}
