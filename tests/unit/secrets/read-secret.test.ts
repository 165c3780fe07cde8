import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';

import { describe, expect, it } from 'vitest';

import { readSecret, type SecretInput } from '../../../electron/services/secrets/read-secret.ts';
import { ok } from '../../../shared/domain/failure.ts';

function terminal(): { input: SecretInput & PassThrough; raw: boolean[]; shown: string[] } {
  const raw: boolean[] = [];
  const input = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (on: boolean) => raw.push(on),
  });
  return { input, raw, shown: [] };
}

/** Types keys, chunk by chunk, at a prompt. */
async function typing(...chunks: (string | Buffer)[]) {
  const { input, raw, shown } = terminal();
  const result = readSecret({
    input,
    output: { write: (text) => shown.push(text) },
    prompt: 'Key: ',
  });
  for (const chunk of chunks) input.write(chunk);
  return { result: await result, raw, shown: shown.join('') };
}

const piped = (...chunks: (string | Buffer)[]) =>
  readSecret({
    input: Readable.from(chunks, { objectMode: false }),
    output: { write: () => expect.fail('nothing is prompted for') },
    prompt: 'Key: ',
  });

describe('a key typed at a terminal', () => {
  it('is not echoed, and the terminal is put back', async () => {
    const { result, raw, shown } = await typing('pk-', 'abc', '\r');
    expect(result).toEqual(ok('pk-abc'));
    expect(shown).toBe('Key: \n');
    expect(raw).toEqual([true, false]);
  });

  it('obeys Backspace, Ctrl-H, Ctrl-U and ignores arrows and the marks of a paste', async () => {
    expect((await typing('pkx\u007f-é\b', '1\r')).result).toEqual(ok('pk-1'));
    expect((await typing('wrong\u0015pk-2\n')).result).toEqual(ok('pk-2'));
    expect((await typing('\u001b[200~pk-3\u001b[201~\u001b[D\r')).result).toEqual(ok('pk-3'));
  });

  it('survives a character that arrives in two pieces', async () => {
    const bytes = Buffer.from('é');
    const { result } = await typing(bytes.subarray(0, 1), bytes.subarray(1), '\u007fpk\r');
    expect(result).toEqual(ok('pk'));
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-C after some text', 'pk-\u0003'],
    ['Ctrl-D on the empty line', '\u0004'],
  ])('%s cancels and puts the terminal back', async (_, keys) => {
    const { result, raw } = await typing(keys);
    expect(result).toMatchObject({ failure: { code: 'cancelled' } });
    expect(raw).toEqual([true, false]);
  });

  it('is refused when empty or endless', async () => {
    expect((await typing('\r')).result).toMatchObject({ failure: { field: 'secret' } });
    expect((await typing('k'.repeat(70_000))).result).toMatchObject({
      failure: { code: 'key.invalid', field: 'secret' },
    });
  });
});

describe('a key from a pipe or a file', () => {
  it('is the first line, without its end and without a byte-order mark', async () => {
    expect(await piped('pk-1\npk-2\n')).toEqual(ok('pk-1'));
    expect(await piped('pk-', '1\r\n', 'rest')).toEqual(ok('pk-1'));
    expect(await piped('\uFEFFpk-1')).toEqual(ok('pk-1'));
  });

  it('is refused when there is none, or no line ends within 64 KiB', async () => {
    expect(await piped('')).toMatchObject({ failure: { message: 'No key was given.' } });
    expect(await piped('\npk-1')).toMatchObject({ failure: { field: 'secret' } });
    expect(await piped(Buffer.alloc(65 * 1024, 'k'))).toMatchObject({
      failure: { message: 'That is too long to be a key.' },
    });
  });
});

// A real pseudo-terminal through python3, which building keytar needs anyway; a Mac without it has the tests above.
const python = ((): string | null => {
  try {
    execFileSync('python3', ['-c', 'import pty'], { stdio: 'ignore' });
    return 'python3';
  } catch {
    return null;
  }
})();

describe('a real terminal', () => {
  const drive = (keys: string): string => {
    const script = join(import.meta.dirname, 'peers', 'terminal.py');
    const reader = join(import.meta.dirname, 'peers', 'print-secret.ts');
    return execFileSync(python ?? 'python3', [script, keys, process.execPath, reader], {
      encoding: 'utf8',
      timeout: 20_000,
    });
  };

  it.skipIf(python === null)('never shows a typed character [needs python3]', () => {
    const screen = drive('pk-hidden-\u007f-1234\r');
    expect(screen).toContain('Key: ');
    expect(screen).toContain('length 14, ok');
    expect(screen).not.toContain('hidden');
  });

  it.skipIf(python === null)('ends on Ctrl-C [needs python3]', () => {
    expect(drive('pk-hid\u0003')).toContain('cancelled');
  });
});
