/**
 * Taking a worktree off the gateway while a session is open and asks without a pause: it leaves in one piece, the person's
 * own credentials never travel to the gateway, and the file is what it was.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { startAnthropicStandin } from './peers/anthropic-standin.ts';
import type { AnthropicStandin } from './peers/anthropic-standin.ts';
import type { ClaudeSession } from './peers/claude-cli.ts';
import { requireClaude } from './peers/claude-install.ts';
import { ANTHROPIC, during, credentials } from './peers/follow.ts';
import { KEYS, makeProduct } from './peers/product.ts';
import type { Product } from './peers/product.ts';
import { localSettingsPath } from './peers/repo.ts';

const claude = await requireClaude();
const ORIGINAL = '{ "permissions":{"allow" : [ ]},\n\n\t"env":{"MY_VAR": "1"}}';

describe.skipIf(claude === null)('an open session whose worktree is cleared', () => {
  let product: Product;
  let elsewhere: AnthropicStandin;
  let session: ClaudeSession;
  const names = ['made', 'kept', 'own', 'edited', 'universal'];
  beforeAll(async () => {
    elsewhere = await startAnthropicStandin();
    product = await makeProduct({ claude: claude?.path ?? '', worktrees: names });
  });
  afterAll(async () => {
    await product.dispose();
    await elsewhere.dispose();
  });
  beforeEach(async () => {
    product.peers.reset();
    elsewhere.reset();
    await product.home.saveLogin('sk-ant-oat01-foreign-login');
    await product.home.writeUserSettings({});
  });
  afterEach(async () => {
    await session.close();
    expect(JSON.stringify(product.peers.catalogue.requests)).not.toContain('foreign');
  });

  const worktree = (name: string): string => product.repo.worktrees[names.indexOf(name)] ?? '';
  const ask = (...args: string[]) => product.switchyard.ask(args);
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(localSettingsPath(path)), { recursive: true });
    await writeFile(localSettingsPath(path), text);
  };
  const read = (path: string): Promise<string> => readFile(localSettingsPath(path), 'utf8');
  /** Opens a session on a preset, clears, and returns what the session went through. */
  const clearDuring = async (path: string, preset: string, trace: string) => {
    await ask('apply', path, '--preset', preset, '--trace', trace);
    session = await product.open(path, { args: ['--model', 'opus'] });
    return during({ product, elsewhere, session, work: () => ask('clear', path) });
  };
  const routed = (trace: string) => ({
    to: 'gateway',
    bearer: KEYS.work,
    route: '@anthropic-prod',
    trace,
    model: 'claude-opus-prod',
  });

  it('goes back to the saved login; a file that was made is gone, and the next apply reaches it', async () => {
    const path = worktree('made');
    const { states, result } = await clearDuring(path, 'prod', 'made');
    expect(states).toEqual([routed('made'), ANTHROPIC]);
    expect(result).toMatchObject({ ok: true, exact: true });
    // The folder stays, since a session that saw it go would not see the next file in it.
    expect(await readdir(dirname(localSettingsPath(path)))).toEqual([]);
    expect(await product.repo.git(path, 'status', '--porcelain')).toBe('');
    const work = () => ask('apply', path, '--preset', 'prod', '--trace', 'again');
    const next = await during({ product, elsewhere, session, work });
    expect(credentials(next.states)).toEqual(credentials([ANTHROPIC, routed('again')]));
    expect(next.states.at(-1)).toEqual(routed('again'));
  });

  it('goes back to the saved login after three applies; a file that was there is the same', async () => {
    const path = worktree('kept');
    await write(path, ORIGINAL);
    await ask('apply', path, '--preset', 'everything');
    await ask('apply', path, '--preset', 'dev');
    const { states } = await clearDuring(path, 'prod', 'kept');
    expect(states).toEqual([routed('kept'), ANTHROPIC]);
    expect(await read(path)).toBe(ORIGINAL);
  });

  it('comes back to the person’s own token at their own endpoint, never at the gateway', async () => {
    const path = worktree('own');
    await product.home.writeUserSettings({
      env: { ANTHROPIC_AUTH_TOKEN: 'foreign-token', ANTHROPIC_BASE_URL: elsewhere.url },
    });
    const { states } = await clearDuring(path, 'prod', 'own');
    expect(states.slice(0, 2)).toEqual([routed('own'), ANTHROPIC]);
    expect(states[2]).toMatchObject({ to: 'elsewhere', bearer: 'foreign-token' });
    expect(states).toHaveLength(3);
    expect(elsewhere.requests.map((each) => JSON.stringify(each)).join()).not.toContain(KEYS.work);
  });

  it('keeps what somebody else wrote into the file since', async () => {
    const path = worktree('edited');
    await write(path, ORIGINAL);
    await ask('apply', path, '--preset', 'prod', '--trace', 'edited');
    const edited = (await read(path)).replace('"allow" : [ ]', '"allow" : [ "Bash(ls:*)" ]');
    await write(path, edited);
    session = await product.open(path, { args: ['--model', 'opus'] });
    const work = () => ask('clear', path);
    const { states, result } = await during({ product, elsewhere, session, work });
    expect(states).toEqual([routed('edited'), ANTHROPIC]);
    expect(result).toMatchObject({ exact: false });
    expect(await read(path)).toBe(ORIGINAL.replace('[ ]', '[ "Bash(ls:*)" ]'));
  });

  it('says which model a session keeps, and undoing the clear brings it back', async () => {
    const path = worktree('universal');
    const cleared = await clearDuring(path, 'everything', 'universal');
    expect(cleared.states.map(({ to, model }) => [to, model])).toEqual([
      ['gateway', 'claude-everything'],
      [ANTHROPIC.to, undefined],
    ]);
    expect(cleared.result['notes']).toContainEqual(
      expect.stringContaining('until it is restarted'),
    );
    const undone = await during({ product, session, work: () => ask('undo') });
    expect(credentials(undone.states)).toEqual([ANTHROPIC.to, `gateway: ${KEYS.work}`]);
    expect(undone.states.at(-1)).toMatchObject({
      trace: 'universal',
      model: 'claude-everything',
    });
  });
});
