import type { AppSnapshot } from '../../../shared/domain/app-snapshot.ts';

export interface SnapshotStore {
  get(): AppSnapshot;
  /** Changes the snapshot; an update that changes nothing is not told to anybody. */
  update(change: (current: AppSnapshot) => Partial<Omit<AppSnapshot, 'rev'>>): void;
  /** @returns a function that ends the subscription */
  subscribe(listener: (snapshot: AppSnapshot) => void): () => void;
}

/** The one immutable snapshot, with a revision that rises with every change. */
export function createSnapshotStore(initial: Omit<AppSnapshot, 'rev'>): SnapshotStore {
  let current: AppSnapshot = { ...initial, rev: 1 };
  const listeners = new Set<(snapshot: AppSnapshot) => void>();
  return {
    get: () => current,
    update: (change) => {
      const next = { ...current, ...change(current) };
      if (JSON.stringify(next) === JSON.stringify(current)) return;
      current = { ...next, rev: current.rev + 1 };
      for (const listener of listeners) listener(current);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
