import type { FileHandle } from 'node:fs/promises';

/** A line beyond this is left out: no message with usage is that long, and memory must stay bounded. */
export const LONGEST_LINE = 32 * 1024 * 1024;

const CHUNK = 1024 * 1024;
const NEWLINE = 0x0a;

/** What is read in a step. */
export interface Step {
  /** Whole lines, without their ends; views into the chunk that was read, good until the next step. */
  readonly lines: readonly Buffer[];
  /** Where the last whole line so far ends. */
  readonly position: number;
}

/**
 * Reads whole lines from an open file, a chunk at a time; between two chunks the event loop runs. What stands behind the last line
 * end is somebody's half-written line, and is left.
 *
 * @param from where a line begins
 * @param to where to end, so that what is added meanwhile is left for the next time
 */
export async function* readLines(options: {
  readonly handle: FileHandle;
  readonly from: number;
  readonly to: number;
  readonly longest?: number;
}): AsyncGenerator<Step> {
  const { handle, to, longest = LONGEST_LINE } = options;
  let position = options.from;
  let at = options.from;
  /** The beginning of a line whose end is in a later chunk; null while a line that is too long goes by. */
  let begun: Buffer[] | null = [];
  let begunSize = 0;
  const chunk = Buffer.allocUnsafe(Math.max(1, Math.min(CHUNK, to - at)));
  while (at < to) {
    const { bytesRead } = await handle.read(chunk, 0, Math.min(chunk.length, to - at), at);
    if (bytesRead === 0) return;
    const bytes = chunk.subarray(0, bytesRead);
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE, start)) {
      const rest = bytes.subarray(start, end);
      if (begun !== null && begunSize + rest.length <= longest) {
        lines.push(begunSize === 0 ? rest : Buffer.concat([...begun, rest]));
      }
      begun = [];
      begunSize = 0;
      start = end + 1;
    }
    if (start > 0) position = at + start;
    if (start < bytesRead && begun !== null) {
      begunSize += bytesRead - start;
      // Copied: the next chunk is read into the same memory.
      if (begunSize <= longest) begun.push(Buffer.from(bytes.subarray(start)));
      else begun = null;
    }
    at += bytesRead;
    yield { lines, position };
  }
}
