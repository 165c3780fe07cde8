import fs from 'node:fs';
import os from 'node:os';
import { DatabaseSync } from 'node:sqlite';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readConductorEnv } from '../../../electron/services/doctor/conductor-env.ts';
import { filesWithKeys } from '../../../electron/services/doctor/committed-keys.ts';
import { credentialLines, readShellFiles } from '../../../electron/services/doctor/shell-files.ts';
import { isTracked, gitWith } from '../../../electron/services/claude-settings/git/git-guard.ts';
import { holdsLikelyKey } from '../../../shared/domain/secret-text.ts';
import { type GitRepo, makeGitRepo } from '../support/git-repo.ts';

describe('a line of a start-up file', () => {
  it.each([
    ['export ANTHROPIC_API_KEY=sk-ant-12345678', ['ANTHROPIC_API_KEY']],
    ['  export ANTHROPIC_AUTH_TOKEN="pk-12345678"', ['ANTHROPIC_AUTH_TOKEN']],
    ['set -gx ANTHROPIC_API_KEY sk-ant-12345678', ['ANTHROPIC_API_KEY']],
    ['CLAUDE_CODE_OAUTH_TOKEN=sk-ant-oat-123456', ['CLAUDE_CODE_OAUTH_TOKEN']],
    [
      "export ANTHROPIC_CUSTOM_HEADERS='x-portkey-api-key: abcdefghij'",
      ['ANTHROPIC_CUSTOM_HEADERS'],
    ],
    ["export ANTHROPIC_CUSTOM_HEADERS='x-team: webshop'", []],
    ['# export ANTHROPIC_API_KEY=sk-ant-12345678', []],
    ['export ANTHROPIC_API_KEY=""', []],
    ['export ANTHROPIC_API_KEY=$(op read op://x/y)', []],
    ['export ANTHROPIC_API_KEY=$MY_KEY_FROM_ELSEWHERE', []],
    ['unset ANTHROPIC_API_KEY', []],
    ['export PATH=/usr/bin:/usr/local/bin', []],
  ])('%s', (line, names) => {
    const found = credentialLines('/home/p/.zshrc', `first\n${line}`);
    expect(found).toEqual(names.map((name) => ({ file: '/home/p/.zshrc', line: 2, name })));
  });
});

describe('a text with a key in it', () => {
  it.each([
    ['{"env":{"ANTHROPIC_AUTH_TOKEN":"Xk12345678901234"}}', true],
    ['ANTHROPIC_API_KEY=sk-ant-api03-abcdefghijklmnop', true],
    ['x-portkey-api-key: Abc123Abc123Abc123', true],
    ['ANTHROPIC_AUTH_TOKEN=YOUR_PORTKEY_API_KEY_1', false],
    ['ANTHROPIC_AUTH_TOKEN=', false],
    ['ANTHROPIC_AUTH_TOKEN=${PORTKEY_API_KEY}', false],
    ['nothing of the kind', false],
  ])('%s: %s', (text, expected) => {
    expect(holdsLikelyKey(text)).toBe(expected);
  });
});

describe('files around a worktree', () => {
  let repo: GitRepo;
  beforeAll(async () => {
    repo = await makeGitRepo(['lisbon']);
    const env = 'ANTHROPIC_AUTH_TOKEN=Xk12345678901234\n';
    repo.write('workspaces/web/lisbon/.env', env);
    repo.write('workspaces/web/lisbon/.env.example', 'ANTHROPIC_AUTH_TOKEN=YOUR_KEY_1234567890\n');
    repo.write('workspaces/web/lisbon/conductor.json', `{"x":"${env.trim()}"}`);
    repo.git('workspaces/web/lisbon', 'add', '.env', '.env.example');
    repo.write('.zshrc', 'alias a=b\nexport ANTHROPIC_API_KEY=sk-ant-12345678\n');
  });
  afterAll(() => repo.dispose());

  it('are looked through for keys, and git says which of them it tracks', async () => {
    const worktree = await repo.at('workspaces/web/lisbon');
    const names = filesWithKeys(worktree.path);
    expect(names).toEqual(['.env', 'conductor.json']);
    const tracked = await Promise.all(
      names.map((name) => isTracked(worktree, [name], gitWith(process.env))),
    );
    expect(tracked).toEqual([
      { ok: true, value: true },
      { ok: true, value: false },
    ]);
  });

  it('start-up files are named with the line, and never with the value', () => {
    const found = readShellFiles(repo.root);
    expect(found).toEqual([
      { file: path.join(repo.root, '.zshrc'), line: 2, name: 'ANTHROPIC_API_KEY' },
    ]);
  });
});

describe('Conductor’s Env panel', () => {
  let home: string;
  beforeAll(() => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-conductor-'));
  });
  afterAll(() => fs.rmSync(home, { recursive: true, force: true }));

  it('is a layer below every file, read from its database without a change to it', () => {
    expect(readConductorEnv(home)).toBeNull();
    const folder = path.join(home, 'Library/Application Support/com.conductor.app');
    fs.mkdirSync(folder, { recursive: true });
    const file = path.join(folder, 'conductor.db');
    const database = new DatabaseSync(file);
    database.exec('CREATE TABLE other (a TEXT)');
    expect(readConductorEnv(home)).toBeNull();
    database.exec('CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT)');
    const text =
      'export ANTHROPIC_BASE_URL="https://api.portkey.ai"\nANTHROPIC_CUSTOM_HEADERS=x-a: 1\nANTHROPIC_CUSTOM_HEADERS=x-b: 2\n# mine\nANTHROPIC_API_KEY=';
    database.prepare('INSERT INTO settings VALUES (?, ?)').run('claude_env_vars', text);
    database.close();
    const before = fs.readFileSync(file);
    expect(readConductorEnv(home)).toEqual({
      kind: 'conductor',
      file,
      state: 'read',
      env: {
        ANTHROPIC_BASE_URL: 'https://api.portkey.ai',
        ANTHROPIC_CUSTOM_HEADERS: 'x-b: 2',
        ANTHROPIC_API_KEY: '',
      },
    });
    expect(fs.readFileSync(file).equals(before)).toBe(true);
    fs.writeFileSync(file, 'no database');
    expect(readConductorEnv(home)).toBeNull();
  });
});
