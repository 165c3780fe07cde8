import fs from 'node:fs';
import os from 'node:os';

import type { AppSettings } from '../shared/domain/app-settings.ts';
import { DEFAULT_SETTINGS } from '../shared/domain/default-settings.ts';
import { fail, failureError, ok, type Result } from '../shared/domain/failure.ts';
import type { Worktree } from '../shared/domain/worktree.ts';
import {
  type AssignmentStore,
  createAssignmentStore,
} from './services/journal/assignment-store.ts';
import { createJournalStore, type JournalStore } from './services/journal/journal-store.ts';
import type { AssignmentRecord } from './services/journal/records.ts';
import { openStateDatabase, type StateDatabase } from './services/state/database.ts';
import { type Document, type DocumentOptions, openDocument } from './services/state/document.ts';
import { type Places, placesFor } from './services/state/places.ts';
import type { SettingsReader } from './services/workspaces/views.ts';
import { createRoots, type Roots } from './services/workspaces/roots.ts';
import { createWorktreeScanner, type WorktreeScanner } from './services/worktrees/scan.ts';

export interface BaseOptions {
  /** Switchyard's own folder; the platform's ordinary place when left out (SWITCHYARD_HOME overrides that). */
  readonly home?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Where the person's own files are looked for; their home folder when left out. */
  readonly personHome?: string | undefined;
  readonly platform: NodeJS.Platform;
}

/** What listing worktrees needs, and everything else builds on. Nothing here is made before it is used. */
export interface Base {
  readonly places: Places;
  readonly personHome: string;
  readonly now: () => Date;
  readonly scanner: WorktreeScanner;
  readonly roots: Roots;
  readonly chosenRoots: () => Promise<readonly string[]>;
  /** A small JSON document of ours, guarded against other processes of ours. */
  readonly document: <T>(
    options: Omit<DocumentOptions<T>, 'lock'>,
  ) => ReturnType<typeof openDocument<T>>;
  /** The person's own choices. */
  readonly settingsDocument: Document<AppSettings>;
  /** Whether anything was ever applied; without it no database is made just to look. */
  readonly hasState: () => boolean;
  /** Throws an error that carries the failure when the database cannot be opened: nothing works without it. */
  readonly assignments: () => Promise<AssignmentStore>;
  readonly journal: () => Promise<JournalStore>;
  readonly records: () => Promise<ReadonlyMap<string, AssignmentRecord>>;
  readonly settingsReader: () => Promise<SettingsReader>;
  /** The repository (common git folder) of a worktree. */
  readonly commonDirOf: (worktreePath: string) => Promise<string | null>;
  readonly database: () => Promise<Result<StateDatabase>>;
  readonly dispose: () => Promise<void>;
}

/** Wires the parts that need neither schemas nor the keychain. */
export function createBase(options: BaseOptions): Base {
  const personHome = options.personHome ?? os.homedir();
  const places = placesFor({ ...options, personHome });
  const scanner = createWorktreeScanner({ home: personHome });
  let opening: Promise<Result<StateDatabase>> | null = null;
  let disposed = false;

  const database = async (): Promise<Result<StateDatabase>> => {
    // Work that outlives the app must not open it again.
    if (disposed) return fail('cancelled');
    opening ??= openStateDatabase(places.home);
    const opened = await opening;
    // A damaged file may be moved aside meanwhile, so a failure is not remembered.
    if (!opened.ok) opening = null;
    return opened;
  };

  const open = async (): Promise<StateDatabase> => {
    const opened = await database();
    if (!opened.ok) throw failureError(opened.failure);
    return opened.value;
  };

  const lock = async <R>(work: () => R): Promise<Result<R>> => {
    const opened = await database();
    return opened.ok ? ok(opened.value.transaction(work)) : opened;
  };

  const document: Base['document'] = (documentOptions) =>
    openDocument({ ...documentOptions, lock });
  const settingsDocument = document<AppSettings>({
    file: places.settings,
    schema: async () => (await import('../shared/domain/app-settings.ts')).appSettingsSchema,
    initial: DEFAULT_SETTINGS,
  });
  const roots = createRoots({ personHome, document: settingsDocument });

  const assignments = async () => createAssignmentStore(await open());
  const hasState = () => fs.existsSync(places.state);

  return {
    places,
    personHome,
    now: () => new Date(),
    scanner,
    roots,
    chosenRoots: async () => {
      const chosen = await roots.list();
      if (!chosen.ok) throw failureError(chosen.failure);
      return chosen.value;
    },
    document,
    settingsDocument,
    hasState,
    assignments,
    journal: async () => createJournalStore(await open()),
    records: async () => {
      if (!hasState()) return new Map();
      const all = (await assignments()).assignments();
      return new Map(all.map((record) => [record.worktreeId, record]));
    },
    settingsReader: async () => {
      const [{ createStateReader }, { claudePlaces }] = await Promise.all([
        import('./services/claude-settings/read-state.ts'),
        import('./services/claude-settings/read-layers.ts'),
      ]);
      return createStateReader(claudePlaces(options.platform, options.env, personHome));
    },
    commonDirOf: async (worktreePath) => {
      const found: Result<Worktree> = await scanner.findWorktree(worktreePath);
      return found.ok ? found.value.commonDir : null;
    },
    database,
    dispose: async () => {
      disposed = true;
      const opened = await opening;
      opening = null;
      if (opened?.ok === true) opened.value.dispose();
    },
  };
}
