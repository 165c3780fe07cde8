import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../../..');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'switchyard-refusals-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a script of `build` on a machine of another kind. */
function runOn(platform: string, script: string, args: string[], env: Record<string, string> = {}) {
  const machine = path.join(folder, `${platform}.cjs`);
  writeFileSync(
    machine,
    `Object.defineProperty(process, 'platform', { value: '${platform}' });
     Object.defineProperty(process, 'arch', { value: 'arm64' });\n`,
  );
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--require', machine, path.join(ROOT, 'build', script), ...args],
    { encoding: 'utf8', env: { PATH: process.env['PATH'], ...env }, timeout: 30_000 },
  );
  return { status, stdout, stderr };
}

describe('packaging where it cannot work', () => {
  it.each([
    [
      'linux',
      'dist.ts',
      [],
      {},
      'The app can be packaged on a Mac only: its parts are built and signed there. Everything else works here.',
    ],
    [
      'darwin',
      'dist.ts',
      ['--x64'],
      {},
      'This Mac is arm64: keytar is built for it alone. Run this on an x64 Mac.',
    ],
    [
      'darwin',
      'dist.ts',
      [],
      { SWITCHYARD_RELEASES: 'https://github.com/owner/name' },
      'SWITCHYARD_RELEASES is “https://github.com/owner/name”, which is no owner/name of a GitHub repository.',
    ],
    ['linux', 'smoke-packaged.ts', [], {}, 'The packaged app can be started on a Mac only.'],
  ])('on %s %s %j %j ends with one sentence', (platform, script, args, env, sentence) => {
    expect(runOn(platform, script, args, env)).toEqual({
      status: 1,
      stdout: '',
      stderr: `${sentence}\n`,
    });
  });
});
