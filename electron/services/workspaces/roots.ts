import fs from 'node:fs';
import path from 'node:path';

import type { AppSettings } from '../../../shared/domain/app-settings.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { Document } from '../state/document.ts';

/** The folders that the person wants searched. */
export interface Roots {
  list(): Promise<Result<readonly string[]>>;
  /** @returns the absolute path, or `root.invalid` when it is no folder that can be read */
  add(folder: string): Promise<Result<string>>;
  remove(folder: string): Promise<Result<string>>;
}

/** Keeps the chosen folders in `settings.json`. `personHome` is what `~` means. */
export function createRoots({
  document,
  personHome,
}: {
  document: Document<AppSettings>;
  personHome: string;
}): Roots {
  const absolute = (folder: string): string =>
    path.resolve(folder === '~' || folder.startsWith('~/') ? personHome + folder.slice(1) : folder);
  return {
    list: async () => {
      const settings = await document.read();
      return settings.ok ? ok(settings.value.roots) : settings;
    },

    add: (folder) => {
      const root = absolute(folder);
      try {
        fs.readdirSync(root);
      } catch (error) {
        const code = error instanceof Error && 'code' in error ? error.code : null;
        const why =
          code === 'ENOENT'
            ? 'does not exist'
            : code === 'ENOTDIR'
              ? 'is not a folder'
              : 'cannot be read';
        return Promise.resolve(fail('root.invalid', { field: 'path', message: `${root} ${why}.` }));
      }
      return document.update((settings) =>
        ok({
          next: settings.roots.includes(root)
            ? settings
            : { ...settings, roots: [...settings.roots, root] },
          value: root,
        }),
      );
    },

    remove: (folder) => {
      const root = absolute(folder);
      return document.update((settings) =>
        settings.roots.includes(root)
          ? ok({
              next: { ...settings, roots: settings.roots.filter((known) => known !== root) },
              value: root,
            })
          : fail('root.invalid', {
              field: 'path',
              message: `${root} is not one of the folders that are searched.`,
              hint:
                settings.roots.length === 0
                  ? 'None has been added.'
                  : `They are: ${settings.roots.join(', ')}.`,
            }),
      );
    },
  };
}
