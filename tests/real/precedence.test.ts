/**
 * Which settings file wins in the real Claude Code, against what the product predicts: the same trees of files, values,
 * empties, odd values and broken files on both sides of the version in which the order changed.
 */
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { resolveEnv } from '../../shared/domain/effective-env.ts';
import { parseHeaders } from '../../shared/domain/header-set.ts';
import { type AnthropicStandin, startAnthropicStandin } from './peers/anthropic-standin.ts';
import { runClaude } from './peers/claude-cli.ts';
import { type ClaudeHome, makeClaudeHome } from './peers/claude-home.ts';
import { CLAUDE_VERSION, requireClaude } from './peers/claude-install.ts';
import {
  type Endpoints,
  type FileLayer,
  layersOf,
  layerTrees,
  type Tree,
  writeTree,
} from './peers/layer-trees.ts';
import { bodyObject } from './peers/loopback.ts';
import { type Outside, startOutside } from './peers/outside.ts';
import { makeRepo } from './peers/repo.ts';

/** The last version that reads a worktree's own file only; from the next one on the main checkout's wins. */
const BEFORE = '2.1.210';
/** Each tree sets five variables apart from each other, so these are three hundred combinations of layers. */
const TREES = 60;
/** As many at once as this machine has processors for. */
const LANES = 2;

/** What one run sent, or that it sent nothing. */
interface Observed {
  readonly to: string;
  readonly token: string | null;
  readonly key: string | null;
  readonly probe: string | null;
  /** Null where nothing names a model: which one the CLI takes then is its own affair. */
  readonly model: string | null;
}

interface Lane {
  readonly home: ClaudeHome;
  readonly worktree: string;
  readonly places: Readonly<Record<FileLayer, string>>;
  readonly endpoints: Readonly<Record<keyof Endpoints, AnthropicStandin>>;
  dispose(): Promise<void>;
}

async function openLane(outside: Outside): Promise<Lane> {
  const repo = await makeRepo({ worktrees: 1 });
  const home = await makeClaudeHome({ proxyUrl: outside.url });
  const worktree = repo.worktrees[0] ?? '';
  const names = ['mainLocal', 'local', 'project', 'user', 'process'] as const;
  const started = await Promise.all(
    names.map(async (name) => [name, await startAnthropicStandin()] as const),
  );
  const endpoints = Object.fromEntries(started) as Lane['endpoints'];
  return {
    home,
    worktree,
    endpoints,
    places: {
      mainLocal: path.join(repo.main, '.claude/settings.local.json'),
      local: path.join(worktree, '.claude/settings.local.json'),
      project: path.join(worktree, '.claude/settings.json'),
      user: path.join(home.configDir, 'settings.json'),
    },
    dispose: async () => {
      await Promise.all([
        ...started.map(([, one]) => one.dispose()),
        repo.dispose(),
        home.dispose(),
      ]);
    },
  };
}

const urlsOf = (lane: Lane): Endpoints =>
  Object.fromEntries(
    Object.entries(lane.endpoints).map(([name, one]) => [name, one.url]),
  ) as Endpoints;

function predict(
  tree: Tree,
  lane: Lane,
  env: Readonly<Record<string, string>>,
  version: string,
): Observed | null {
  const effective = resolveEnv(layersOf(tree, lane.places, env), version);
  const of = (name: string): string | null => {
    const found = effective.get(name)?.value ?? '';
    return found === '' ? null : found;
  };
  const [token, key, headers] = [
    of('ANTHROPIC_AUTH_TOKEN'),
    of('ANTHROPIC_API_KEY'),
    of('ANTHROPIC_CUSTOM_HEADERS'),
  ];
  // Without any credential Claude Code asks for a login and sends nothing.
  if (token === null && key === null) return null;
  return {
    to: of('ANTHROPIC_BASE_URL') ?? '',
    token: token === null ? null : `Bearer ${token}`,
    key,
    probe: parseHeaders(headers ?? '').find(({ name }) => name === 'x-probe')?.value ?? null,
    model: of('ANTHROPIC_MODEL'),
  };
}

async function observe(
  claude: string,
  tree: Tree,
  lane: Lane,
  env: Readonly<Record<string, string>>,
): Promise<Observed | null> {
  for (const one of Object.values(lane.endpoints)) one.reset();
  await writeTree(tree, lane.places);
  await runClaude({ claude, cwd: lane.worktree, env, prompt: 'hi' });
  for (const one of Object.values(lane.endpoints)) {
    const [first] = one.messages();
    if (first === undefined) continue;
    const { headers, body } = first;
    const model = bodyObject(body)['model'];
    return {
      to: one.url,
      token: headers['authorization'] ?? null,
      key: headers['x-api-key'] ?? null,
      probe: headers['x-probe'] ?? null,
      model: typeof model === 'string' ? model : null,
    };
  }
  return null;
}

const versions = await Promise.all(
  [CLAUDE_VERSION, BEFORE].map((version) => requireClaude(version)),
);

describe.each(versions.flatMap((claude) => (claude === null ? [] : [claude])))(
  'Claude Code $version',
  ({ path: claude, version }) => {
    let outside: Outside;
    let lanes: readonly Lane[];
    beforeAll(async () => {
      outside = await startOutside();
      lanes = await Promise.all(Array.from({ length: LANES }, () => openLane(outside)));
    });
    afterAll(async () => {
      await Promise.all(lanes.map((lane) => lane.dispose()));
      await outside.dispose();
    });

    it(`uses what is predicted in ${TREES} trees of settings`, { timeout: 400_000 }, async () => {
      const disagreements: unknown[] = [];
      let sent = 0;
      let boundary = 0;
      const run = async (lane: Lane, at: number): Promise<void> => {
        const trees = layerTrees(TREES, urlsOf(lane));
        for (let index = at; index < TREES; index += LANES) {
          const tree = trees[index];
          if (tree === undefined) throw new Error('There are fewer trees than asked for.');
          const env = {
            ...lane.home.env,
            ...tree.process,
            ANTHROPIC_BASE_URL: lane.endpoints.process.url,
            ANTHROPIC_AUTH_TOKEN: 'token-process',
          };
          const predicted = predict(tree, lane, env, version);
          const other = predict(tree, lane, env, version === BEFORE ? CLAUDE_VERSION : BEFORE);
          if (JSON.stringify(predicted) !== JSON.stringify(other)) boundary += 1;
          const observed = await observe(claude, tree, lane, env);
          if (observed !== null) sent += 1;
          const compared =
            observed === null || predicted?.model !== null
              ? observed
              : { ...observed, model: null };
          if (JSON.stringify(compared) !== JSON.stringify(predicted)) {
            disagreements.push({ index, tree, predicted, observed });
          }
        }
      };
      await Promise.all(lanes.map(run));
      console.log(
        `${version}: ${TREES} trees, ${sent} sent something, ${boundary} differ on the other side of ${BEFORE}`,
      );
      expect(disagreements).toEqual([]);
      // Most trees send something, and many tell the two orders apart: else this would show nothing.
      expect(sent).toBeGreaterThan(TREES / 2);
      expect(boundary).toBeGreaterThan(TREES / 10);
      expect(outside.attempts).toEqual([]);
    });
  },
);
