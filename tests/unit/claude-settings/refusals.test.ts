import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { FailureCode } from '../../../shared/domain/failure-codes.ts';
import { makeSettingsBench, must, refusal, type SettingsBench } from '../support/settings-bench.ts';
import { refusedWithoutTrace } from '../support/without-trace.ts';

let bench: SettingsBench;
beforeEach(async () => {
  bench = await makeSettingsBench();
});
afterEach(() => bench.dispose());

const refused = (code: FailureCode, more = {}) => refusedWithoutTrace(bench, code, more);
const at = (name: string) => path.join(bench.worktree.path, name);
const systemError = (code: string) => Object.assign(new Error(code), { code, syscall: 'open' });

describe('apply refuses, and leaves everything as it was', () => {
  it.each([
    ['a comment', '{\n  // note\n  "env": {}\n}', 'a comment at line 2, column 3', '--dry-run'],
    ['a trailing comma', '{"env":{},}', 'a comma too many', '--dry-run'],
    ['a file that was cut off', '{"env":{"A":"b', 'breaks off', 'by hand'],
    ['a list', '[]', 'not an object', 'by hand'],
    ['a bare word', 'null', 'not an object', 'by hand'],
  ])('%s', async (_, text, words, hint) => {
    bench.set(text);
    const failure = await refused('settings.unparsable');
    expect(failure.message).toContain(words);
    expect(failure.hint).toContain(hint);
  });

  it.each([['[]'], ['"text"'], ['1'], ['false']])('an env that is %s', async (env) => {
    bench.set(`{"env":${env}}`);
    const failure = await refused('settings.env_not_object');
    expect(failure.message).toContain('“env”');
  });

  it('a file that is not UTF-8', async () => {
    bench.set(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]));
    await refused('settings.encoding');
    bench.set(Buffer.from('\ufeff{}', 'utf16le'));
    await refused('settings.encoding');
  });

  it('a file that git tracks', async () => {
    bench.set('{}');
    bench.repo.git(bench.worktree.path, 'add', '-f', '.claude/settings.local.json');
    expect((await refused('settings.tracked')).hint).toContain('git rm --cached');
    bench.repo.git(bench.worktree.path, 'commit', '-q', '-m', 'oops');
    await refused('settings.tracked');
  });

  it('a file that was only announced to git', async () => {
    bench.set('{}');
    bench.repo.git(bench.worktree.path, 'add', '-f', '-N', '.claude/settings.local.json');
    await refused('settings.tracked');
  });

  it('a file that git does not ignore, naming the line and where it goes', async () => {
    bench.dispose();
    bench = await makeSettingsBench({ excluded: false });
    const failure = await refused('settings.not_ignored');
    expect(failure.hint).toContain('“/.claude/settings.local.json”');
    expect(failure.hint).toContain(path.join(bench.repo.main.commonDir, 'info/exclude'));
    const preview = must(await bench.service.preview(bench.target()));
    expect(preview.exclude?.line).toBe('/.claude/settings.local.json');
  });

  it.each([['!.claude/settings.local.json\n'], ['\ufeff!.claude/settings.local.json\n']])(
    'a file that a .gitignore takes back (%j), and leaves no line behind that does not help',
    async (gitignore) => {
      bench.repo.write(at('.gitignore'), gitignore);
      const failure = await refused('settings.not_ignored', { exclude: true });
      expect(failure.hint).toContain('!');
    },
  );

  it('a file that is a link out of the worktree', async () => {
    const outside = bench.repo.write('outside.json', '{}');
    fs.mkdirSync(at('.claude'));
    fs.symlinkSync(outside, bench.file);
    expect((await refused('settings.symlink')).message).toContain(outside);
    expect(fs.readFileSync(outside, 'utf8')).toBe('{}');
  });

  it('a .claude that is a link out of the worktree', async () => {
    fs.mkdirSync(path.join(bench.repo.root, 'outside'));
    fs.symlinkSync(path.join(bench.repo.root, 'outside'), at('.claude'));
    await refused('settings.symlink');
    expect(fs.readdirSync(path.join(bench.repo.root, 'outside'))).toEqual([]);
  });

  it('links that lead nowhere or in a circle', async () => {
    fs.mkdirSync(at('.claude'));
    fs.symlinkSync('nothing.json', bench.file);
    await refused('settings.symlink');
    fs.rmSync(bench.file);
    fs.symlinkSync('settings.local.json', bench.file);
    await refused('settings.symlink');
    fs.rmSync(at('.claude'), { recursive: true });
    fs.symlinkSync('nowhere', at('.claude'));
    await refused('settings.symlink');
  });

  it('a folder in the file’s place, and a file in the folder’s', async () => {
    fs.mkdirSync(bench.file, { recursive: true });
    await refused('settings.read_only');
    fs.rmSync(at('.claude'), { recursive: true });
    bench.repo.write(at('.claude'), 'x');
    await refused('settings.read_only');
  });

  it.each([
    ['EACCES', 'settings.read_only'],
    ['EPERM', 'settings.read_only'],
    ['EROFS', 'settings.read_only'],
    ['ENOSPC', 'settings.no_space'],
    ['EDQUOT', 'settings.no_space'],
    ['EIO', 'settings.read_only'],
    ['ENOENT', 'worktree.missing'],
  ] as const)('a system that says %s', async (system, code) => {
    bench.beforeReplace = () => {
      throw systemError(system);
    };
    await refused(code);
    bench.set('{"env":{"A":"1"}}');
    await refused(code);
  });

  it('does not take a fault of its own for a refusal of the system, and keeps what it did before', async () => {
    bench.beforeReplace = () => {
      throw new TypeError('a bug');
    };
    await expect(bench.apply()).rejects.toThrow('a bug');
    expect(bench.context.assignments.assignments()).toEqual([]);
  });

  it('a folder that may not be written to', () => {
    fs.mkdirSync(at('.claude'));
    fs.chmodSync(bench.repo.root, 0o755);
    // Root may write anywhere, so a child that is nobody asks.
    const script = `
      import { replaceFile } from '${path.resolve('electron/services/claude-settings/file/atomic-file.ts')}';
      import { explainSystemError } from '${path.resolve('electron/services/claude-settings/file/commit.ts')}';
      process.setgid(65534); process.setuid(65534);
      try { replaceFile(${JSON.stringify(bench.file)}, { expected: null, next: Buffer.from('{}') }); }
      catch (error) { console.log(explainSystemError(error, 'F').failure.code); }`;
    const isRoot = process.getuid?.() === 0;
    if (!isRoot) fs.chmodSync(at('.claude'), 0o500);
    const source = isRoot ? script : script.replace(/process\.setgid.*\n/, '\n');
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', source], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(output.trim()).toBe('settings.read_only');
    expect(fs.readdirSync(at('.claude'))).toEqual([]);
  });

  it('a worktree that is gone', async () => {
    bench.repo.git('web', 'worktree', 'remove', bench.worktree.path);
    await refused('worktree.missing');
  });

  it('a bare repository', async () => {
    await refused('worktree.bare', { worktree: { ...bench.worktree, bare: true } });
  });

  it('a git that cannot answer', async () => {
    bench.dispose();
    bench = await makeSettingsBench({ excluded: false });
    const { applyAll } = await import('../../../electron/services/claude-settings/apply.ts');
    const git = () =>
      Promise.resolve({ code: 128, stdout: '', stderr: 'fatal: dubious ownership\nmore' });
    const [result] = await applyAll([bench.target({ exclude: true })], { ...bench.context, git });
    const failure = refusal(result ?? { ok: true, value: null });
    expect(failure.code).toBe('settings.not_ignored');
    expect(failure.message).toContain('fatal: dubious ownership');
    expect(bench.read()).toBeNull();
  });

  it('a file that another program never stops writing', async () => {
    bench.set('{"n":0}');
    let n = 0;
    bench.beforeReplace = () => fs.writeFileSync(bench.file, `{"n":${(n += 1)}}`);
    const failure = refusal(await bench.apply());
    expect(failure).toMatchObject({ code: 'settings.conflict', retryable: true });
    expect(bench.read()).toBe(`{"n":${n}}`);
    expect(n).toBe(12);
    expect(bench.pauses.length).toBeGreaterThanOrEqual(12);
    expect(bench.context.journal.list(10)).toEqual([]);
    expect(bench.context.journal.pending()).toEqual([]);
  });
});
