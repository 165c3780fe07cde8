/**
 * What really arrives at the gateway when the built product has put worktrees on presets: the command line, a keychain,
 * git, Claude Code started as Conductor starts it, and Portkey's own gateway, none of them replaced.
 */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { requireClaude } from './peers/claude-install.ts';
import { bodyObject } from './peers/loopback.ts';
import type { ArrivedRequest } from './peers/loopback.ts';
import { KEYS, makeProduct, PRESETS } from './peers/product.ts';
import type { Product } from './peers/product.ts';
import { localSettingsPath } from './peers/repo.ts';

const claude = await requireClaude();
const NAMES = ['lisbon', 'são paulo', 'Zürich – 東京'];
const [PROD, , BALANCED, EVERYTHING] = PRESETS;

describe.skipIf(claude === null)('a worktree that was put on a preset', () => {
  let product: Product;
  beforeAll(async () => {
    product = await makeProduct({ claude: claude?.path ?? '', worktrees: NAMES });
  });
  afterAll(() => product.dispose());
  beforeEach(() => product.peers.reset());

  const worktree = (name: string): string => join(product.repo.root, name);
  const apply = (name: string, ...args: string[]) =>
    product.switchyard.ask(['apply', worktree(name), ...args]);
  const metadataOf = (request: ArrivedRequest | undefined): unknown =>
    JSON.parse(request?.headers['x-portkey-metadata'] ?? '');
  /** The one request of a run that went well. */
  const arrivedFrom = async (
    name: string,
    args: readonly string[] = ['--model', 'opus'],
    env: Readonly<Record<string, string>> = {},
  ): Promise<ArrivedRequest> => {
    product.peers.reset();
    const outcome = await product.claude(worktree(name), { args, env });
    expect(outcome).toMatchObject({ code: 0, stdout: 'ok\n' });
    expect(product.peers.catalogue.requests).toHaveLength(1);
    expect(product.peers.standin.requests).toHaveLength(1);
    expect(product.peers.outside.attempts).toEqual([]);
    const [request] = product.peers.catalogue.messages();
    if (!request) throw new Error('No messages request arrived');
    return request;
  };

  it.each([
    { name: 'lisbon', preset: 'prod', upstream: 'sk-stored-prod', model: PROD.models.opus },
    {
      name: 'são paulo',
      preset: 'balanced',
      upstream: 'sk-stored-prod',
      model: BALANCED.models.opus,
    },
    {
      name: 'Zürich – 東京',
      preset: 'everything',
      upstream: 'sk-stored-dev',
      model: EVERYTHING.models.model,
    },
  ])('sends key, route, trace and metadata from “$name” on $preset', async (expected) => {
    const answer = await apply(expected.name, '--preset', expected.preset, '--meta', 'team=Größe');
    const arrived = await arrivedFrom(expected.name);

    expect(arrived.path).toBe('/v1/messages?beta=true');
    const preset = PRESETS.find((each) => each.id === expected.preset);
    const route = preset && 'config' in preset ? preset.config : preset?.provider;
    expect(arrived.headers).toMatchObject({
      authorization: `Bearer ${KEYS.work}`,
      'x-portkey-api-key': KEYS.work,
      'x-portkey-trace-id': answer['trace'],
    });
    // Exactly one of both: with both the gateway would ignore the provider.
    const routes = ['x-portkey-provider', 'x-portkey-config'].map((each) => arrived.headers[each]);
    expect(routes.filter((each) => each !== undefined)).toEqual([route]);
    expect(arrived.headers).not.toHaveProperty('x-api-key');
    for (const [, value] of arrived.rawHeaders) expect(value).toMatch(/^[\x20-\x7e]*$/);
    expect(metadataOf(arrived)).toEqual({
      worktree: expect.stringMatching(/^[a-z0-9-]+-[0-9a-f]{8}$/) as string,
      repo: 'main',
      branch: `person/${expected.name.replaceAll(/\s+/g, '-')}`,
      team: 'Größe',
    });
    expect(bodyObject(arrived.body)['model']).toBe(expected.model);

    const [upstream] = product.peers.standin.messages();
    expect(upstream?.headers['x-api-key']).toBe(expected.upstream);
    expect(JSON.stringify(upstream?.rawHeaders)).not.toContain(KEYS.work);
    // Nothing to commit: git ignores the file in every worktree of the repository.
    expect(await product.repo.git(worktree(expected.name), 'status', '--porcelain')).toBe('');
  });

  it('gives every worktree a metadata id and a trace of its own', async () => {
    const seen: (readonly [unknown, string | undefined])[] = [];
    for (const name of NAMES) {
      await apply(name, '--preset', 'dev');
      const arrived = await arrivedFrom(name);
      const { worktree: id } = metadataOf(arrived) as { worktree: string };
      seen.push([id, arrived.headers['x-portkey-trace-id']]);
    }
    expect(new Set(seen.map(([id]) => id)).size).toBe(NAMES.length);
    expect(new Set(seen.map(([, trace]) => trace)).size).toBe(NAMES.length);
  });

  const started = ['opus', 'sonnet', 'haiku', 'opus[1m]', null];
  it.each([
    {
      preset: PROD,
      models: [
        PROD.models.opus,
        PROD.models.sonnet,
        PROD.models.haiku,
        PROD.models.opus,
        PROD.models.opus,
      ],
    },
    { preset: EVERYTHING, models: started.map(() => EVERYTHING.models.model) },
  ])('asks for the models of $preset.id whatever Conductor names', async ({ preset, models }) => {
    await apply('lisbon', '--preset', preset.id);
    const runs = await Promise.all(
      started.map((model) =>
        product.claude(worktree('lisbon'), {
          prompt: `started with ${model}`,
          args: model === null ? [] : ['--model', model],
        }),
      ),
    );
    expect(runs.map((run) => run.stdout)).toEqual(runs.map(() => 'ok\n'));
    const requests = product.peers.catalogue.messages();
    expect(requests).toHaveLength(started.length);
    const askedFor = started.map((model) => {
      const request = requests.find((each) => each.bodyText.includes(`"started with ${model}"`));
      return bodyObject(request?.body)['model'];
    });
    expect(askedFor).toEqual(models);
  });

  it('uses a trace ID that was typed, keeps it over a switch, and refuses it for a second worktree', async () => {
    await apply('lisbon', '--preset', 'prod', '--trace', 'ticket-4711');
    const kept = await apply('lisbon', '--preset', 'dev');
    expect(kept['trace']).toBe('ticket-4711');
    const arrived = await arrivedFrom('lisbon');
    expect(arrived.headers).toMatchObject({
      'x-portkey-trace-id': 'ticket-4711',
      'x-portkey-provider': '@anthropic-dev',
    });
    // A header of the preset before is gone with it.
    expect(arrived.headers).not.toHaveProperty('x-cost-centre');
    const args = ['apply', worktree('são paulo'), '--preset', 'prod', '--trace', 'ticket-4711'];
    expect(await product.switchyard.refusal(args)).toMatchObject({ code: 'trace.taken' });
  });

  it('lets nothing of the process environment win or leak', async () => {
    const { trace } = await apply('lisbon', '--preset', 'prod');
    const arrived = await arrivedFrom('lisbon', ['--model', 'opus'], {
      ANTHROPIC_API_KEY: 'sk-ant-foreign-key',
      ANTHROPIC_AUTH_TOKEN: 'foreign-token',
      ANTHROPIC_CUSTOM_HEADERS: 'x-foreign: 1\nx-portkey-trace-id: foreign',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:9/foreign',
      ANTHROPIC_MODEL: 'foreign-model',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'foreign-opus',
    });
    expect(arrived.headers).toMatchObject({
      authorization: `Bearer ${KEYS.work}`,
      'x-portkey-trace-id': trace,
    });
    expect(JSON.stringify([arrived.rawHeaders, arrived.body])).not.toContain('foreign');
  });

  it('writes a file that only its owner can read', async () => {
    await apply('lisbon', '--preset', 'prod');
    expect((await stat(localSettingsPath(worktree('lisbon')))).mode & 0o777).toBe(0o600);
  });
});
