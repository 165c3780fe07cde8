/**
 * Which settings file wins in the real Claude Code, against what the product predicts: the same trees of files, values,
 * empties, odd values and broken files on both sides of the version in which the order changed.
 */
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { brokenPolicy, resolveEnv } from '../../shared/domain/effective-env.ts';
import { parseHeaders } from '../../shared/domain/header-set.ts';
import { type AnthropicStandin, startAnthropicStandin } from './peers/anthropic-standin.ts';
import { runClaude } from './peers/claude-cli.ts';
import { type ClaudeHome, makeClaudeHome } from './peers/claude-home.ts';
import { CLAUDE_VERSION, requireClaude } from './peers/claude-install.ts';
import {
  type Endpoints,
  type FileLayer,
  FILES,
  layersOf,
  layerTrees,
  type Tree,
  writeTree,
} from './peers/layer-trees.ts';
import { bodyObject } from './peers/loopback.ts';
import { makePrivateEtc, mayMount } from './peers/private-etc.ts';
import { type Outside, startOutside } from './peers/outside.ts';
import { makeRepo } from './peers/repo.ts';

/** The last version that reads a worktree's own file only; from the next one on the main checkout's wins. */
const BEFORE = '2.1.210';
/**
 * For each version, other ones for each. Every tree sets five variables apart from each other, so these are three hundred combinations of
 * layers a version; SWITCHYARD_TREES names another number.
 */
const TREES = Number(process.env['SWITCHYARD_TREES'] ?? 60);
const SEED = 20261126;
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
  /** What starts Claude Code here. */
  readonly claude: string;
  readonly withManaged: boolean;
  dispose(): Promise<void>;
}

async function openLane(claude: string, outside: Outside): Promise<Lane> {
  const etc = await makePrivateEtc(claude);
  const repo = await makeRepo({ worktrees: 1 });
  const home = await makeClaudeHome({ proxyUrl: outside.url });
  const worktree = repo.worktrees[0] ?? '';
  const names = [...FILES, 'process'] as const;
  const started = await Promise.all(
    names.map(async (name) => [name, await startAnthropicStandin()] as const),
  );
  const endpoints = Object.fromEntries(started) as Lane['endpoints'];
  return {
    home,
    worktree,
    endpoints,
    claude: etc?.program ?? claude,
    withManaged: etc !== null,
    places: {
      dropIn: path.join(etc?.managed ?? home.home, 'managed-settings.d/20-team.json'),
      managed: path.join(etc?.managed ?? home.home, 'managed-settings.json'),
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
        etc?.dispose(),
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
  const layers = layersOf(tree, lane.places, env);
  const isBroken = layers.some(({ kind, state }) => kind === 'managed' && state === 'malformed');
  if (isBroken && brokenPolicy(version) === 'refuses') return null;
  const effective = resolveEnv(layers, version);
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
    model: isBroken ? null : of('ANTHROPIC_MODEL'),
  };
}

async function observe(
  tree: Tree,
  lane: Lane,
  env: Readonly<Record<string, string>>,
): Promise<Observed | null> {
  const { claude } = lane;
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

const isByAdministrator = ({ token, key, probe, model }: Observed): boolean =>
  [token, key, probe, model].some((value) => /managed|dropIn/.test(value ?? ''));

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
      lanes = await Promise.all(Array.from({ length: LANES }, () => openLane(claude, outside)));
    });
    afterAll(async () => {
      await Promise.all(lanes.map((lane) => lane.dispose()));
      await outside.dispose();
    });

    it(`uses what is predicted in ${TREES} trees of settings`, { timeout: 400_000 }, async () => {
      const disagreements: unknown[] = [];
      let sent = 0;
      let boundary = 0;
      let managed = 0;
      const run = async (lane: Lane, at: number): Promise<void> => {
        const trees = layerTrees(TREES, urlsOf(lane), {
          seed: SEED + (version === BEFORE ? 1 : 0),
          withManaged: lane.withManaged,
        });
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
          const observed = await observe(tree, lane, env);
          if (observed !== null) sent += 1;
          if (observed !== null && isByAdministrator(observed)) managed += 1;
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
        `${version}: ${TREES} trees, ${sent} sent something, ${boundary} differ on the other side of ${BEFORE}, ${managed} carried what an administrator set`,
      );
      expect(disagreements).toEqual([]);
      // Most trees send something, and many tell the two orders apart: else this would show nothing.
      expect(sent).toBeGreaterThan(TREES / 2);
      expect(boundary).toBeGreaterThan(TREES / 10);
      // Where no namespace can be made, as on a Mac, managed files are not part of the trees.
      if (mayMount()) expect(lanes.every(({ withManaged }) => withManaged)).toBe(true);
      if (lanes.every(({ withManaged }) => withManaged)) {
        expect(managed).toBeGreaterThan(TREES / 20);
      }
      expect(outside.attempts).toEqual([]);
    });
  },
);
