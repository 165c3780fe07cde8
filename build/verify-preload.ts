import vm from 'node:vm';

import { parseSync } from 'vite';

import { channelOf, EVENT_NAMES, REQUEST_NAMES } from '../shared/contract/channels.ts';

/** What a sandboxed preload may load. Source: Electron's “Process Sandboxing”, the list of polyfilled modules; we need one. */
const MODULE = 'electron';
/** What the page must find, and nothing beside it. */
const EXPOSED_AS = 'switchyard';

/**
 * Holds a built preload against what a sandboxed preload may do and what ours must offer: reads it, runs it with a fake
 * Electron and uses what it exposes.
 *
 * @param source text of the built file
 * @returns one sentence for each fault; empty when there is none
 */
export async function findPreloadFaults(source: string): Promise<readonly string[]> {
  const faults = findLoadFaults(source);
  return faults.length > 0 ? faults : findApiFaults(source);
}

type Node = Readonly<Record<string, unknown>>;

function findLoadFaults(source: string): string[] {
  const parsed = parseSync('preload.cjs', source);
  if (parsed.errors.length > 0) return ['It is not a CommonJS script.'];
  const faults: string[] = [];
  const required = new Set<unknown>();
  visit(parsed.program, (node) => {
    if (node['type'] === 'ImportExpression') faults.push('It imports at run time.');
    const callee = node['callee'] as Node | undefined;
    if (node['type'] !== 'CallExpression' || callee?.['name'] !== 'require') return;
    required.add(callee);
    const [argument] = node['arguments'] as readonly Node[];
    if (argument?.['value'] !== MODULE) faults.push(`It requires something other than ${MODULE}.`);
  });
  visit(parsed.program, (node) => {
    const { type, name } = node;
    if (type !== 'Identifier') return;
    if (name === 'require' && !required.has(node)) faults.push('It passes “require” around.');
    if (name === 'eval' || name === 'Function') faults.push(`It uses “${name}”.`);
  });
  return faults;
}

function visit(node: unknown, look: (node: Node) => void): void {
  if (Array.isArray(node)) {
    for (const item of node) visit(item, look);
  } else if (typeof node === 'object' && node !== null) {
    if ('type' in node) look(node);
    for (const value of Object.values(node)) visit(value, look);
  }
}

interface Exposed {
  request(name: unknown, input: unknown): Promise<unknown>;
  on(name: unknown, listener: (...payload: unknown[]) => void): () => void;
}

async function findApiFaults(source: string): Promise<string[]> {
  const { exposed, invoked, listeners } = runWithFakeElectron(source);
  const [first, ...others] = exposed;
  if (first === undefined || others.length > 0 || first.name !== EXPOSED_AS) {
    return [`It exposes ${exposed.map(({ name }) => name).join(', ') || 'nothing'}.`];
  }
  const faults: string[] = [];
  const names = Object.keys(first.api).sort().join();
  if (names !== 'on,request') return [`Its functions are ${names}.`];
  const api = first.api as Exposed;

  for (const name of REQUEST_NAMES) await attempt(() => api.request(name, { name }));
  const expected = REQUEST_NAMES.map((name) =>
    [channelOf(name), JSON.stringify({ name })].join(' '),
  );
  if (invoked.join() !== expected.join())
    faults.push('Its requests are not those of the contract.');

  for (const name of FOREIGN_NAMES) {
    const before = invoked.length;
    await attempt(() => api.request(name, {}));
    if (invoked.length > before) faults.push(`It lets the request “${String(name)}” through.`);
    await attempt(() => api.on(name, () => undefined));
  }
  for (const name of EVENT_NAMES) {
    const heard: unknown[][] = [];
    const end = api.on(name, (...payload) => heard.push(payload));
    const channel = channelOf(name);
    for (const listener of listeners.get(channel) ?? [])
      listener({ sender: {} }, 'payload', 'more');
    if (JSON.stringify(heard) !== '[["payload"]]')
      faults.push(`“${name}” passes on too much or little.`);
    end();
    if (listeners.get(channel)?.size !== 0) faults.push(`“${name}” cannot be unsubscribed from.`);
  }
  const subscribed = [...listeners.keys()].sort().join();
  if (subscribed !== EVENT_NAMES.map(channelOf).sort().join()) {
    faults.push('Its events are not those of the contract.');
  }
  return faults;
}

/** What is refused may throw or reject; what came through is seen by the fake. */
async function attempt(call: () => unknown): Promise<void> {
  try {
    await call();
  } catch {
    // Refusing is right either way.
  }
}

const FOREIGN_NAMES = ['__proto__', 'constructor', 'ELECTRON_BROWSER_REQUIRE', '', undefined];

type Listener = (...given: unknown[]) => void;

function runWithFakeElectron(source: string) {
  const exposed: { name: string; api: object }[] = [];
  const invoked: string[] = [];
  const listeners = new Map<string, Set<Listener>>();
  const electron = {
    contextBridge: {
      exposeInMainWorld: (name: string, api: object) => exposed.push({ name, api }),
    },
    ipcRenderer: {
      invoke: (channel: string, input: unknown) => {
        invoked.push(`${channel} ${JSON.stringify(input)}`);
        return Promise.resolve(null);
      },
      on: (channel: string, listener: Listener) => {
        listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      },
      off: (channel: string, listener: Listener) => listeners.get(channel)?.delete(listener),
    },
  };
  const scope = { require: (name: string) => (name === MODULE ? electron : undefined) };
  vm.runInNewContext(source, { ...scope, exports: {}, module: { exports: {} } });
  return { exposed, invoked, listeners };
}
