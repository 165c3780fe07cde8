import type { EnvLayer, LayerKind } from '../../../shared/domain/effective-env.ts';
import type { SettingsLayer, SettingsLayers } from '../claude-settings/read-layers.ts';

/** The layers that Claude Code reads in a worktree, as the resolution wants them. Pure. */
export function envLayers(
  layers: SettingsLayers,
  processEnv: Readonly<Record<string, string | undefined>> | null,
): EnvLayer[] {
  const layer = (kind: LayerKind, one: SettingsLayer): EnvLayer => ({
    kind,
    file: one.file,
    state: one.exists ? (one.env === null ? 'malformed' : 'read') : 'missing',
    env: one.env ?? {},
  });
  const inherited = Object.entries(processEnv ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return [
    ...layers.managed.map((one) => layer('managed', one)),
    ...(layers.mainLocal === null ? [] : [layer('main-local', layers.mainLocal)]),
    layer('local', layers.local),
    layer('project', layers.project),
    layer('user', layers.user),
    {
      kind: 'process',
      file: null,
      state: processEnv === null ? 'unknown' : 'read',
      env: Object.fromEntries(inherited),
    },
  ];
}
