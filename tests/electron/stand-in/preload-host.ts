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

interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
  /** Place of a function among the arguments, and the number by which the page knows it. */
  readonly callback?: { readonly at: number; readonly id: number };
  readonly ends?: number;
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

  await page.exposeBinding('standInCall', async ({ frame }, call: Call) => {
    if (call.ends !== undefined) {
      ends.get(call.ends)?.();
      return undefined;
    }
    const api = exposed[0]?.api;
    const args = [...call.args];
    const { callback } = call;
    if (callback !== undefined) {
      args[callback.at] = (payload: unknown) =>
        void page
          .evaluate(
            ([id, value]) => {
              const host = window as unknown as {
                standInListeners: Map<unknown, (value: unknown) => void>;
              };
              host.standInListeners.get(id)?.(value);
            },
            [callback.id, payload] as const,
          )
          .catch(() => undefined);
    }
    caller = frame;
    const result = api?.[call.name]?.(...args);
    if (callback !== undefined && typeof result === 'function')
      ends.set(callback.id, result as () => void);
    return callback === undefined ? await result : undefined;
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

/** Runs in the page. Electron runs a preload in the top frame only, so a frame inside gets nothing. */
function installBridge({ name, functions }: { name: string; functions: string[] }): void {
  if (window !== window.top || name === '') return;
  const host = window as unknown as Record<string, unknown> & {
    standInCall: (call: unknown) => Promise<unknown>;
  };
  const known = new Map<number, unknown>();
  host['standInListeners'] = known;
  let last = 0;
  const api = Object.fromEntries(
    functions.map((key) => [
      key,
      (...args: unknown[]): unknown => {
        const at = args.findIndex((one) => typeof one === 'function');
        if (at < 0) return host.standInCall({ name: key, args });
        last += 1;
        const id = last;
        known.set(id, args[at]);
        const plain = args.map((one, place) => (place === at ? null : one));
        void host.standInCall({ name: key, args: plain, callback: { at, id } });
        return () => {
          known.delete(id);
          void host.standInCall({ name: key, args: [], ends: id });
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
