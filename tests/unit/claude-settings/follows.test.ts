import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { FailureCode } from '../../../shared/domain/failure-codes.ts';
import { KEY, makeSettingsBench, must, type SettingsBench } from '../support/settings-bench.ts';
import { refusedWithoutTrace } from '../support/without-trace.ts';

let bench: SettingsBench;
beforeEach(async () => {
  bench = await makeSettingsBench();
});
afterEach(() => bench.dispose());

const refused = (code: FailureCode, more = {}) => refusedWithoutTrace(bench, code, more);
const at = (name: string) => path.join(bench.worktree.path, name);

describe('apply follows', () => {
  it('another program’s writes, and keeps them', async () => {
    bench.set('{"n":0}');
    let n = 0;
    bench.beforeReplace = () => {
      if (n < 3) fs.writeFileSync(bench.file, `{"n":${(n += 1)}}`);
    };
    must(await bench.apply());
    expect(JSON.parse(bench.read() ?? '')).toMatchObject({ n: 3 });
    bench.beforeReplace = () => {};
    must(await bench.service.clear(bench.worktree));
    expect(JSON.parse(bench.read() ?? '')).toEqual({ n: 3 });
    must(await bench.service.undo(undefined));
    must(await bench.service.undo(undefined));
    expect(bench.read()).toBe('{"n":3}');
  });

  it('a link inside the worktree, and checks the file that it leads to', async () => {
    fs.mkdirSync(at('.claude'));
    const real = bench.repo.write(at('local/claude.json'), '{"a":1}');
    fs.symlinkSync('../local/claude.json', bench.file);
    const failure = await refused('settings.not_ignored');
    expect(failure.hint).toContain('“/local/claude.json”');
    must(await bench.apply({ exclude: true }));
    expect(fs.readFileSync(real, 'utf8')).toContain(KEY);
    expect(fs.lstatSync(bench.file).isSymbolicLink()).toBe(true);
    expect(bench.repo.git(bench.worktree.path, 'status', '--porcelain', '-uall')).not.toContain(
      'claude.json',
    );
    must(await bench.service.clear(bench.worktree));
    expect(fs.readFileSync(real, 'utf8')).toBe('{"a":1}');
  });

  it('a .claude that is a link inside the worktree only where git ignores or does not track the real file', async () => {
    bench.repo.write(at('config/settings.local.json'), '{}');
    fs.symlinkSync('config', at('.claude'));
    await refused('settings.not_ignored');
    bench.repo.git(bench.worktree.path, 'add', '-f', 'config/settings.local.json');
    expect((await refused('settings.tracked', { exclude: true })).message).toContain(
      'config/settings.local.json',
    );
  });

  it('a linked file whose name means something in an ignore file', async () => {
    fs.mkdirSync(at('.claude'));
    bench.repo.write(at('l[1]*?/a b!\\.json '), '{}');
    fs.symlinkSync('../l[1]*?/a b!\\.json ', bench.file);
    must(await bench.apply({ exclude: true }));
    expect(bench.repo.git(bench.worktree.path, 'status', '--porcelain', '-uall')).not.toContain(
      'json',
    );
  });
});
