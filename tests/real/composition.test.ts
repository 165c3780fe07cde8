/**
 * Headers that a team committed or a person set for themselves arrive together with Switchyard's, and the rest of the
 * worktree's own file keeps its bytes.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { OWNED_VARIABLES } from '../../shared/domain/env-block.ts';
import { requireClaude } from './peers/claude-install.ts';
import { KEYS, makeProduct } from './peers/product.ts';
import type { Product } from './peers/product.ts';
import { localSettingsPath } from './peers/repo.ts';

const claude = await requireClaude();
/** Mixed indentation, CRLF, a BOM, a duplicate key, a number in odd spelling: all of it is strict JSON. */
const LOCAL = [
  '\ufeff{\r\n\t"permissions" : { "allow":["Bash(ls:*)"],   "deny": [ ] },\r\n',
  '    "env": {"MY_VAR":"1",  "ANTHROPIC_CUSTOM_HEADERS":"x-mine: yes\\nx-team: mine" ,\t"OTHER":"two"},\r\n\r\n',
  '  "weird":1e3, "weird":1E3 }',
].join('');

describe.skipIf(claude === null)('headers from several files', () => {
  let product: Product;
  let worktree: string;
  beforeAll(async () => {
    product = await makeProduct({ claude: claude?.path ?? '', worktrees: ['lisbon'] });
    worktree = product.repo.worktrees[0] ?? '';
    const committed = {
      env: {
        ANTHROPIC_CUSTOM_HEADERS: 'x-team: growth\nx-portkey-metadata: {"team":"growth","tier":2}',
      },
    };
    await writeFiles({
      '.claude/settings.json': JSON.stringify(committed),
      '.claude/settings.local.json': LOCAL,
    });
    await product.repo.git(worktree, 'add', '.claude/settings.json');
    await product.repo.git(worktree, 'commit', '--quiet', '-m', 'Team headers');
    await product.home.writeUserSettings({
      env: {
        ANTHROPIC_CUSTOM_HEADERS: 'x-person: ana\nX-Team: from-the-person\nx-portkey-trace-id: no',
      },
    });
  });
  afterAll(() => product.dispose());

  const writeFiles = async (files: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, text] of Object.entries(files)) {
      const path = join(worktree, name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, text);
    }
  };
  const apply = (...args: string[]) => product.switchyard.ask(['apply', worktree, ...args]);
  const arrived = async () => {
    product.peers.reset();
    const outcome = await product.claude(worktree, { args: ['--model', 'opus'] });
    expect(outcome).toMatchObject({ code: 0, stdout: 'ok\n' });
    return product.peers.catalogue.messages()[0]?.headers ?? {};
  };

  it('shows beforehand where each header comes from, and writes nothing', async () => {
    const { preview } = await apply('--preset', 'prod', '--dry-run');
    const { headers } = preview as { headers: { name: string; origin: string }[] };
    const origins = Object.fromEntries(headers.map(({ name, origin }) => [name, origin]));
    expect(origins).toMatchObject({
      'x-mine': 'local',
      'x-team': 'local',
      'x-person': 'user',
      'x-cost-centre': 'preset',
      'x-portkey-trace-id': 'switchyard',
    });
    expect(await readFile(localSettingsPath(worktree), 'utf8')).toBe(LOCAL);
  });

  it('sends them all, the worktree’s own first, and merges the metadata', async () => {
    const { trace } = await apply('--preset', 'prod', '--meta', 'ticket=7');
    const headers = await arrived();
    expect(headers).toMatchObject({
      authorization: `Bearer ${KEYS.work}`,
      'x-mine': 'yes',
      'x-team': 'mine',
      'x-person': 'ana',
      'x-cost-centre': 'r&d',
      'x-portkey-trace-id': trace,
    });
    expect(JSON.parse(headers['x-portkey-metadata'] ?? '')).toMatchObject({
      team: 'growth',
      tier: '2',
      ticket: '7',
      repo: 'main',
      branch: 'person/lisbon',
    });
  });

  it('follows the files that the headers come from at the next apply', async () => {
    await product.home.writeUserSettings({ env: { ANTHROPIC_CUSTOM_HEADERS: 'x-person: bo' } });
    await apply('--preset', 'dev');
    const headers = await arrived();
    expect(headers).toMatchObject({ 'x-mine': 'yes', 'x-team': 'mine', 'x-person': 'bo' });
    expect(headers).not.toHaveProperty('x-cost-centre');
    expect(JSON.parse(headers['x-portkey-metadata'] ?? '')).toMatchObject({ ticket: '7' });
  });

  it('changes no byte outside its variables', async () => {
    const text = await readFile(localSettingsPath(worktree), 'utf8');
    const [before = '', after = ''] = LOCAL.split(/(?<="env": )\{[^}]*\}/);
    expect(text.startsWith(before)).toBe(true);
    expect(text.endsWith(after)).toBe(true);
    const env = text.slice(before.length, text.length - after.length);
    expect(env).toContain('{"MY_VAR":"1",  "ANTHROPIC_CUSTOM_HEADERS":"');
    expect(env).toContain(' ,\t"OTHER":"two"');
    const names = Object.keys(JSON.parse(env) as Record<string, string>);
    expect(names.sort()).toEqual(['MY_VAR', 'OTHER', ...OWNED_VARIABLES].sort());
  });

  it('puts every byte back, in spite of what is carried', async () => {
    expect(await product.switchyard.ask(['clear', worktree])).toMatchObject({ exact: true });
    expect(await readFile(localSettingsPath(worktree), 'utf8')).toBe(LOCAL);
  });
});
