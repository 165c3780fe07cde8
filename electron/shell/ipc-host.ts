import type { IpcMainInvokeEvent, WebContents } from 'electron';

import {
  channelOf,
  type EventName,
  type EventPayload,
  REQUEST_NAMES,
} from '../../shared/contract/index.ts';
import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import { fail } from '../../shared/domain/failure.ts';
import { createCallBudget } from '../ipc/call-budget.ts';
import type { SnapshotSource } from '../ipc/handlers.ts';
import { createLatestWins } from '../ipc/latest-wins.ts';
import type { Router } from '../ipc/router.ts';
import { isOwnFrame } from '../ipc/sender-policy.ts';

/** At most ten a second. */
const PUSH_MS = 100;
/** Of the refusals of one view only this many are written down, so that a page cannot fill the log. */
const LOGGED_REFUSALS = 20;

/** The way from the app to one view. */
export interface ViewLink {
  /** Tells the view something. What is told before its page has asked for anything waits until then. */
  send<N extends Exclude<EventName, 'snapshot.changed'>>(name: N, payload: EventPayload<N>): void;
}

/**
 * Connects one window to the app. Handlers are registered on its own web contents, so they exist for nobody else and go
 * when it goes.
 */
export function connectContents(options: {
  readonly contents: WebContents;
  readonly router: Router;
  readonly snapshots: SnapshotSource;
  readonly log: (line: string) => void;
}): ViewLink {
  const { contents, router, snapshots, log } = options;
  const gone = new AbortController();
  const mayCall = createCallBudget({ now: () => performance.now() });
  /** Null once the page listens. */
  let waiting: (() => void)[] | null = [];
  let refusals = 0;

  const deliver = (name: EventName, payload: unknown): void => {
    if (!contents.isDestroyed()) contents.send(channelOf(name), payload);
  };
  const refuse = (name: string, why: string): void => {
    refusals += 1;
    if (refusals <= LOGGED_REFUSALS) log(`request ${name} refused: ${why}`);
  };

  for (const name of REQUEST_NAMES) {
    contents.ipc.handle(channelOf(name), (event, input: unknown) => {
      if (!comesFromOwnFrame(event)) {
        refuse(name, 'not from the app’s own page');
        return fail('sender.rejected');
      }
      if (!mayCall()) {
        refuse(name, 'too many at once');
        return fail('host.busy');
      }
      const sends = waiting ?? [];
      waiting = null;
      for (const send of sends) send();
      return router.dispatch(name, input, { face: 'app', signal: gone.signal });
    });
  }

  const feed = createLatestWins<AppSnapshot>({
    intervalMs: PUSH_MS,
    deliver: (snapshot) => deliver('snapshot.changed', snapshot),
  });
  const unsubscribe = snapshots.subscribe((snapshot) => feed.offer(snapshot));
  contents.once('destroyed', () => {
    unsubscribe();
    feed.dispose();
    gone.abort();
  });

  return {
    send: (name, payload) => {
      if (waiting === null) deliver(name, payload);
      else waiting.push(() => deliver(name, payload));
    },
  };
}

/** Reading the frame of a page that has just gone can throw. */
function comesFromOwnFrame(event: IpcMainInvokeEvent): boolean {
  try {
    return isOwnFrame(event.senderFrame);
  } catch {
    return false;
  }
}
