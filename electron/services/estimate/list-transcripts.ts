import fs from 'node:fs/promises';
import path from 'node:path';

/** `<projects>/<folder>/<session>.jsonl`, and sub-agents' two folders deeper; room is left for a layout to come. */
const DEPTH = 6;

export interface Listing {
  readonly files: readonly string[];
  /** Folders that are there but cannot be listed: nothing is known about the files in them. */
  readonly unreadable: readonly string[];
}

/** Whether an error says that a file or folder is not there, which is no failure: Claude Code deletes old transcripts. */
export function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Every `.jsonl` file in the folders and below, in a fixed order. Links to folders are not followed. */
export async function listTranscripts(
  folders: readonly string[],
  signal: AbortSignal,
): Promise<Listing> {
  const files = new Set<string>();
  const unreadable: string[] = [];
  const walk = async (folder: string, depth: number): Promise<void> => {
    signal.throwIfAborted();
    try {
      const entries = await fs.readdir(folder, { withFileTypes: true });
      for (const entry of entries) {
        const at = path.join(folder, entry.name);
        if (entry.isDirectory() && depth > 1) await walk(at, depth - 1);
        else if (!entry.isDirectory() && entry.name.endsWith('.jsonl')) files.add(at);
      }
    } catch (error) {
      signal.throwIfAborted();
      if (!isMissing(error)) unreadable.push(folder);
    }
  };
  for (const folder of folders) await walk(folder, DEPTH);
  return { files: [...files].sort(), unreadable };
}
