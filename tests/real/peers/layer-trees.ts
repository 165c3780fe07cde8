import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import fc from 'fast-check';

import { envLayers } from '../../../electron/services/doctor/env-layers.ts';
import type { SettingsLayer } from '../../../electron/services/claude-settings/read-layers.ts';
import { layerOf } from '../../../electron/services/claude-settings/read-layers.ts';
import type { EnvLayer } from '../../../shared/domain/effective-env.ts';

/** The files that are written for each tree. Managed ones lie outside of anybody's home, so tests leave them alone. */
export const FILES = ['mainLocal', 'local', 'project', 'user'] as const;
export type FileLayer = (typeof FILES)[number];

/** What one file holds: null for none, else its text, broken or not. */
export type Tree = Readonly<Record<FileLayer, string | null>> & {
  /** What Claude Code is started with, beside the endpoint and the token that it always has here. */
  readonly process: Readonly<Record<string, string>>;
};

/** Where each layer's base URL leads, so that the server that is asked says which layer won. */
export type Endpoints = Readonly<Record<FileLayer | 'process', string>>;

const value = (layer: string, name: string) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constant(`${name}-${layer}`) },
    { weight: 1, arbitrary: fc.constant('') },
  );

/** A variable that a layer may have or not, in the forms that JSON allows. */
function envOf(layer: FileLayer, endpoints: Endpoints) {
  return fc.record(
    {
      // Never empty: that would lead to Anthropic's own endpoint.
      ANTHROPIC_BASE_URL: fc.constant(endpoints[layer]),
      ANTHROPIC_AUTH_TOKEN: value(layer, 'token'),
      ANTHROPIC_API_KEY: fc.oneof(
        { weight: 6, arbitrary: value(layer, 'key') },
        { weight: 1, arbitrary: fc.constantFrom(null, 12) },
      ),
      ANTHROPIC_CUSTOM_HEADERS: fc.oneof(
        { weight: 4, arbitrary: fc.constant(`x-probe: ${layer}`) },
        { weight: 1, arbitrary: fc.constant('') },
        { weight: 1, arbitrary: fc.constantFrom(null, { a: 1 }, ['x-probe: list']) },
      ),
      ANTHROPIC_MODEL: fc.oneof(
        { weight: 4, arbitrary: value(layer, 'claude-model') },
        { weight: 1, arbitrary: fc.constantFrom(7, true) },
      ),
    },
    { requiredKeys: [] },
  );
}

function fileOf(layer: FileLayer, endpoints: Endpoints): fc.Arbitrary<string | null> {
  const whole = envOf(layer, endpoints).map((env) => JSON.stringify({ env, unknown: [1] }));
  return fc.oneof(
    { weight: 6, arbitrary: whole },
    { weight: 2, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: whole.map((text) => `// a comment\n${text}`) },
    { weight: 1, arbitrary: whole.map((text) => text.slice(0, -2)) },
    { weight: 1, arbitrary: whole.map((text) => `\uFEFF${text}\n`) },
    { weight: 1, arbitrary: fc.constantFrom('', '{}', '[]', '{"env":[]}') },
  );
}

/** Trees of settings, the same ones every time. */
export function layerTrees(count: number, endpoints: Endpoints): readonly Tree[] {
  const tree = fc.record({
    mainLocal: fileOf('mainLocal', endpoints),
    local: fileOf('local', endpoints),
    project: fileOf('project', endpoints),
    user: fileOf('user', endpoints),
    process: fc.record(
      {
        ANTHROPIC_CUSTOM_HEADERS: fc.constant('x-probe: process'),
        ANTHROPIC_MODEL: fc.constant('claude-model-process'),
      },
      { requiredKeys: [] },
    ),
  });
  return fc.sample(tree, { numRuns: count, seed: 20261126 });
}

/** Puts a tree on the disk, in place of the one before. */
export async function writeTree(
  tree: Tree,
  places: Readonly<Record<FileLayer, string>>,
): Promise<void> {
  for (const layer of FILES) {
    const file = places[layer];
    const text = tree[layer];
    await mkdir(path.dirname(file), { recursive: true });
    if (text === null) await rm(file, { force: true });
    else await writeFile(file, text);
  }
}

/** The same tree as the product reads it. */
export function layersOf(
  tree: Tree,
  places: Readonly<Record<FileLayer, string>>,
  processEnv: Readonly<Record<string, string>>,
): EnvLayer[] {
  const layer = (name: FileLayer): SettingsLayer => layerOf(places[name], tree[name]);
  return envLayers(
    {
      user: layer('user'),
      project: layer('project'),
      local: layer('local'),
      mainLocal: layer('mainLocal'),
      managed: [],
      hasConsoleKey: false,
    },
    processEnv,
  );
}
