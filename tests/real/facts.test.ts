/**
 * What the real Claude Code does with credentials when it starts. The product's promise "a login never goes to the
 * gateway" stands on these; a new CLI version that changes one of them fails here first.
 */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeBench } from './peers/bench.ts';
import type { Bench } from './peers/bench.ts';
import { requireClaude } from './peers/claude-install.ts';
import { writeLocalSettings } from './peers/repo.ts';

const claude = await requireClaude();
const LOGIN = 'sk-ant-oat01-the-persons-login';
/** Header lines that take the place of a login or key that Claude Code would otherwise add. */
const GUARD = ['Authorization: Bearer no-key', 'x-api-key: no-key'];

describe.skipIf(claude === null)('credentials that Claude Code sends at its start', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await makeBench(claude?.path ?? '');
  });
  afterEach(() => bench.dispose());

  const write = (
    settings: { token?: string; helper?: string; headers?: readonly string[] } = {},
  ): Promise<void> =>
    writeLocalSettings(bench.worktree, {
      env: {
        ANTHROPIC_BASE_URL: bench.gateway.url,
        ANTHROPIC_AUTH_TOKEN: settings.token ?? '',
        ANTHROPIC_API_KEY: '',
        ANTHROPIC_CUSTOM_HEADERS: (settings.headers ?? []).join('\n'),
      },
      ...(settings.helper !== undefined && { apiKeyHelper: settings.helper }),
    });

  it('sends the helper’s output as bearer and as x-api-key', async () => {
    await bench.home.saveLogin(LOGIN);
    await write({ helper: 'echo pk-helper' });
    expect(await bench.run()).toMatchObject({ code: 0 });
    expect(bench.sent()).toEqual([
      { to: 'gateway', authorization: 'Bearer pk-helper', apiKey: 'pk-helper' },
    ]);
  });

  it.each([
    ['exits with 3', 'exit 3', 'exited 3'],
    ['prints nothing', 'true', 'did not return a value'],
    ['is not there', '/nonexistent/security -w', 'exited 127'],
    ['prints a key but exits with 3', 'sh -c "echo pk-helper; exit 3"', 'exited 3'],
  ])('sends empty credentials, never the login, when the helper %s', async (_, helper, says) => {
    await bench.home.saveLogin(LOGIN);
    await write({ helper });
    const outcome = await bench.run();
    expect(outcome.stderr).toContain(says);
    expect(bench.sent()).toEqual([{ to: 'gateway', authorization: 'Bearer', apiKey: '' }]);
  });

  it('sends a marker, which the gateway refuses, when a helper that finds no key prints one', async () => {
    await bench.home.saveLogin(LOGIN);
    await write({ helper: '/nonexistent/security -w 2>/dev/null || { echo no-key; }' });
    await bench.run();
    expect(bench.sent()).toEqual([
      { to: 'gateway', authorization: 'Bearer no-key', apiKey: 'no-key' },
    ]);
  });

  it('asks again and never falls back to the login when the gateway refuses a failing helper', async () => {
    await bench.home.saveLogin(LOGIN);
    await write({ helper: 'exit 3' });
    bench.gateway.failNext({
      status: 401,
      type: 'authentication_error',
      message: 'no',
      times: 9,
    });
    const outcome = await bench.run({ CLAUDE_CODE_MAX_RETRIES: '1' });
    expect(outcome.stdout).toContain('apiKeyHelper script is failing');
    const sent = bench.sent();
    expect(sent.length).toBeGreaterThan(1);
    expect(new Set(sent.map((each) => each.authorization))).toEqual(new Set(['Bearer']));
  });

  it('never falls back to the login when the gateway refuses the token', async () => {
    await bench.home.saveLogin(LOGIN);
    await write({ token: 'pk-wrong' });
    bench.gateway.failNext({
      status: 401,
      type: 'authentication_error',
      message: 'no',
      times: 9,
    });
    expect(await bench.run({ CLAUDE_CODE_MAX_RETRIES: '1' })).toMatchObject({ code: 1 });
    const bearers = bench.sent().flatMap((each) => each.authorization ?? []);
    expect(new Set(bearers)).toEqual(new Set(['Bearer pk-wrong']));
  });

  it('sends the saved login to the gateway when a base URL stands there without a credential', async () => {
    await bench.home.saveLogin(LOGIN);
    await write();
    await bench.run();
    expect(bench.sent()).toContainEqual({ to: 'gateway', authorization: `Bearer ${LOGIN}` });
  });

  it('sends a custom Authorization header in place of the saved login', async () => {
    await bench.home.saveLogin(LOGIN);
    await write({ headers: GUARD });
    await bench.run();
    expect(bench.sent().filter((each) => each.to === 'gateway')).toEqual([
      { to: 'gateway', authorization: 'Bearer no-key', apiKey: 'no-key' },
    ]);
  });

  it('lets the token and the helper, even a failing one, win over a custom Authorization header', async () => {
    await write({ token: 'pk-token', headers: GUARD });
    await bench.run();
    await write({ helper: 'echo pk-helper', headers: GUARD });
    await bench.run();
    await write({ helper: 'exit 3', headers: GUARD });
    await bench.run();
    expect(bench.sent()).toEqual([
      { to: 'gateway', authorization: 'Bearer pk-token', apiKey: 'no-key' },
      { to: 'gateway', authorization: 'Bearer pk-helper', apiKey: 'no-key' },
      { to: 'gateway', authorization: 'Bearer', apiKey: 'no-key' },
    ]);
  });

  it('adds the person’s own helper output as x-api-key unless a custom x-api-key takes its place', async () => {
    await bench.home.writeUserSettings({ apiKeyHelper: 'echo sk-ant-own-helper' });
    await write({ token: 'pk-token' });
    await bench.run();
    await write({ token: 'pk-token', headers: GUARD });
    await bench.run();
    expect(bench.sent()).toEqual([
      { to: 'gateway', authorization: 'Bearer pk-token', apiKey: 'sk-ant-own-helper' },
      { to: 'gateway', authorization: 'Bearer pk-token', apiKey: 'no-key' },
    ]);
  });

  it('adds a saved Console key as x-api-key unless a custom x-api-key takes its place', async () => {
    await bench.home.saveConsoleKey('sk-ant-console');
    // With a base URL in the process environment the CLI's start-up calls do not try api.anthropic.com for 18 s.
    const extra = { ANTHROPIC_BASE_URL: bench.elsewhere.url };
    await write({ token: 'pk-token' });
    await bench.run(extra);
    await write({ token: 'pk-token', headers: GUARD });
    await bench.run(extra);
    expect(bench.sent()).toEqual([
      { to: 'gateway', authorization: 'Bearer pk-token', apiKey: 'sk-ant-console' },
      { to: 'gateway', authorization: 'Bearer pk-token', apiKey: 'no-key' },
    ]);
  });

  it('sends nothing of an exported key, token or header when the file sets its own', async () => {
    await write({ token: 'pk-token', headers: ['x-portkey-trace-id: t-1'] });
    const outcome = await bench.run({
      ANTHROPIC_API_KEY: 'sk-ant-real',
      ANTHROPIC_AUTH_TOKEN: 'sk-ant-real-token',
      CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-real',
      ANTHROPIC_CUSTOM_HEADERS: 'x-own: sk-ant-real',
      ANTHROPIC_BASE_URL: bench.elsewhere.url,
    });
    expect(outcome).toMatchObject({ code: 0, stdout: 'ok\n' });
    expect(JSON.stringify(bench.gateway.requests)).not.toContain('sk-ant');
    expect(bench.sent()).toEqual([
      { to: 'gateway', authorization: 'Bearer pk-token', traceId: 't-1' },
    ]);
  });
});
