import type { IpcMainInvokeEvent, WebContents } from 'electron';

import { channelOf, type EventName, REQUEST_NAMES } from '../../shared/contract/index.ts';
import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import { fail } from '../../shared/domain/failure.ts';
import type { SnapshotSource } from '../ipc/handlers.ts';
import { createLatestWins } from '../ipc/latest-wins.ts';
import type { Router } from '../ipc/router.ts';
import { isOwnFrame } from '../ipc/sender-policy.ts';

const CHANGED: EventName = 'snapshot.changed';
/** At most ten a second. */
const PUSH_MS = 100;

/**
 * Connects one window to the app. Handlers are registered on its own web contents, so they exist for nobody else and go
 * when it goes.
 */
export function connectContents(options: {
  readonly contents: WebContents;
  readonly router: Router;
  readonly snapshots: SnapshotSource;
  readonly log: (line: string) => void;
}): void {
  const { contents, router, snapshots, log } = options;
  const gone = new AbortController();

  for (const name of REQUEST_NAMES) {
    contents.ipc.handle(channelOf(name), (event, input: unknown) => {
      if (!comesFromOwnFrame(event)) {
        log(`request ${name} refused: not from the app's own page`);
        return fail('sender.rejected');
      }
      return router.dispatch(name, input, { face: 'app', signal: gone.signal });
    });
  }

  const feed = createLatestWins<AppSnapshot>({
    intervalMs: PUSH_MS,
    deliver: (snapshot) => {
      if (!contents.isDestroyed()) contents.send(channelOf(CHANGED), snapshot);
    },
  });
  const unsubscribe = snapshots.subscribe((snapshot) => feed.offer(snapshot));
  contents.once('destroyed', () => {
    unsubscribe();
    feed.dispose();
    gone.abort();
  });
}

/** Reading the frame of a page that has just gone can throw. */
function comesFromOwnFrame(event: IpcMainInvokeEvent): boolean {
  try {
    return isOwnFrame(event.senderFrame);
  } catch {
    return false;
  }
}
