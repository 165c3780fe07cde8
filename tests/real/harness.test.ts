import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runClaude } from './peers/claude-cli.ts';
import { makeClaudeHome } from './peers/claude-home.ts';
import type { ClaudeHome } from './peers/claude-home.ts';
import { requireClaude } from './peers/claude-install.ts';
import { bodyObject } from './peers/loopback.ts';
import { PORTKEY_KEY, startPeers } from './peers/peers.ts';
import type { Peers } from './peers/peers.ts';
import { makeRepo, writeLocalSettings } from './peers/repo.ts';
import type { TestRepo } from './peers/repo.ts';

const claude = await requireClaude();

let peers: Peers;
let repo: TestRepo;
let home: ClaudeHome;

beforeAll(async () => {
  peers = await startPeers();
  repo = await makeRepo({ worktrees: 1 });
  home = await makeClaudeHome({ proxyUrl: peers.outside.url });
});
afterAll(async () => {
  await Promise.all([peers, repo, home].map((each) => each.dispose()));
});
beforeEach(() => peers.reset());

describe.skipIf(claude === null)('real Claude Code behind the real gateway', () => {
  const run = (args: readonly string[] = []) =>
    runClaude({
      claude: claude?.path ?? '',
      cwd: repo.worktrees[0] ?? '',
      env: home.env,
      prompt: 'hi',
      args,
    });

  it('sends one request with every header through the whole chain', async () => {
    await writeLocalSettings(repo.worktrees[0] ?? '', {
      env: {
        ANTHROPIC_BASE_URL: peers.url,
        ANTHROPIC_AUTH_TOKEN: PORTKEY_KEY,
        ANTHROPIC_API_KEY: '',
        ANTHROPIC_CUSTOM_HEADERS: [
          `x-portkey-api-key: ${PORTKEY_KEY}`,
          'x-portkey-provider: @anthropic-prod',
          'x-portkey-trace-id: trace-one',
          'x-portkey-metadata: {"worktree":"work-1","repo":"main"}',
        ].join('\n'),
        ANTHROPIC_DEFAULT_OPUS_MODEL: 'claude-opus-pinned',
      },
    });

    const outcome = await run(['--model', 'opus']);

    expect(outcome).toMatchObject({ code: 0, stdout: 'ok\n' });
    expect(peers.catalogue.requests.map((each) => [each.method, each.path])).toEqual([
      ['POST', '/v1/messages?beta=true'],
    ]);
    const arrived = peers.catalogue.requests[0];
    expect(arrived?.headers).toMatchObject({
      authorization: `Bearer ${PORTKEY_KEY}`,
      'x-portkey-api-key': PORTKEY_KEY,
      'x-portkey-provider': '@anthropic-prod',
      'x-portkey-trace-id': 'trace-one',
      'x-portkey-metadata': '{"worktree":"work-1","repo":"main"}',
    });
    expect(arrived?.headers).not.toHaveProperty('x-api-key');
    expect(bodyObject(arrived?.body)['model']).toBe('claude-opus-pinned');

    // Behind the gateway: the stored credential and nothing of the Portkey key.
    expect(peers.standin.requests).toHaveLength(1);
    const upstream = peers.standin.requests[0];
    expect(upstream?.headers).toMatchObject({ 'x-api-key': 'sk-stored-prod' });
    expect(JSON.stringify(upstream?.rawHeaders)).not.toContain(PORTKEY_KEY);
    expect(bodyObject(upstream?.body)['model']).toBe('claude-opus-pinned');
    expect(peers.outside.attempts).toEqual([]);
  });

  it('reaches the provider that a saved config names', async () => {
    await writeLocalSettings(repo.worktrees[0] ?? '', {
      env: {
        ANTHROPIC_BASE_URL: peers.url,
        ANTHROPIC_AUTH_TOKEN: PORTKEY_KEY,
        ANTHROPIC_CUSTOM_HEADERS: 'x-portkey-config: pc-balanced',
      },
    });

    expect(await run()).toMatchObject({ code: 0, stdout: 'ok\n' });
    expect(peers.standin.messages().map((each) => each.headers['x-api-key'])).toEqual([
      'sk-stored-prod',
    ]);
  });

  it('reaches the provider that the model names', async () => {
    await writeLocalSettings(repo.worktrees[0] ?? '', {
      env: {
        ANTHROPIC_BASE_URL: peers.url,
        ANTHROPIC_AUTH_TOKEN: PORTKEY_KEY,
        ANTHROPIC_DEFAULT_OPUS_MODEL: '@anthropic-dev/claude-haiku-4-5',
      },
    });

    expect(await run(['--model', 'opus'])).toMatchObject({ code: 0, stdout: 'ok\n' });
    const upstream = peers.standin.messages();
    expect(upstream.map((each) => each.headers['x-api-key'])).toEqual(['sk-stored-dev']);
    expect(bodyObject(upstream[0]?.body)['model']).toBe('claude-haiku-4-5');
  });

  it.each([
    ['token', { ANTHROPIC_AUTH_TOKEN: PORTKEY_KEY }, undefined],
    ['helper', { ANTHROPIC_AUTH_TOKEN: '' }, `echo ${PORTKEY_KEY}`],
  ])('uses the stored credential beside guard headers in the %s form', async (_, env, helper) => {
    await writeLocalSettings(repo.worktrees[0] ?? '', {
      env: {
        ANTHROPIC_BASE_URL: peers.url,
        ANTHROPIC_CUSTOM_HEADERS: [
          'x-portkey-provider: @anthropic-prod',
          'Authorization: Bearer no-key',
          'x-api-key: no-key',
        ].join('\n'),
        ...env,
      },
      ...(helper !== undefined && { apiKeyHelper: helper }),
    });

    expect(await run()).toMatchObject({ code: 0, stdout: 'ok\n' });
    const arrived = peers.catalogue.messages()[0];
    expect(
      arrived?.rawHeaders
        .filter(([name]) => /^(authorization|x-api-key)$/i.test(name))
        .map(([, value]) => value)
        .sort(),
    ).toEqual([`Bearer ${PORTKEY_KEY}`, 'no-key']);
    expect(peers.standin.messages().map((each) => each.headers['x-api-key'])).toEqual([
      'sk-stored-prod',
    ]);
  });

  it('shows the gateway’s refusal of a failing helper and sends nothing upstream', async () => {
    await writeLocalSettings(repo.worktrees[0] ?? '', {
      env: {
        ANTHROPIC_BASE_URL: peers.url,
        ANTHROPIC_CUSTOM_HEADERS: 'x-portkey-provider: @anthropic-prod',
      },
      apiKeyHelper: 'exit 3',
    });

    expect((await run()).code).toBe(1);
    // The CLI runs the helper again after each 401, a few times even with retries off.
    const bearers = peers.catalogue.messages().map((each) => each.headers['authorization']);
    expect(new Set(bearers)).toEqual(new Set(['Bearer']));
    expect(peers.standin.requests).toEqual([]);
  });

  it('shows the gateway’s refusal of a wrong key and sends nothing upstream', async () => {
    await writeLocalSettings(repo.worktrees[0] ?? '', {
      env: {
        ANTHROPIC_BASE_URL: peers.url,
        ANTHROPIC_AUTH_TOKEN: 'pk-wrong',
        ANTHROPIC_CUSTOM_HEADERS: 'x-portkey-provider: @anthropic-prod',
      },
    });

    const outcome = await run();

    expect(outcome.code).toBe(1);
    expect(outcome.stdout).toContain('Error Code: 03');
    expect(peers.standin.requests).toEqual([]);
  });
});

describe('the catalogue in front of the gateway', () => {
  const ask = (headers: Record<string, string>) =>
    fetch(`${peers.url}/v1/models?limit=2`, { headers });

  it('lists the models of the workspace for its key', async () => {
    const answer = await ask({ 'x-portkey-api-key': PORTKEY_KEY });
    expect(await answer.json()).toMatchObject({
      object: 'list',
      total: 3,
      data: [
        { id: '@anthropic-prod/claude-opus-5-5' },
        { id: '@anthropic-prod/claude-sonnet-5-5' },
      ],
    });
  });

  it('refuses a wrong key in the gateway’s own envelope', async () => {
    const answer = await ask({ 'x-portkey-api-key': 'pk-wrong' });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ status: 'failure', error: { code: '03' } });
  });

  it('refuses a provider that the workspace does not have', async () => {
    const answer = await ask({
      'x-portkey-api-key': PORTKEY_KEY,
      'x-portkey-provider': '@nowhere',
    });
    expect(answer.status).toBe(400);
    expect(peers.standin.requests).toEqual([]);
  });
});
