import type {
  Bridge,
  EventName,
  EventPayload,
  RequestInput,
  RequestName,
  RequestOutput,
} from '../shared/contract/index.ts';
import { fail, type Result } from '../shared/domain/failure.ts';

declare global {
  interface Window {
    /** Offered by Electron's preload; absent in the browser host. */
    readonly switchyard?: Bridge;
  }
}

/** `gone`: the host does not answer. `signed-out`: it answers, but does not know this browser. */
export type Connection = 'connecting' | 'open' | 'gone' | 'signed-out';

/** A bridge plus what is known about the host behind it. */
export interface HostLink {
  readonly bridge: Bridge;
  /** @returns a function that ends the subscription; the listener is called at once with the present state */
  watch(listener: (connection: Connection) => void): () => void;
  /** True when an Electron shell is around the page, so that closing the window means hiding the popover. */
  readonly shell: boolean;
}

const RECONNECT_MS = 2000;
const UNAUTHORISED = 401;

/** Electron's bridge when the preload offers one, else the HTTP bridge of the browser host. */
export function connectHost(host: Window): HostLink {
  const offered = host.switchyard;
  if (offered === undefined) return createHttpLink();
  return {
    bridge: offered,
    shell: true,
    watch: (listener) => {
      listener('open');
      return () => undefined;
    },
  };
}

type Listener = (payload: unknown) => void;

/**
 * The browser host's protocol: `POST /api/request` with `{name, input}` answers a Result; `GET /api/events` is a stream of
 * server-sent events named after the contract's events. Both are same-origin; the session cookie comes from the host's
 * one-time link.
 */
function createHttpLink(): HostLink {
  const watchers = new Set<(connection: Connection) => void>();
  const listeners = new Map<EventName, Set<Listener>>();
  let connection: Connection = 'connecting';
  let source: EventSource | null = null;

  const move = (next: Connection) => {
    if (next === connection) return;
    connection = next;
    for (const watcher of watchers) watcher(next);
  };

  async function request<N extends RequestName>(
    name: N,
    input: RequestInput<N>,
  ): Promise<Result<RequestOutput<N>>> {
    let response: Response;
    try {
      response = await fetch('/api/request', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-switchyard': '1' },
        body: JSON.stringify({ name, input }),
        // The last one of a page is sent while the page goes away.
        keepalive: name === 'view.report',
      });
    } catch {
      move('gone');
      return fail('network.unreachable', {
        message: 'Switchyard is not running any more.',
        hint: 'Start it again with npm start.',
      });
    }
    if (response.status === UNAUTHORISED) {
      move('signed-out');
      return fail('sender.rejected');
    }
    try {
      return (await response.json()) as Result<RequestOutput<N>>;
    } catch {
      return fail('internal');
    }
  }

  // An event stream does not say why it failed, so an ordinary request finds out.
  async function probe(): Promise<boolean> {
    const answer = await request('snapshot.get', {});
    return answer.ok || (connection !== 'gone' && connection !== 'signed-out');
  }

  const subscribe = (stream: EventSource, name: EventName) => {
    stream.addEventListener(name, (event: MessageEvent<string>) => {
      const payload: unknown = JSON.parse(event.data);
      for (const listener of listeners.get(name) ?? []) listener(payload);
    });
  };

  async function recover(stream: EventSource): Promise<void> {
    const answers = await probe();
    if (stream.readyState !== EventSource.CLOSED) return;
    // The browser has given up on this stream: a refusal stays, anything else is tried again.
    if (answers || connection === 'gone') setTimeout(openStream, RECONNECT_MS);
  }

  const openStream = () => {
    const stream = new EventSource('/api/events');
    source = stream;
    stream.addEventListener('open', () => move('open'));
    stream.addEventListener('error', () => {
      void recover(stream);
    });
    for (const name of listeners.keys()) subscribe(stream, name);
  };

  return {
    shell: false,
    watch: (listener) => {
      watchers.add(listener);
      listener(connection);
      if (source === null) openStream();
      return () => watchers.delete(listener);
    },
    bridge: {
      request,
      on: <N extends EventName>(name: N, listener: (payload: EventPayload<N>) => void) => {
        const known = listeners.get(name);
        const set = known ?? new Set<Listener>();
        set.add(listener as Listener);
        listeners.set(name, set);
        if (known === undefined && source !== null) subscribe(source, name);
        return () => set.delete(listener as Listener);
      },
    },
  };
}
