import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { OWNED_VARIABLES } from '../../../shared/domain/env-block.ts';
import { exportEnv } from '../../../electron/services/claude-settings/export-env.ts';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-export-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

const HEADERS = [
  'x-portkey-api-key: pk-live-0123456789abcdef',
  'x-portkey-trace-id: web-lisbon-1',
  'x-portkey-metadata: {"team":"Z\\u00fcri \\"x\\"","cost":"$5 `ls` \\\\ !"}',
].join('\n');
const ENV = {
  ANTHROPIC_BASE_URL: 'https://api.portkey.ai',
  ANTHROPIC_AUTH_TOKEN: 'pk-live-0123456789abcdef',
  ANTHROPIC_API_KEY: '',
  ANTHROPIC_CUSTOM_HEADERS: HEADERS,
  UNRELATED: 'x',
};

/** What a POSIX shell makes of the text, variable by variable. */
function inShell(text: string, name: string): string {
  const file = path.join(folder, 'env.sh');
  fs.writeFileSync(file, text);
  return execFileSync('/bin/sh', ['-c', `. ${file}; printf %s "$${name}"`], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '' },
  });
}

describe('the environment as text', () => {
  it('means the same to a shell, real newlines included', () => {
    const text = exportEnv(ENV, 'conductor', true);
    expect(inShell(text, 'ANTHROPIC_CUSTOM_HEADERS')).toBe(HEADERS);
    expect(inShell(text, 'ANTHROPIC_AUTH_TOKEN')).toBe(ENV.ANTHROPIC_AUTH_TOKEN);
    expect(text).not.toContain('UNRELATED');
  });

  it('means the same to a shell whatever is in it', () => {
    const printable = fc.string({
      unit: fc.constantFrom(...' aZ0"\'\\$`!{}()#~\n\t;&|<>*?é='.split('')),
    });
    fc.assert(
      fc.property(printable, (value) => {
        const trimmed = value.replace(/\n+$/, '');
        expect(
          inShell(exportEnv({ ANTHROPIC_MODEL: trimmed }, 'conductor', true), 'ANTHROPIC_MODEL'),
        ).toBe(trimmed);
      }),
      { numRuns: 80 },
    );
  });

  it('is one line a variable for dotenv', () => {
    const text = exportEnv(
      { ANTHROPIC_BASE_URL: 'https://a', ANTHROPIC_CUSTOM_HEADERS: 'a: 1\nb: 2' },
      'dotenv',
      true,
    );
    expect(text.trimEnd().split('\n')).toHaveLength(2);
    expect(parseEnv(text)).toEqual({
      ANTHROPIC_BASE_URL: 'https://a',
      ANTHROPIC_CUSTOM_HEADERS: 'a: 1\nb: 2',
    });
  });

  it('is an object for JSON, in the order of writing', () => {
    const parsed = JSON.parse(exportEnv(ENV, 'json', true)) as Record<string, string>;
    expect(Object.keys(parsed)).toEqual(OWNED_VARIABLES.filter((name) => name in ENV));
    expect(parsed['ANTHROPIC_CUSTOM_HEADERS']).toBe(HEADERS);
  });

  it.each(['conductor', 'dotenv', 'json'] as const)(
    'shows no key as %s unless asked for',
    (format) => {
      const text = exportEnv(ENV, format, false);
      expect(text).not.toContain('0123456789abcdef');
      expect(text).toContain('••••cdef');
      expect(text).toContain('web-lisbon-1');
    },
  );
});
