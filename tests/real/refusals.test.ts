/** What apply refuses, with the exit codes and the JSON that a script sees; the file stays as it was. */
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { makeProduct } from './peers/product.ts';
import type { Product } from './peers/product.ts';
import { localSettingsPath } from './peers/repo.ts';

describe('apply from the command line', () => {
  let product: Product;
  const names = ['comment', 'tracked', 'not ignored', 'linked out'];
  beforeAll(async () => {
    product = await makeProduct({ claude: '', worktrees: names });
  });
  afterAll(() => product.dispose());

  const worktree = (name: string): string => product.repo.worktrees[names.indexOf(name)] ?? '';
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(localSettingsPath(path)), { recursive: true });
    await writeFile(localSettingsPath(path), text);
  };
  const read = (path: string): Promise<string> => readFile(localSettingsPath(path), 'utf8');
  const apply = (path: string) => ['apply', path, '--preset', 'prod'];

  it('refuses a file with a comment and offers a repair that it previews and can undo', async () => {
    const path = worktree('comment');
    const text = '{\n  // mine\n  "permissions": { "allow": [] },\n}\n';
    await write(path, text);
    const refused = await product.switchyard.refusal(apply(path));
    expect(refused.code).toBe('settings.unparsable');
    expect(refused.message).toContain(localSettingsPath(path));
    expect(await read(path)).toBe(text);

    await product.switchyard.ask(['repair', path, '--dry-run']);
    expect(await read(path)).toBe(text);
    await product.switchyard.ask(['repair', path]);
    expect(JSON.parse(await read(path))).toEqual({ permissions: { allow: [] } });
    await product.switchyard.ask(apply(path));
    // The apply, the line that it had to add to git's exclude file, the repair.
    for (let write = 0; write < 3; write += 1) await product.switchyard.ask(['undo']);
    expect(await read(path)).toBe(text);
    expect(await product.switchyard.refusal(['undo'])).toMatchObject({ code: 'journal.empty' });
  });

  it('refuses a file that git tracks', async () => {
    const path = worktree('tracked');
    await write(path, '{}\n');
    await product.repo.git(path, 'add', '--force', '.claude/settings.local.json');
    const refused = await product.switchyard.refusal(apply(path));
    expect(refused.code).toBe('settings.tracked');
    expect(await read(path)).toBe('{}\n');
  });

  it('refuses a .claude that leads out of the worktree', async () => {
    const path = worktree('linked out');
    const outside = join(product.repo.root, 'dotfiles');
    await mkdir(outside);
    await symlink(outside, join(path, '.claude'));
    expect(await product.switchyard.refusal(apply(path))).toMatchObject({
      code: 'settings.symlink',
    });
    await expect(stat(join(outside, 'settings.local.json'))).rejects.toThrow('ENOENT');
  });

  it('asks git to ignore the file only when it may, and says which line is missing', async () => {
    const path = worktree('not ignored');
    const exclude = join(product.repo.main, '.git/info/exclude');
    await writeFile(exclude, '# mine\n');
    const refused = await product.switchyard.refusal([...apply(path), '--no-exclude']);
    expect(refused).toMatchObject({ code: 'settings.not_ignored' });
    expect(refused.hint).toContain(exclude);
    await expect(read(path)).rejects.toThrow('ENOENT');
    expect(await readFile(exclude, 'utf8')).toBe('# mine\n');
    await product.switchyard.ask(apply(path));
    expect(await readFile(exclude, 'utf8')).toMatch(
      /^# mine\n.*\.claude\/settings\.local\.json\n$/s,
    );
  });

  it.each([
    { args: ['apply', '/nowhere/at-all', '--preset', 'prod'], exit: 1, code: 'worktree.missing' },
    { args: ['apply', 'no-such-name', '--preset', 'prod'], exit: 1, code: 'worktree.unknown' },
    { args: ['apply', '.', '--preset'], exit: 2, code: 'request.invalid' },
    { args: ['apply'], exit: 2, code: 'request.invalid' },
    { args: ['accounts', 'remove', 'nobody'], exit: 1, code: 'account.missing' },
  ])('ends with $exit and $code for $args', async ({ args, exit, code }) => {
    const run = await product.switchyard.run([...args, '--json']);
    expect(run.code).toBe(exit);
    expect(JSON.parse(run.stdout)).toMatchObject({ ok: false, failure: { code } });
    // A person reads the sentence on stderr.
    expect(run.stderr).not.toBe('');
  });

  it('refuses an unknown preset and an unknown account by name', async () => {
    const path = worktree('not ignored');
    const { switchyard } = product;
    expect(await switchyard.refusal(['apply', path, '--preset', 'nope'])).toMatchObject({
      code: 'preset.missing',
    });
    expect(await switchyard.refusal([...apply(path), '--account', 'nope'])).toMatchObject({
      code: 'account.missing',
    });
  });
});
