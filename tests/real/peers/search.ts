import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** How a secret could stand in a file: plain, or as text formats and encodings would have it. */
export function spellings(secret: string): readonly Buffer[] {
  const bytes = Buffer.from(secret);
  // Base64 of a text inside a longer one: three alignments, without the characters that neighbours decide.
  const base64 = [0, 1, 2].map((shift) => {
    const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    return text.slice(shift === 0 ? 0 : shift + 1, -4);
  });
  return [
    bytes,
    Buffer.from(secret, 'utf16le'),
    ...[bytes.toString('hex'), encodeURIComponent(secret), ...base64].map((each) =>
      Buffer.from(each),
    ),
  ];
}

/** Paths of all files below the folders that hold the secret in any spelling, sorted. Sockets and the like are passed over. */
export async function filesHolding(
  secret: string,
  folders: readonly string[],
): Promise<readonly string[]> {
  const wanted = spellings(secret);
  const found: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((each) => each.isFile())) {
      const path = join(entry.parentPath, entry.name);
      const bytes = await readFile(path);
      if (wanted.some((each) => bytes.includes(each))) found.push(path);
    }
  }
  return found.sort();
}
