import { StringDecoder } from 'node:string_decoder';
import type { Readable } from 'node:stream';

import { fail, ok, type Result } from '../../../shared/domain/failure.ts';

/** More than any key; a file piped in by mistake is refused instead of read whole. */
const LIMIT_BYTES = 64 * 1024;

/** `process.stdin`, or anything that acts like it. */
export type SecretInput = Readable & {
  readonly isTTY?: boolean | undefined;
  setRawMode?(on: boolean): unknown;
};

/**
 * Reads a key that must be in neither the command line nor the shell's history.
 *
 * From a terminal: shows `prompt` on `output` (give stderr, so that stdout stays clean), echoes nothing, ends at Return or
 * Ctrl-D; Backspace and Ctrl-U work; Ctrl-C gives `cancelled`. From a pipe or a file: the first line, at most 64 KiB.
 * @returns the text as given, without its line end; `key.invalid` (field `secret`) when there is none or too much
 */
export function readSecret(options: {
  input: SecretInput;
  output: { write(text: string): unknown };
  prompt: string;
}): Promise<Result<string>> {
  return options.input.isTTY === true ? readFromTerminal(options) : readFirstLine(options.input);
}

async function readFirstLine(input: SecretInput): Promise<Result<string>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of input) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    chunks.push(bytes);
    size += bytes.length;
    if (bytes.includes(0x0a)) break;
    if (size > LIMIT_BYTES) break;
  }
  const whole = Buffer.concat(chunks);
  const end = whole.indexOf(0x0a);
  const line = end === -1 ? whole : whole.subarray(0, end);
  if (line.length > LIMIT_BYTES) return tooMuch();
  return given(
    line
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .replace(/\r$/, ''),
  );
}

function readFromTerminal(options: {
  input: SecretInput;
  output: { write(text: string): unknown };
  prompt: string;
}): Promise<Result<string>> {
  const { input, output, prompt } = options;
  const typed = createTypedLine();
  const decoder = new StringDecoder('utf8');
  return new Promise((resolve) => {
    const finish = (result: Result<string>): void => {
      input.off('data', onData);
      input.off('end', onEnd);
      input.setRawMode?.(false);
      input.pause();
      output.write('\n');
      resolve(result);
    };
    const onEnd = (): void => finish(fail('cancelled'));
    const onData = (chunk: Buffer | string): void => {
      const text = typeof chunk === 'string' ? chunk : decoder.write(chunk);
      const outcome = typed.type(text);
      if (outcome === 'cancelled') finish(fail('cancelled'));
      else if (outcome === 'too much') finish(tooMuch());
      else if (outcome === 'done') finish(given(typed.text()));
    };
    // Before the prompt: whoever answers it fast would otherwise still be echoed by the terminal.
    input.setRawMode?.(true);
    output.write(prompt);
    input.on('data', onData);
    input.on('end', onEnd);
    input.resume();
  });
}

type Typing = 'more' | 'done' | 'cancelled' | 'too much';

/** The line that raw keystrokes make. */
function createTypedLine(): { type(keys: string): Typing; text(): string } {
  let characters: string[] = [];
  return {
    text: () => characters.join(''),
    type: (keys) => {
      // Arrow keys, and the marks that a terminal puts around pasted text, are not part of a key.
      // eslint-disable-next-line no-control-regex -- terminal sequences begin with the escape character
      for (const key of keys.replaceAll(/\u001b(?:\[[0-9;?]*[ -/]*[@-~]|O.|.)?/g, '')) {
        if (key === '\r' || key === '\n') return 'done';
        if (key === '\u0004') return characters.length === 0 ? 'cancelled' : 'done';
        if (key === '\u0003') return 'cancelled';
        if (key === '\u007f' || key === '\b') characters.pop();
        else if (key === '\u0015') characters = [];
        else if (key >= ' ') characters.push(key);
        if (characters.length > LIMIT_BYTES) return 'too much';
      }
      return 'more';
    },
  };
}

function given(text: string): Result<string> {
  return text.trim() === ''
    ? fail('key.invalid', { message: 'No key was given.', field: 'secret' })
    : ok(text);
}

function tooMuch(): Result<string> {
  return fail('key.invalid', { message: 'That is too long to be a key.', field: 'secret' });
}
