import fs from 'node:fs';
import path from 'node:path';

import { type EnvLayer, explainEnv, PRECEDENCE } from '../../shared/domain/effective-env.ts';
import { ok } from '../../shared/domain/failure.ts';
import { SETTINGS_PATH } from '../services/claude-settings/file/locate-file.ts';
import { claudePlaces, createLayerReader } from '../services/claude-settings/read-layers.ts';
import { findClaudeVersions } from '../services/doctor/claude-version.ts';
import { envLayers } from '../services/doctor/env-layers.ts';
import { type CommandContext, resolveWorktree } from './context.ts';
import { finish, type Output } from './output.ts';

const LAYER_NAMES = {
  managed: 'managed settings',
  'main-local': 'the main checkout’s own settings',
  local: 'the worktree’s own settings',
  project: 'the team’s settings',
  user: 'your settings',
  process: 'this terminal’s environment',
} as const;

function placeOf({ layer, file }: { layer: EnvLayer['kind']; file: string | null }): string {
  return file === null ? LAYER_NAMES[layer] : `${LAYER_NAMES[layer]} (${file})`;
}

/** A value on one line: headers stand on lines of their own in it. */
function oneLine(value: string): string {
  return value === '' ? '(empty, which hides what is below)' : value.replaceAll('\n', ' ⏎ ');
}

function textOf(folder: string): string | null {
  try {
    return fs.readFileSync(path.join(folder, SETTINGS_PATH), 'utf8');
  } catch {
    // Not there, or not for this person: for their Claude Code neither.
    return null;
  }
}

/** `switchyard env <worktree> --explain [--claude VERSION]`: what Claude Code will really use there, and why. */
export async function explain(
  name: string,
  asked: string | undefined,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const found = await resolveWorktree(name, context.core);
  const worktree = found.ok ? await context.core.scanner.findWorktree(found.value) : found;
  if (!worktree.ok) return finish(output, worktree, () => ({ json: null, text: '' }));
  const { platform, env } = process;
  const places = claudePlaces(platform, env, context.core.personHome);
  const readLayers = createLayerReader(places);
  const layers = envLayers(readLayers(worktree.value, textOf(worktree.value.path)), env);
  const version = asked ?? findClaudeVersions(context.core.personHome)[0] ?? null;
  const variables = explainEnv(layers, version);
  const malformed = layers.flatMap(({ state, file }) =>
    state === 'malformed' && file !== null ? [file] : [],
  );

  for (const file of malformed) {
    output.note(
      `${file} is not strict JSON, so Claude Code ignores it whole. See: switchyard repair.`,
    );
  }
  output.note(
    version === null
      ? `No Claude Code was found, so this is the order of ${PRECEDENCE[0]?.since ?? ''} and later.`
      : `This is the order of Claude Code ${version}.`,
  );
  output.note(
    'A --settings flag, with which Claude Code may be started, would win over all but managed settings.',
  );
  return finish(output, ok(variables), () => ({
    json: {
      ok: true,
      worktree: worktree.value.path,
      claude: version,
      layers: layers.map(({ kind, file, state }) => ({ layer: kind, file, state })),
      variables,
    },
    text: variables
      .flatMap((variable) => [
        `${variable.name}=${oneLine(variable.winner.value)}`,
        `  from ${placeOf(variable.winner)}`,
        ...variable.shadowed.map(
          (lost) => `  wins over ${oneLine(lost.value)} in ${placeOf(lost)}`,
        ),
      ])
      .join('\n'),
  }));
}
