import type { EnvLayer, LayerKind } from '../../../shared/domain/effective-env.ts';
import type { SettingsLayer, SettingsLayers } from '../claude-settings/read-layers.ts';

/** The settings files that Claude Code reads in a worktree, as the resolution wants them. Pure. */
export function envLayers(layers: SettingsLayers): EnvLayer[] {
  const layer = (kind: LayerKind, one: SettingsLayer): EnvLayer => ({
    kind,
    file: one.file,
    state: one.exists ? (one.env === null ? 'malformed' : 'read') : 'missing',
    env: one.env ?? {},
  });
  return [
    ...layers.managed.map((one) => layer('managed', one)),
    ...(layers.mainLocal === null ? [] : [layer('main-local', layers.mainLocal)]),
    layer('local', layers.local),
    layer('project', layers.project),
    layer('user', layers.user),
  ];
}

/** The environment that Claude Code is started with. @param env null when nobody outside can know it */
export function processLayer(env: Readonly<Record<string, string | undefined>> | null): EnvLayer {
  const known = Object.entries(env ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const state = env === null ? 'unknown' : 'read';
  return { kind: 'process', file: null, state, env: Object.fromEntries(known) };
}
