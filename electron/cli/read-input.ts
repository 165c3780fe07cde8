import fs from 'node:fs';

import { fail, ok, type Result } from '../../shared/domain/failure.ts';

const INPUT_LIMIT = 1_000_000;

/** The text of a file, or of standard input for “-”. @returns `request.invalid` (field `file`) when it cannot be read */
export async function readInput(file: string): Promise<Result<string>> {
  try {
    if (file !== '-') return ok(fs.readFileSync(file, 'utf8'));
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of process.stdin) {
      const bytes = Buffer.from(chunk as Uint8Array);
      size += bytes.length;
      if (size > INPUT_LIMIT)
        return fail('request.invalid', { field: 'file', message: 'That is too much text.' });
      chunks.push(bytes);
    }
    return ok(Buffer.concat(chunks).toString('utf8'));
  } catch (error) {
    const reason =
      error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return fail('request.invalid', {
      field: 'file',
      message: `${file} cannot be read (${reason}).`,
      hint: 'Name a file, or “-” for standard input.',
    });
  }
}
