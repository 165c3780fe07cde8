import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { type HostMemory, hostMemorySchema, NO_MEMORY } from '../../shared/domain/host-memory.ts';

export interface Memory {
  get(): HostMemory;
  keep(part: Partial<HostMemory>): void;
}

/**
 * What the host keeps between runs, in one small file that is replaced in one step. It is worth no failure: what cannot be
 * read counts as never kept, and what cannot be written is forgotten with the run.
 *
 * @param file absolute path
 */
export function createMemory(file: string): Memory {
  let current = read(file);
  return {
    get: () => current,
    keep: (part) => {
      const next = { ...current, ...part };
      if (JSON.stringify(next) === JSON.stringify(current)) return;
      current = next;
      try {
        mkdirSync(path.dirname(file), { recursive: true });
        writeFileSync(`${file}.new`, `${JSON.stringify(next)}\n`, { mode: 0o600 });
        renameSync(`${file}.new`, file);
      } catch {
        // Nothing depends on it.
      }
    },
  };
}

function read(file: string): HostMemory {
  try {
    return hostMemorySchema.catch(NO_MEMORY).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return NO_MEMORY;
  }
}
