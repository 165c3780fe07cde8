import type { ServerResponse } from 'node:http';

import type { EventName } from '../../shared/contract/index.ts';
import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import type { SnapshotSource } from '../ipc/handlers.ts';
import { createLatestWins } from '../ipc/latest-wins.ts';

/** More tabs than a browser gives connections to. */
export const STREAM_LIMIT = 16;
const EVENT: EventName = 'snapshot.changed';
/** At most ten a second. */
const INTERVAL_MS = 100;
/** A reader that took nothing for this many heartbeats is gone. */
const STALLED_BEATS = 4;

export interface EventStreams {
  /** Starts a stream on this response, beginning with the snapshot as it is. @returns false when there are too many */
  open(response: ServerResponse): boolean;
  /** How many streams are open. */
  count(): number;
  close(): void;
}

/**
 * Server-sent events: the whole snapshot, first as it is and then after each change, the latest only. A reader that does
 * not keep up gets fewer of them; nothing piles up for it.
 *
 * @param options.heartbeatMs milliseconds between two comment lines that keep proxies and the browser from giving up
 */
export function createEventStreams(options: {
  readonly snapshots: SnapshotSource;
  readonly heartbeatMs: number;
}): EventStreams {
  const { snapshots, heartbeatMs } = options;
  const open = new Set<ServerResponse>();
  const frames = new WeakMap<AppSnapshot, string>();

  /** Serialised once per snapshot, however many streams there are. */
  function frameOf(snapshot: AppSnapshot): string {
    let frame = frames.get(snapshot);
    if (frame === undefined) {
      frame = `event: ${EVENT}\nid: ${snapshot.rev}\ndata: ${JSON.stringify(snapshot)}\n\n`;
      frames.set(snapshot, frame);
    }
    return frame;
  }

  function start(response: ServerResponse): void {
    const feed = createLatestWins<AppSnapshot>({
      intervalMs: INTERVAL_MS,
      isReady: () => takesMore(response),
      deliver: (snapshot) => response.write(frameOf(snapshot)),
    });
    let stalled = 0;
    const heartbeat = setInterval(() => {
      stalled = takesMore(response) ? 0 : stalled + 1;
      if (stalled === 0) response.write(':\n\n');
      else if (stalled >= STALLED_BEATS) response.destroy();
    }, heartbeatMs);
    heartbeat.unref();
    const unsubscribe = snapshots.subscribe((snapshot) => feed.offer(snapshot));
    response.on('drain', () => feed.resume());
    response.on('close', () => {
      unsubscribe();
      clearInterval(heartbeat);
      feed.dispose();
      open.delete(response);
    });
    feed.offer(snapshots.get());
  }

  return {
    open(response) {
      if (open.size >= STREAM_LIMIT) return false;
      open.add(response);
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
      response.write('retry: 1000\n\n');
      start(response);
      return true;
    },
    count: () => open.size,
    close() {
      for (const response of open) response.end();
    },
  };
}

function takesMore(response: ServerResponse): boolean {
  return !response.writableEnded && !response.destroyed && !response.writableNeedDrain;
}
