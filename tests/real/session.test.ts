/**
 * An open session of the real Claude Code, asked for turn after turn while Switchyard writes: it follows without a restart,
 * and no credential of the person's own reaches the gateway at any moment.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { startAnthropicStandin } from './peers/anthropic-standin.ts';
import type { AnthropicStandin } from './peers/anthropic-standin.ts';
import type { ClaudeSession } from './peers/claude-cli.ts';
import { requireClaude } from './peers/claude-install.ts';
import { ANTHROPIC, during, credentials } from './peers/follow.ts';
import type { Seen } from './peers/follow.ts';
import { KEYS, makeProduct } from './peers/product.ts';
import type { Product } from './peers/product.ts';

const claude = await requireClaude();
const NAMES = ['follows a switch', 'follows a trace', 'goes on', 'leaves a login', 'two gateways'];
const [SWITCH, TRACE, GOES_ON, LOGIN, TWO] = NAMES.map((_, index) => index);

describe.skipIf(claude === null)('an open session, as Conductor keeps it', () => {
  let product: Product;
  let elsewhere: AnthropicStandin;
  let session: ClaudeSession | null = null;
  beforeAll(async () => {
    elsewhere = await startAnthropicStandin();
    product = await makeProduct({ claude: claude?.path ?? '', worktrees: NAMES });
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
    await session?.close();
    session = null;
    // Whatever was tested: nothing of the person's own arrived, and behind the gateway only what Portkey stores.
    expect(JSON.stringify(product.peers.catalogue.requests)).not.toContain('foreign');
    const upstream = product.peers.standin.requests.map((each) => each.headers['x-api-key']);
    expect(upstream.filter((each) => each?.startsWith('sk-stored-') !== true)).toEqual([]);
  });

  const worktree = (index = 0): string => product.repo.worktrees[index] ?? '';
  const ask = (...args: string[]) => product.switchyard.ask(args);
  const open = async (path: string): Promise<ClaudeSession> => {
    session = await product.open(path, { args: ['--model', 'opus'] });
    return session;
  };
  const routed = (preset: 'prod' | 'dev', trace: string): Seen => ({
    to: 'gateway',
    bearer: KEYS.work,
    route: `@anthropic-${preset}`,
    trace,
    model: `claude-opus-${preset}`,
  });

  it('follows a switch of the preset in one step: route, trace and models together', async () => {
    const path = worktree(SWITCH);
    await ask('apply', path, '--preset', 'prod', '--trace', 'before');
    const { states } = await during({
      product,
      session: await open(path),
      work: () => ask('apply', path, '--preset', 'dev', '--trace', 'after'),
    });
    expect(states).toEqual([routed('prod', 'before'), routed('dev', 'after')]);
  });

  it('follows a new trace ID', async () => {
    const path = worktree(TRACE);
    await ask('apply', path, '--preset', 'prod', '--trace', 'first-task');
    const { states, result } = await during({
      product,
      session: await open(path),
      work: () => ask('trace', path, '--new'),
    });
    const fresh = String(result['trace']);
    expect(fresh).not.toBe('first-task');
    expect(states).toEqual([routed('prod', 'first-task'), routed('prod', fresh)]);
    expect(await ask('trace', path, '--history')).toMatchObject({
      trace: fresh,
      history: [{ trace: fresh }, { trace: 'first-task' }],
    });
  });

  it('goes onto the gateway without taking the person’s own token along', async () => {
    const path = worktree(GOES_ON);
    await product.home.writeUserSettings({
      env: { ANTHROPIC_AUTH_TOKEN: 'foreign-token', ANTHROPIC_BASE_URL: elsewhere.url },
    });
    const { states } = await during({
      product,
      elsewhere,
      session: await open(path),
      work: () => ask('apply', path, '--preset', 'prod', '--trace', 'goes-on'),
    });
    expect(credentials(states)).toEqual(['elsewhere: foreign-token', `gateway: ${KEYS.work}`]);
    expect(states.at(-1)).toEqual(routed('prod', 'goes-on'));
  });

  it('goes onto the gateway from a saved login, and off it again when that is undone', async () => {
    const path = worktree(LOGIN);
    const opened = await open(path);
    const on = await during({
      product,
      session: opened,
      work: () => ask('apply', path, '--preset', 'prod', '--trace', 'from-login'),
    });
    const gateway = routed('prod', 'from-login');
    expect(credentials(on.states)).toEqual(credentials([ANTHROPIC, gateway]));
    expect(on.states.at(-1)).toEqual(gateway);
    const off = await during({ product, session: opened, work: () => ask('undo') });
    expect(off.result).toMatchObject({ exact: true, worktree: path });
    expect(off.states).toEqual([gateway, ANTHROPIC]);
  });

  it('sends every gateway its own bearer when the account changes', async () => {
    const path = worktree(TWO);
    await product.switchyard.ask(
      ['accounts', 'add', 'other', '--gateway', elsewhere.url],
      'pk-other-77aa01\n',
    );
    await ask('apply', path, '--preset', 'prod', '--account', 'work', '--trace', 'crossing');
    const { states } = await during({
      product,
      elsewhere,
      session: await open(path),
      work: () => ask('apply', path, '--preset', 'prod', '--account', 'other'),
    });
    expect(credentials(states)).toEqual([`gateway: ${KEYS.work}`, 'elsewhere: pk-other-77aa01']);
    const there = { ...routed('prod', 'crossing'), to: 'elsewhere', bearer: 'pk-other-77aa01' };
    expect(states.at(-1)).toEqual(there);
    expect(JSON.stringify(product.peers.catalogue.requests)).not.toContain('pk-other');
    await ask('clear', path);
    await ask('accounts', 'remove', 'other');
  });
});
