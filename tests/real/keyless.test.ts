/**
 * The form in which no file holds a key: Claude Code asks the keychain through `apiKeyHelper`. What arrives, what is written,
 * and what happens when the keychain has no key any more.
 */
import { readFile, rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { ClaudeSession } from './peers/claude-cli.ts';
import { requireClaude } from './peers/claude-install.ts';
import { ANTHROPIC, credentials, during, seenIn } from './peers/follow.ts';
import type { Seen } from './peers/follow.ts';
import { KEYS, makeProduct } from './peers/product.ts';
import type { Product } from './peers/product.ts';
import { localSettingsPath } from './peers/repo.ts';
import { filesHolding } from './peers/search.ts';

const claude = await requireClaude();
// On a Mac `security` would ask in a dialog whether it may read the key.
const mac = process.platform === 'darwin';
if (mac) console.warn('Skipped: macOS asks in a dialog before another program may read a key.');

describe.skipIf(claude === null || mac)('an account whose key stays in the keychain', () => {
  let product: Product;
  let session: ClaudeSession | null = null;
  const names = ['arrives', 'fails', 'goes there and back', 'is cleared', 'is lost'];
  beforeAll(async () => {
    product = await makeProduct({ claude: claude?.path ?? '', worktrees: names });
  });
  afterAll(() => product.dispose());
  beforeEach(async () => {
    product.peers.reset();
    await product.home.saveLogin('sk-ant-oat01-foreign-login');
  });
  afterEach(async () => {
    await session?.close();
    session = null;
    expect(JSON.stringify(product.peers.catalogue.requests)).not.toContain('foreign');
  });

  const worktree = (name: string): string => product.repo.worktrees[names.indexOf(name)] ?? '';
  const ask = (...args: string[]) => product.switchyard.ask(args);
  const apply = (name: string, account: keyof typeof KEYS, trace: string) =>
    ask('apply', worktree(name), '--preset', 'prod', '--account', account, '--trace', trace);
  const open = async (name: string): Promise<ClaudeSession> => {
    session = await product.open(worktree(name), { args: ['--model', 'opus'] });
    return session;
  };
  const seen = (account: keyof typeof KEYS, trace: string): Seen => ({
    to: 'gateway',
    bearer: KEYS[account],
    ...(account === 'keyless' && { apiKey: 'no-key' }),
    route: '@anthropic-prod',
    trace,
    model: 'claude-opus-prod',
  });
  /** What a new session sends, without repeats: after a refusal the CLI asks its helper again and retries. */
  const sent = async (name: string): Promise<readonly Seen[]> => {
    await product.claude(worktree(name), { args: ['--model', 'opus'] });
    const all = product.peers.catalogue.messages().map((each) => seenIn('gateway', each));
    return all.filter((each, index) => JSON.stringify(each) !== JSON.stringify(all[index - 1]));
  };

  it('sends the key as bearer only, and no file holds it', async () => {
    await apply('arrives', 'keyless', 'arrives');
    expect(await sent('arrives')).toEqual([seen('keyless', 'arrives')]);
    const [request] = product.peers.catalogue.messages();
    expect(request?.headers).not.toHaveProperty('x-portkey-api-key');
    expect(product.peers.standin.messages().map((each) => each.headers['x-api-key'])).toEqual([
      'sk-stored-prod',
    ]);
    const settings = await readFile(localSettingsPath(worktree('arrives')), 'utf8');
    expect(settings).toContain('secret-tool lookup service Switchyard');
    expect(await filesHolding(KEYS.keyless, [product.repo.root, product.switchyard.home])).toEqual(
      [],
    );
  });

  it('refuses to write when the keychain’s own tool does not give the key', async () => {
    const args = ['apply', worktree('fails'), '--preset', 'prod', '--account', 'keyless', '--json'];
    // The tool is looked for as Claude Code's shell would look for it.
    const refused = await product.switchyard.run(args, { env: { PATH: '/nonexistent' } });
    expect(refused.code).toBe(1);
    await expect(readFile(localSettingsPath(worktree('fails')))).rejects.toThrow('ENOENT');
  });

  it('goes from token to keyless and back in an open session, each key only in its own form', async () => {
    const name = 'goes there and back';
    await apply(name, 'work', 'switching');
    const opened = await open(name);
    const there = await during({
      product,
      session: opened,
      work: () => apply(name, 'keyless', 'switching'),
    });
    const bearers = [`gateway: ${KEYS.work}`, `gateway: ${KEYS.keyless}`];
    expect(credentials(there.states)).toEqual(bearers);
    expect(there.states.at(-1)).toEqual(seen('keyless', 'switching'));
    const back = await during({
      product,
      session: opened,
      work: () => apply(name, 'work', 'switching'),
    });
    expect(credentials(back.states)).toEqual(bearers.toReversed());
    expect(back.states.at(-1)).toEqual(seen('work', 'switching'));
    const dummies = [...there.states, ...back.states].map((each) => each.apiKey ?? 'no-key');
    expect(new Set(dummies)).toEqual(new Set(['no-key']));
    expect(await readFile(localSettingsPath(worktree(name)), 'utf8')).not.toContain('secret-tool');
  });

  it('leaves the gateway when it is cleared, with the saved login staying behind', async () => {
    await apply('is cleared', 'keyless', 'leaving');
    const { states } = await during({
      product,
      session: await open('is cleared'),
      work: () => ask('clear', worktree('is cleared')),
    });
    expect(states).toEqual([seen('keyless', 'leaving'), ANTHROPIC]);
  });

  it('sends a dummy in place of the saved login when the file is deleted by hand', async () => {
    await apply('is lost', 'keyless', 'lost');
    const { states } = await during({
      product,
      session: await open('is lost'),
      work: () => rm(localSettingsPath(worktree('is lost'))),
    });
    const guarded = { ...seen('keyless', 'lost'), bearer: 'no-key' };
    expect(states).toEqual([seen('keyless', 'lost'), guarded]);
    const upstream = product.peers.standin.messages().map((each) => each.headers['x-api-key']);
    expect(new Set(upstream)).toEqual(new Set(['sk-stored-prod']));
  });

  it('sends no credential at all once the keychain has no key, and nothing goes upstream', async () => {
    await apply('fails', 'keyless', 'failing');
    await product.keyring.remove(product.keychainName('keyless'));
    const { bearer, ...rest } = seen('keyless', 'failing');
    expect(await sent('fails')).toEqual([{ ...rest, bearer: '' }]);
    expect(bearer).toBe(KEYS.keyless);
    expect(product.peers.standin.requests).toEqual([]);
    const args = ['apply', worktree('fails'), '--preset', 'dev'];
    expect(await product.switchyard.refusal(args)).toMatchObject({ code: 'key.missing' });
  });
});
