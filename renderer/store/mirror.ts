import { createStore, type StoreApi } from 'zustand/vanilla';

import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import type { Connection, HostLink } from '../bridge.ts';

export interface MirrorState {
  /** Null until the first one has arrived. */
  readonly snapshot: AppSnapshot | null;
  readonly connection: Connection;
}

/**
 * Mirrors the host's snapshot. Whole snapshots arrive with a rising `rev`; one that is not newer is dropped. After the
 * host was away its numbering may start anew, so the first snapshot then is taken as it is.
 */
export function createMirror(link: HostLink): StoreApi<MirrorState> {
  const store = createStore<MirrorState>(() => ({ snapshot: null, connection: 'connecting' }));
  let fresh = true;

  const accept = (snapshot: AppSnapshot) => {
    const current = store.getState().snapshot;
    if (!fresh && current !== null && snapshot.rev <= current.rev) return;
    fresh = false;
    store.setState({ snapshot });
  };

  const fetchFirst = async () => {
    const answer = await link.bridge.request('snapshot.get', {});
    if (answer.ok) accept(answer.value);
  };

  link.bridge.on('snapshot.changed', accept);
  link.watch((connection) => {
    store.setState({ connection });
    if (connection !== 'open') {
      fresh = true;
      return;
    }
    void fetchFirst();
  });
  return store;
}
