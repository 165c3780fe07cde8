import { readFileSync } from 'node:fs';
import vm from 'node:vm';

import type { Frame, Page } from 'playwright';

import { toApp } from './origin.ts';

/** What a message says of the frame that it came from, as Electron's `WebFrameMain` does. */
export interface SenderFrame {
  readonly url: string;
  readonly origin: string;
  readonly parent: SenderFrame | null;
}

/** How a channel of the page is answered. */
export type Invoke = (channel: string, input: unknown, frame: SenderFrame) => unknown;

/** A call of a function that the preload exposes; functions among the arguments are numbers by which the page knows them. */
interface Call {
  readonly id: number;
  readonly name: string;
  readonly args: readonly unknown[];
  /** Place of a function among the arguments. */
  readonly callback: number | null;
}

interface Settled {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

/** The frame as the app sees it. */
export function senderOf(frame: Frame): SenderFrame {
  const parent = frame.parentFrame();
  const url = toApp(frame.url());
  // Of a document without an address of its own Electron gives the origin that it inherits.
  const origin = /^[a-z]+:\/\/[^/]*/.exec(url)?.[0] ?? 'null';
  return { url, origin, parent: parent === null ? null : senderOf(parent) };
}

/**
 * Runs the built preload for a page: in a context of its own with nothing but `require('electron')`, as a sandboxed preload
 * has it. What it exposes is put into the page; only what can be cloned crosses, functions as numbers.
 */
export async function attachPreload(options: {
  readonly page: Page;
  readonly file: string;
  readonly invoke: Invoke;
}): Promise<{ send(channel: string, payload: unknown): void }> {
  const { page, file, invoke } = options;
  const listeners = new Map<string, Set<(event: object, payload: unknown) => void>>();
  const ends = new Map<number, () => void>();
  const exposed: { name: string; api: Record<string, (...args: unknown[]) => unknown> }[] = [];
  let caller: Frame = page.mainFrame();

  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: (typeof exposed)[number]['api']) =>
        exposed.push({ name, api }),
    },
    ipcRenderer: {
      invoke: async (channel: string, input: unknown) =>
        structuredClone(await invoke(channel, structuredClone(input), senderOf(caller))),
      on: (channel: string, listener: (event: object, payload: unknown) => void) =>
        listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener)),
      off: (channel: string, listener: (event: object, payload: unknown) => void) =>
        listeners.get(channel)?.delete(listener),
    },
  };
  const require = (name: string): unknown => {
    if (name !== 'electron') throw new Error(`a sandboxed preload has no “${name}”`);
    return electron;
  };
  vm.runInNewContext(readFileSync(file, 'utf8'), { require, exports: {}, module: { exports: {} } });

  // What is settled in one turn goes back in one message, as a page may call ten thousand times at once.
  const settled = new Map<Frame, Settled[]>();
  const settle = (frame: Frame, one: Settled): void => {
    const waiting = settled.get(frame);
    if (waiting !== undefined) {
      waiting.push(one);
      return;
    }
    const all = [one];
    settled.set(frame, all);
    setImmediate(() => {
      settled.delete(frame);
      frame
        .evaluate((given) => {
          const host = window as unknown as { standInSettle: (given: unknown) => void };
          host.standInSettle(given);
        }, all)
        .catch(() => undefined);
    });
  };

  function call(frame: Frame, { id, name, args, callback }: Call): void {
    const given = [...args];
    if (callback !== null) {
      given[callback] = (payload: unknown) =>
        void page
          .evaluate(
            ([key, value]) => {
              const host = window as unknown as {
                standInListeners: Map<unknown, (value: unknown) => void>;
              };
              host.standInListeners.get(key)?.(value);
            },
            [id, payload] as const,
          )
          .catch(() => undefined);
    }
    caller = frame;
    const answer = async (): Promise<Settled> => {
      try {
        const value = await exposed[0]?.api[name]?.(...given);
        if (typeof value !== 'function') return { id, value };
        ends.set(id, value as () => void);
        return { id };
      } catch (error) {
        return { id, error: String(error) };
      }
    };
    void answer().then((one) => settle(frame, one));
  }

  await page.exposeBinding('standInCall', ({ frame }, calls: readonly Call[]) => {
    for (const one of calls) call(frame, one);
  });
  await page.exposeBinding('standInEnd', (_source, id: number) => {
    ends.get(id)?.();
    ends.delete(id);
  });
  const [first] = exposed;
  await page.addInitScript(installBridge, {
    name: first?.name ?? '',
    functions: Object.keys(first?.api ?? {}),
  });

  return {
    send: (channel, payload) => {
      const copy: unknown = structuredClone(payload);
      for (const listener of listeners.get(channel) ?? []) listener({ sender: {} }, copy);
    },
  };
}

/**
 * Runs in every frame of the page. Electron runs a preload in the top frame only, so a frame inside gets no bridge; it does
 * get the way by which calls travel, so that tests can send one from there.
 */
function installBridge({ name, functions }: { name: string; functions: string[] }): void {
  interface Waiting {
    resolve(value: unknown): void;
    reject(error: Error): void;
  }
  const host = window as unknown as Record<string, unknown> & {
    standInCall: (calls: readonly unknown[]) => Promise<void>;
    standInEnd: (id: number) => Promise<void>;
  };
  const listeners = new Map<number, unknown>();
  const waiting = new Map<number, Waiting>();
  let calls: unknown[] = [];
  let last = 0;

  const send = (
    key: string,
    args: readonly unknown[],
  ): { id: number; answer: Promise<unknown> } => {
    last += 1;
    const id = last;
    const at = args.findIndex((one) => typeof one === 'function');
    if (at >= 0) listeners.set(id, args[at]);
    const plain = args.map((one, place) => (place === at ? null : one));
    if (calls.length === 0) {
      queueMicrotask(() => {
        void host.standInCall(calls);
        calls = [];
      });
    }
    calls.push({ id, name: key, args: plain, callback: at < 0 ? null : at });
    const answer = new Promise<unknown>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
    });
    return { id, answer };
  };
  const settle = (all: readonly { id: number; value?: unknown; error?: string }[]): void => {
    for (const { id, value, error } of all) {
      const one = waiting.get(id);
      waiting.delete(id);
      if (error === undefined) one?.resolve(value);
      else one?.reject(new Error(error));
    }
  };
  Object.assign(window, { standInListeners: listeners, standInSend: send, standInSettle: settle });
  if (window !== window.top || name === '') return;

  const api = Object.fromEntries(
    functions.map((key) => [
      key,
      (...args: unknown[]): unknown => {
        const { id, answer } = send(key, args);
        if (!listeners.has(id)) return answer;
        answer.catch(() => undefined);
        return () => {
          listeners.delete(id);
          void host.standInEnd(id);
        };
      },
    ]),
  );
  Object.defineProperty(window, name, {
    value: Object.freeze(api),
    writable: false,
    configurable: false,
  });
}
