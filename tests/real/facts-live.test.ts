/**
 * What an open session of the real Claude Code does when its settings file changes: how soon it follows, and which
 * credentials it sends on the way.
 */
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FOLLOWS_WITHIN_MS, makeBench } from './peers/bench.ts';
import type { Bench } from './peers/bench.ts';
import type { ClaudeSession } from './peers/claude-cli.ts';
import { requireClaude } from './peers/claude-install.ts';
import { localSettingsPath, replaceFile, writeLocalSettings } from './peers/repo.ts';

const claude = await requireClaude();
const LOGIN = 'sk-ant-oat01-the-persons-login';
const TOKEN = { to: 'gateway', authorization: 'Bearer pk-token' };
const HELPER = { to: 'gateway', authorization: 'Bearer pk-helper', apiKey: 'pk-helper' };
const LEAK = { to: 'gateway', authorization: `Bearer ${LOGIN}` };

describe.skipIf(claude === null)('an open session whose file changes', () => {
  let bench: Bench;
  let session: ClaudeSession | null = null;
  beforeEach(async () => {
    bench = await makeBench(claude?.path ?? '');
    await bench.home.saveLogin(LOGIN);
  });
  afterEach(async () => {
    await session?.close();
    session = null;
    await bench.dispose();
  });

  const settings = (variables: Readonly<Record<string, string>>, helper?: string): unknown => ({
    env: {
      ANTHROPIC_BASE_URL: bench.gateway.url,
      ANTHROPIC_AUTH_TOKEN: '',
      ANTHROPIC_API_KEY: '',
      ...variables,
    },
    ...(helper !== undefined && { apiKeyHelper: helper }),
  });
  const tokenForm = (): unknown => settings({ ANTHROPIC_AUTH_TOKEN: 'pk-token' });
  const keylessForm = (headers = ''): unknown =>
    settings({ ANTHROPIC_CUSTOM_HEADERS: headers }, 'echo pk-helper');

  /** Opens a session on `from`, makes the change, and returns the states that it went through. */
  const follow = async (from: unknown, change: () => Promise<void>) => {
    await writeLocalSettings(bench.worktree, from);
    session = await bench.open();
    await change();
    return bench.watch(session, FOLLOWS_WITHIN_MS);
  };
  const followTo = (from: unknown, to: unknown) =>
    follow(from, () => writeLocalSettings(bench.worktree, to));

  it('goes onto the gateway in one write without taking the person’s own token along', async () => {
    await bench.home.writeUserSettings({
      env: { ANTHROPIC_AUTH_TOKEN: 'own-token', ANTHROPIC_BASE_URL: bench.elsewhere.url },
    });
    expect(await followTo({}, tokenForm())).toEqual([
      { to: 'elsewhere', authorization: 'Bearer own-token' },
      TOKEN,
    ]);
  });

  it('goes from token to helper in one write without a third credential in between', async () => {
    expect(await followTo(tokenForm(), keylessForm())).toEqual([TOKEN, HELPER]);
  });

  it('goes from helper to token in one write without a third credential in between', async () => {
    expect(await followTo(keylessForm(), tokenForm())).toEqual([HELPER, TOKEN]);
  });

  it('follows a helper that was changed', async () => {
    const states = await followTo(keylessForm(), settings({}, 'echo pk-second'));
    expect(states.map((each) => each.apiKey)).toEqual(['pk-helper', 'pk-second']);
  });

  it.each([
    ['taken out of the file', () => writeLocalSettings(bench.worktree, settings({}))],
    [
      'lost with everything else',
      () => replaceFile(localSettingsPath(bench.worktree), '{\n  "permissions": {}\n}\n'),
    ],
    ['lost with the file', () => rm(localSettingsPath(bench.worktree))],
    [
      'lost because the file is broken',
      () => replaceFile(localSettingsPath(bench.worktree), '{ "env": {},, }'),
    ],
  ])('sends the login to the gateway when the helper is %s', async (_, change) => {
    expect((await follow(keylessForm(), change)).at(-1)).toEqual(LEAK);
  });

  it.each([
    ['the file is deleted', () => rm(localSettingsPath(bench.worktree))],
    ['the file is broken', () => replaceFile(localSettingsPath(bench.worktree), '{ "env": {},, }')],
  ])('sends a custom Authorization header, not the login, when %s', async (_, change) => {
    const guarded = keylessForm('Authorization: Bearer no-key\nx-api-key: no-key');
    expect(await follow(guarded, change)).toEqual([
      { ...HELPER, apiKey: 'no-key' },
      { to: 'gateway', authorization: 'Bearer no-key', apiKey: 'no-key' },
    ]);
  });

  it('keeps the token when the file breaks', async () => {
    const change = () => replaceFile(localSettingsPath(bench.worktree), '{ "env": {},, }');
    expect(await follow(tokenForm(), change)).toEqual([TOKEN]);
  });

  it('uses a changed header 1.5 s after the file was replaced', async () => {
    const form = (trace: string): unknown =>
      settings({
        ANTHROPIC_AUTH_TOKEN: 'pk-token',
        ANTHROPIC_CUSTOM_HEADERS: `x-portkey-trace-id: ${trace}`,
      });
    await writeLocalSettings(bench.worktree, form('old'));
    session = await bench.open();
    await writeLocalSettings(bench.worktree, form('new'));
    await session.send('hi');
    await delay(1_500);
    await session.send('hi');
    expect(bench.sent().map((each) => each.traceId)).toEqual(['old', 'new']);
  });
});
