import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { planJson, planToml } from '../../../electron/services/automation/setup-plan.ts';
import { setupScript } from '../../../electron/services/automation/setup-script.ts';
import { createWorktreeScanner } from '../../../electron/services/worktrees/scan.ts';
import { SETUP_LINE } from '../../../shared/domain/setup-script.ts';
import { type GitRepo, makeGitRepo } from '../support/git-repo.ts';
import { must, refusal } from '../support/settings-bench.ts';

const run = promisify(execFile);
const QUOTED = JSON.stringify(SETUP_LINE);

let repo: GitRepo;
beforeEach(async () => {
  repo = await makeGitRepo(['lisbon']);
});
afterEach(() => repo.dispose());

const plan = (write: boolean) =>
  setupScript(repo.linked[0]?.path ?? '', write, createWorktreeScanner({ home: repo.root }));
const read = (file: string) => fs.readFileSync(path.join(repo.root, 'web', file), 'utf8');

describe('the setup line', () => {
  it.each([
    ['fails nothing where there is no switchyard', 'exit 127', false, 0],
    ['fails nothing when provisioning fails', 'exit 1', true, 0],
  ])('%s', async (_, what, installed) => {
    const bin = path.join(repo.root, 'bin');
    if (installed) repo.write('bin/switchyard', `#!/bin/sh\n${what}\n`);
    if (installed) fs.chmodSync(path.join(bin, 'switchyard'), 0o755);
    const env = { PATH: `${bin}:/usr/bin:/bin`, CONDUCTOR_WORKSPACE_PATH: '/a b' };
    const done = await run('/bin/sh', ['-e', '-c', `${SETUP_LINE}; echo after`], { env });
    expect(done.stdout).toBe('after\n');
  });

  it('hands the workspace on in one piece, and the rest of the script decides how it ends', async () => {
    repo.write('bin/switchyard', '#!/bin/sh\nprintf "%s|" "$@"\n');
    fs.chmodSync(path.join(repo.root, 'bin/switchyard'), 0o755);
    const env = { PATH: `${repo.root}/bin:/usr/bin:/bin`, CONDUCTOR_WORKSPACE_PATH: '/a b' };
    const script = must(planJson('f', '{"scripts":{"setup":"exit 3"}}')).script;
    const failed = await run('/bin/sh', ['-c', script], { env }).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 3, stdout: 'provision|/a b|' });
  });
});

describe('a conductor.json', () => {
  it.each([
    ['{}', `{"scripts": {"setup": ${QUOTED}}}`],
    ['{\n\t"scripts": {\n\t\t"setup": "npm ci",\n\t\t"run": "npm start"\n\t}\n}\n', null],
    ['{\r\n    "name": "web"\r\n}\r\n', null],
    ['\uFEFF{ "scripts": { "run": "x" }, "b": [1,  2] }', null],
  ])('%j keeps everything else', (text, whole) => {
    const { after, state, script } = must(planJson('conductor.json', text));
    expect(state).toBe('ready');
    const before = JSON.parse(text.replace('\uFEFF', '')) as { scripts?: object };
    const now = JSON.parse(after.replace('\uFEFF', '')) as { scripts: { setup: string } };
    expect(now).toEqual({ ...before, scripts: { ...before.scripts, setup: script } });
    expect(after.startsWith('\uFEFF')).toBe(text.startsWith('\uFEFF'));
    expect(after.includes('\r\n')).toBe(text.includes('\r\n'));
    if (text.includes('\t')) expect(after).toContain('\n\t\t"setup"');
    if (text.includes('1,  2')) expect(after).toContain('[1,  2]');
    if (whole !== null) expect(JSON.parse(after)).toEqual(JSON.parse(whole));
    expect(must(planJson('conductor.json', after)).state).toBe('already');
  });

  it.each([
    ['{"scripts":{"setup":"a",}}', 'line 1'],
    ['{\n// mine\n"scripts":{}}', 'line 2'],
    ['[]', 'object'],
    ['{"scripts":[]}', 'scripts'],
    ['{"scripts":{"setup":["npm ci"]}}', 'no text'],
    ['', 'JSON'],
  ])('like %j is refused', (text, words) => {
    expect(refusal(planJson('conductor.json', text)).message).toContain(words);
  });
});

describe('a settings.toml', () => {
  it('without scripts gets a table of its own', () => {
    const { state, after } = must(planToml('s', '# mine\nmodels = "a"\n[git]\nx = 1'));
    expect(state).toBe('ready');
    expect(after).toBe(`# mine\nmodels = "a"\n[git]\nx = 1\n\n[scripts]\nsetup = ${QUOTED}\n`);
    expect(must(planToml('s', after)).state).toBe('already');
  });

  it.each([
    [
      '[scripts]\nsetup = "npm ci && echo \\"a\\"" # first\nrun = "x"',
      `${SETUP_LINE}; npm ci && echo "a"`,
    ],
    ["scripts.setup = 'npm ci'", `${SETUP_LINE}; npm ci`],
    ['[scripts.run.dev]\ncommand = "x"', SETUP_LINE],
    ['[scripts]\nsetup = """\nnpm ci\n"""', SETUP_LINE],
  ])('like %j is shown and not edited', (text, script) => {
    expect(must(planToml('s', text))).toMatchObject({ state: 'paste', script });
  });

  it('with an open text is refused', () => {
    expect(refusal(planToml('s', 'a = """\nb')).code).toBe('request.invalid');
  });
});

describe('the repository’s file', () => {
  it('is written when it is asked for, once, in the form that the repository has', async () => {
    repo.write('web/conductor.json', '{\n  "scripts": { "setup": "npm ci" }\n}\n');
    fs.chmodSync(path.join(repo.root, 'web/conductor.json'), 0o664);
    const shown = must(await plan(false));
    expect(shown).toMatchObject({ state: 'ready', exists: true });
    expect(read('conductor.json')).toBe(shown.before);
    expect(must(await plan(true)).state).toBe('written');
    expect(read('conductor.json')).toBe(shown.after);
    expect(fs.statSync(path.join(repo.root, 'web/conductor.json')).mode & 0o777).toBe(0o664);
    expect(must(await plan(true)).state).toBe('already');
    expect(read('conductor.json')).toBe(shown.after);
    expect(fs.readdirSync(path.join(repo.root, 'web')).sort()).toEqual(['.git', 'conductor.json']);
  });

  it('is made in the newer form where there is none', async () => {
    expect(must(await plan(false)).exists).toBe(false);
    expect(fs.existsSync(path.join(repo.root, 'web/.conductor'))).toBe(false);
    must(await plan(true));
    expect(read('.conductor/settings.toml')).toBe(`[scripts]\nsetup = ${QUOTED}\n`);
  });

  it('is left alone when it is malformed or leads elsewhere', async () => {
    repo.write('web/conductor.json', '{ "scripts": ');
    expect(refusal(await plan(true)).message).toContain('not JSON');
    expect(read('conductor.json')).toBe('{ "scripts": ');
    fs.rmSync(path.join(repo.root, 'web/conductor.json'));
    repo.write('other.json', '{}');
    fs.symlinkSync(path.join(repo.root, 'other.json'), path.join(repo.root, 'web/conductor.json'));
    expect(refusal(await plan(true)).code).toBe('settings.symlink');
    expect(fs.readFileSync(path.join(repo.root, 'other.json'), 'utf8')).toBe('{}');
  });
});
