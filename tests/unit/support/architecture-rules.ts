import type { SourceFile, SourceImport } from './source-files.ts';

/** A part of the house: who lives there, and what they may import. Patterns are tried against a path or a package name. */
export interface Room {
  readonly name: string;
  readonly files: RegExp;
  readonly may: readonly RegExp[];
  /** What may be imported for its types alone. */
  readonly types?: readonly RegExp[];
}

const NODE = /^node:/;
const SHARED = /^shared\//;
const SERVICES = /^electron\/services\//;

export const ROOMS: readonly Room[] = [
  { name: 'shared/domain', files: /^shared\/domain\//, may: [/^shared\/domain\//, /^npm:zod$/] },
  {
    name: 'shared/contract',
    files: /^shared\/contract\//,
    may: [/^shared\/(domain|contract)\//, /^npm:zod$/],
  },
  {
    name: 'electron/services',
    files: SERVICES,
    // Of the other services only types; a service's own folder is added below.
    may: [SHARED, NODE, /^npm:(jsonc-parser|zod)$/],
    types: [SERVICES],
  },
  {
    name: 'electron/tray',
    files: /^electron\/tray\//,
    may: [/^shared\/domain\//, /^electron\/tray\//, NODE],
  },
  {
    name: 'electron/windows',
    files: /^electron\/windows\//,
    may: [/^shared\/domain\//, /^electron\/windows\//],
  },
  {
    name: 'electron/ipc',
    files: /^electron\/ipc\//,
    // zod: the router words what the contract's schemas refuse. node: ids, and the files of the built page.
    may: [SHARED, /^electron\/ipc\//, NODE, /^npm:zod$/],
    types: [SERVICES],
  },
  {
    name: 'electron/shell',
    files: /^electron\/shell\//,
    may: [
      /^npm:(electron|electron-updater|keytar)$/,
      SHARED,
      /^electron\/(shell|tray|windows|ipc)\//,
      NODE,
    ],
    // The keytar module is typed as the service wants it.
    types: [SERVICES],
  },
  {
    name: 'electron/web',
    files: /^electron\/web\//,
    may: [SHARED, /^electron\/(web|ipc)\//, NODE],
  },
  {
    name: 'electron/demo',
    files: /^electron\/demo\//,
    // The design page gives it no line: it is a peer of its own (a server and sample data), like the services but outside
    // of them, so it gets what they get.
    may: [SHARED, /^electron\/demo\//, NODE, /^npm:zod$/],
    types: [SERVICES],
  },
  {
    name: 'compose and the entries',
    // base.ts and core.ts are the two lower floors of compose.ts (a listing needs no schemas and no keychain); cli/ is what
    // the terminal entry loads command by command; demo-entry.ts is compose.ts on sample data; main-app.ts chooses between them for Electron and release-source.ts says where its updates are; money/ and doctor/ are what compose.ts and
    // commands load when money is dealt with.
    files:
      /^electron\/((main|main-app|release-source|preload|cli|cli-launch|serve|compose|base|core|demo-entry)\.ts$|(cli|doctor|money)\/)/,
    may: [/./],
  },
  {
    name: 'renderer',
    files: /^renderer\//,
    may: [SHARED, /^renderer\//, /^npm:(react|react-dom|zustand|@tanstack|uplot)(\/|$)/],
  },
];

/** The room that a file lives in. */
export function roomOf(file: string): Room | undefined {
  return ROOMS.find((room) => room.files.test(file));
}

/** `electron/services/journal/` for a file in there. */
export function ownFolder(file: string): string | null {
  return /^electron\/services\/[^/]+\//.exec(file)?.[0] ?? null;
}

function isAllowed(file: string, { to, isType }: SourceImport): boolean {
  const room = roomOf(file);
  if (room === undefined) return false;
  const own = ownFolder(file);
  if (own !== null && to.startsWith(own)) return true;
  if (room.may.some((pattern) => pattern.test(to))) return true;
  return isType && (room.types ?? []).some((pattern) => pattern.test(to));
}

/** What these files import and may not, in words. */
export function violations(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ file, imports }) =>
    imports
      .filter((one) => !isAllowed(file, one))
      .map((one) => `${file} imports ${one.isType ? 'types of ' : ''}${one.to}`),
  );
}

/** Circles of imports that happen while modules load, each once, as `a → b → a`. */
export function circles(files: readonly SourceFile[]): string[] {
  const graph = new Map(
    files.map(({ file, imports }) => [
      file,
      imports.filter((one) => !one.isType && !one.isLazy).map((one) => one.to),
    ]),
  );
  const found: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) found.push([...trail.slice(start), file].join(' → '));
    if (start >= 0 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return found;
}
