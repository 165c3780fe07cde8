/**
 * What an open session of the real Claude Code does when a worktree is taken off the gateway. Clearing in two steps,
 * every owned variable empty first and the original bytes about 2.5 s later, is what these measurements call for.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FOLLOWS_WITHIN_MS, makeBench } from './peers/bench.ts';
import type { Bench } from './peers/bench.ts';
import type { ClaudeSession } from './peers/claude-cli.ts';
import { requireClaude } from './peers/claude-install.ts';
import { localSettingsPath, replaceFile, writeLocalSettings } from './peers/repo.ts';

const claude = await requireClaude();
const LOGIN = 'sk-ant-oat01-the-persons-login';
const ORIGINAL = '{\n  "permissions": { "allow": [] }\n}\n';
const ROUTED = { to: 'gateway', authorization: 'Bearer pk-token', traceId: 't-1' };
const KEYLESS = {
  to: 'gateway',
  authorization: 'Bearer pk-helper',
  apiKey: 'pk-helper',
  traceId: 't-1',
};
const ANTHROPIC = { to: 'api.anthropic.com:443' };

describe.skipIf(claude === null)('an open session that is taken off the gateway', () => {
  let bench: Bench;
  let session: ClaudeSession;
  beforeEach(async () => {
    bench = await makeBench(claude?.path ?? '');
    await bench.home.saveLogin(LOGIN);
  });
  afterEach(async () => {
    await session.close();
    await bench.dispose();
  });

  const owned = (variables: Readonly<Record<string, string>>) => ({
    ANTHROPIC_BASE_URL: '',
    ANTHROPIC_AUTH_TOKEN: '',
    ANTHROPIC_API_KEY: '',
    ANTHROPIC_CUSTOM_HEADERS: '',
    ANTHROPIC_MODEL: '',
    ANTHROPIC_DEFAULT_OPUS_MODEL: '',
    ANTHROPIC_DEFAULT_SONNET_MODEL: '',
    ANTHROPIC_DEFAULT_HAIKU_MODEL: '',
    ...variables,
  });
  const routed = (token: string) =>
    owned({
      ANTHROPIC_BASE_URL: bench.gateway.url,
      ANTHROPIC_AUTH_TOKEN: token,
      ANTHROPIC_CUSTOM_HEADERS: 'x-portkey-trace-id: t-1',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'claude-opus-pinned',
    });

  const open = async (form: unknown, extra?: Readonly<Record<string, string>>): Promise<void> => {
    await writeLocalSettings(bench.worktree, form);
    session = await bench.open(extra);
  };
  const emptied = async () => {
    await writeLocalSettings(bench.worktree, { env: owned({}) });
    return bench.watch(session, FOLLOWS_WITHIN_MS);
  };
  const restored = async () => {
    await replaceFile(localSettingsPath(bench.worktree), ORIGINAL);
    return bench.watch(session, FOLLOWS_WITHIN_MS);
  };

  it('leaves the gateway when every variable is empty, and stays off when they are gone', async () => {
    await open({ env: routed('pk-token') });
    expect(await emptied()).toEqual([ROUTED, ANTHROPIC]);
    expect(await restored()).toEqual([ANTHROPIC]);
  });

  it('leaves the gateway from the keyless form without sending the login there', async () => {
    await open({ env: routed(''), apiKeyHelper: 'echo pk-helper' });
    expect(await emptied()).toEqual([KEYLESS, ANTHROPIC]);
    expect(await restored()).toEqual([ANTHROPIC]);
  });

  it('keeps every old value when the variables are removed in one step', async () => {
    await open({ env: routed('pk-token') });
    expect(await restored()).toEqual([ROUTED]);
  });

  it('sends the person’s own token to the gateway when the variables are removed in one step', async () => {
    await bench.home.writeUserSettings({ env: { ANTHROPIC_AUTH_TOKEN: 'own-token' } });
    await open({ env: routed('pk-token') });
    expect(await restored()).toEqual([ROUTED, { ...ROUTED, authorization: 'Bearer own-token' }]);
  });

  it('never sends the person’s own token to the gateway when emptied first', async () => {
    await bench.home.writeUserSettings({ env: { ANTHROPIC_AUTH_TOKEN: 'own-token' } });
    await open({ env: routed('pk-token') });
    expect(await emptied()).toEqual([ROUTED, ANTHROPIC]);
    expect(await restored()).toEqual([ANTHROPIC]);
  });

  it('never sees the empty step, and sends the person’s own token, when the second step comes too soon', async () => {
    await bench.home.writeUserSettings({ env: { ANTHROPIC_AUTH_TOKEN: 'own-token' } });
    await open({ env: routed('pk-token') });
    await writeLocalSettings(bench.worktree, { env: owned({}) });
    expect((await restored()).at(-1)).toEqual({ ...ROUTED, authorization: 'Bearer own-token' });
  });

  it('comes back to the person’s own settings after both steps', async () => {
    await bench.home.writeUserSettings({
      env: { ANTHROPIC_AUTH_TOKEN: 'own-token', ANTHROPIC_BASE_URL: bench.elsewhere.url },
    });
    await open({ env: routed('pk-token') });
    expect(await emptied()).toEqual([ROUTED, ANTHROPIC]);
    expect(await restored()).toEqual([
      ANTHROPIC,
      { to: 'elsewhere', authorization: 'Bearer own-token' },
    ]);
  });

  it('does not come back to the process environment after both steps', async () => {
    await open(
      { env: routed('pk-token') },
      { ANTHROPIC_BASE_URL: bench.elsewhere.url, ANTHROPIC_AUTH_TOKEN: 'process-token' },
    );
    expect(await emptied()).toEqual([ROUTED, ANTHROPIC]);
    expect(await restored()).toEqual([ANTHROPIC]);
  });
});
