import { type EnvLayer, PRECEDENCE } from '../../shared/domain/effective-env.ts';
import { ok } from '../../shared/domain/failure.ts';
import { explainWorktree } from '../doctor/explain-worktree.ts';
import { createWorktreeReader } from '../doctor/read-worktree.ts';
import { type CommandContext, findNamedWorktree } from './context.ts';
import { finish, type Output } from './output.ts';

const LAYER_NAMES = {
  managed: 'managed settings',
  'main-local': 'the main checkout’s own settings',
  local: 'the worktree’s own settings',
  project: 'the team’s settings',
  user: 'your settings',
  conductor: 'Conductor’s Env panel',
  process: 'this terminal’s environment',
} as const;

function placeOf({ layer, file }: { layer: EnvLayer['kind']; file: string | null }): string {
  return file === null ? LAYER_NAMES[layer] : `${LAYER_NAMES[layer]} (${file})`;
}

/** A value on one line: headers stand on lines of their own in it. */
function oneLine(value: string): string {
  return value === '' ? '(empty, which hides what is below)' : value.replaceAll('\n', ' ⏎ ');
}

/** `switchyard env <worktree> --explain [--claude VERSION]`: what Claude Code will really use there, and why. */
export async function explain(
  name: string,
  asked: string | undefined,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const worktree = await findNamedWorktree(name, context.core);
  if (!worktree.ok) return finish(output, worktree, () => ({ json: null, text: '' }));
  const { personHome } = context.core;
  const { platform, env } = process;
  const reader = createWorktreeReader({ personHome, platform, env, inherits: true });
  const { claude: version, layers, variables } = explainWorktree(worktree.value, reader, asked);
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
      layers,
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
