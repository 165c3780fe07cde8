import { existsSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { ScanProblem } from '../../../shared/domain/worktree.ts';
import { locate, locateBare } from './locate.ts';
import type { Located } from './locate.ts';
import {
  below,
  codeOf,
  createFolderLister,
  createPathResolver,
  describeReadError,
  realPath,
} from './read.ts';
import type { ListFolder } from './read.ts';
import { readRepository } from './repository.ts';
import type { RepositoryFacts } from './repository.ts';

/** A folder to search. */
export interface Place {
  /** Absolute path; symbolic links are followed here, and nowhere below. */
  readonly path: string;
  /** How many levels below it may be searched; 0 looks at the folder alone. */
  readonly depth: number;
  /** True when the person named it, so that its absence is worth a word. */
  readonly required: boolean;
}

/** A repository that was found, with the folders that led to it. Growing while the search runs. */
export interface Found {
  readonly facts: RepositoryFacts;
  readonly checkouts: string[];
  readonly linked: Map<string, string[]>;
}

export interface Discovery {
  readonly repositories: ReadonlyMap<string, Found>;
  /** Plain folders that were listed, with their distance from the place they belong to. */
  readonly folders: ReadonlyMap<string, number>;
  /** The places without symbolic links, null where there is no such folder; in the order given. */
  readonly places: readonly (string | null)[];
  readonly problems: readonly ScanProblem[];
}

export interface DiscoverOptions {
  readonly signal?: AbortSignal | undefined;
  /** Folders that are never entered, absolute. */
  readonly skip: ReadonlySet<string>;
  /** Lists a folder; `readdirSync` with file types unless a test replaces it. */
  readonly list?: ListFolder | undefined;
}

/** More than any sane root holds within the depth limit; a root such as `/` must not search for minutes. */
const MOST_FOLDERS = 20_000;
/** The search hands the thread back after this many milliseconds, so that windows stay alive. */
const SLICE = 12;

interface Step {
  readonly folder: string;
  readonly place: number;
  readonly distance: number;
  readonly left: number;
}

/**
 * Searches places for repositories, nearest folders first, and reads each repository once. A folder that belongs to a
 * repository is not entered, except a main checkout's `.conductor`. Rejects with the signal's reason when aborted.
 */
export async function discover(
  places: readonly Place[],
  options: DiscoverOptions,
): Promise<Discovery> {
  const list = createFolderLister(options.list);
  const resolvePath = createPathResolver(list);
  const problems: ScanProblem[] = [];
  const repositories = new Map<string, Found>();
  const folders = new Map<string, number>();
  const reached = new Map<string, number>();
  const settled = new Set<string>();
  const steps: Step[] = [];
  const realPlaces = places.map((place, index) => {
    const path = realPath(place.path);
    if (path !== null) steps.push({ folder: path, place: index, distance: 0, left: place.depth });
    else if (place.required) {
      problems.push({
        path: place.path,
        message: 'This folder does not exist, or a folder above it cannot be read.',
      });
    }
    return path;
  });

  const take = (located: Extract<Located, { kind: 'repository' }>, step: Step): void => {
    let found = repositories.get(located.commonDir);
    if (found === undefined) {
      const facts = readRepository(located.commonDir, { resolvePath });
      found = { facts, checkouts: [], linked: new Map() };
      repositories.set(located.commonDir, found);
      for (const linked of facts.linked) if (linked.home === 'here') settled.add(linked.path);
      const main = located.commonDir.endsWith('/.git')
        ? located.commonDir.slice(0, -5)
        : located.checkout;
      const conductor = `${main}/.conductor`;
      if (main !== null && existsSync(conductor)) {
        steps.push({ folder: conductor, place: step.place, distance: 1, left: 1 });
      }
    }
    if (located.checkout === null) return;
    const { adminName, checkout } = located;
    const claims = adminName === null ? found.checkouts : (found.linked.get(adminName) ?? []);
    if (adminName !== null) found.linked.set(adminName, claims);
    if (!claims.includes(checkout)) claims.push(checkout);
  };

  let sliceEnd = performance.now() + SLICE;
  for (let at = 0; at < steps.length; at += 1) {
    if (performance.now() > sliceEnd) {
      await setImmediate();
      sliceEnd = performance.now() + SLICE;
    }
    options.signal?.throwIfAborted();
    const step = steps[at];
    if (step === undefined || settled.has(step.folder)) continue;
    const { folder, left } = step;
    if ((reached.get(folder) ?? -1) >= left) continue;
    reached.set(folder, left);
    const located = locate(folder);
    if (located.kind === 'repository') take(located, step);
    if (located.kind === 'broken') problems.push({ path: folder, message: located.message });
    if (located.kind !== 'plain') continue;
    if (folders.size >= MOST_FOLDERS) {
      problems.push({
        path: folder,
        message: `The search stopped here, after ${MOST_FOLDERS} folders; choose a narrower folder.`,
      });
      break;
    }
    let entries: readonly Dirent[];
    try {
      entries = list(folder);
    } catch (error) {
      problems.push({
        path: folder,
        message: describeReadError('This folder', { code: codeOf(error) }),
      });
      continue;
    }
    folders.set(folder, Math.min(step.distance, folders.get(folder) ?? step.distance));
    if (entries.some((entry) => entry.name === 'HEAD')) {
      const bare = locateBare(folder);
      if (bare.kind === 'repository') take(bare, step);
      if (bare.kind !== 'plain') continue;
    }
    if (left === 0) continue;
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name.startsWith('.') || entry.name === 'node_modules')
        continue;
      const child = below(folder, entry.name);
      if (!options.skip.has(child)) {
        steps.push({
          folder: child,
          place: step.place,
          distance: step.distance + 1,
          left: left - 1,
        });
      }
    }
  }
  return { repositories, folders, places: realPlaces, problems };
}
