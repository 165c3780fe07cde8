import type { Need } from './needs.ts';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

export interface Stage {
  readonly name: string;
  readonly kind: 'check' | 'vitest' | 'playwright';
  readonly heading: string;
  readonly needs: readonly Need[];
  /** Stages that must have passed in the same run, if they are part of it. */
  readonly after: readonly string[];
  /** One or more commands; the first that fails ends the stage. For a suite there is exactly one. */
  readonly commands: readonly Command[];
}

const run = (program: string, ...args: string[]): Command => ({ program, args });
const check = (name: string, heading: string, ...commands: Command[]): Stage => ({
  name,
  kind: 'check',
  heading,
  needs: [],
  after: [],
  commands,
});
const vitest = (
  name: string,
  heading: string,
  more: Partial<Pick<Stage, 'needs' | 'after'>> = {},
): Stage => ({
  name,
  kind: 'vitest',
  heading,
  needs: more.needs ?? [],
  after: more.after ?? [],
  commands: [run('vitest', 'run', '--config', 'build/vitest.config.ts', '--project', name)],
});

/** Everything that a full pass is made of, in the order in which it runs. */
export const STAGES: readonly Stage[] = [
  check('format', 'Format (prettier)', run('prettier', '--check', '.')),
  check('lint', 'Lint (oxlint, type-aware)', run('oxlint', '--type-aware')),
  check(
    'types',
    'Types (tsc)',
    run('tsc', '-p', '.'),
    run('tsc', '-p', 'shared'),
    run('tsc', '-p', 'electron'),
    run('tsc', '-p', 'renderer'),
  ),
  check('build', 'Build', run('node', 'build/build.ts')),
  vitest('unit', 'Unit tests'),
  vitest('contract', 'Contract tests (built output, layers, sizes)', { after: ['build'] }),
  vitest('crash', 'Crashes and races: killed at any instant, several writers'),
  vitest('secrets', 'Secrets: the real keychain, through keytar', { needs: ['keychain'] }),
  {
    name: 'renderer',
    kind: 'playwright',
    heading: 'Renderer: the built interface in Chromium',
    needs: ['chromium'],
    after: ['build'],
    commands: [run('playwright', 'test', '--config', 'build/playwright.config.ts')],
  },
  vitest('shell', 'The Electron host: the built app on a stand-in, its windows in Chromium', {
    needs: ['chromium'],
    after: ['build'],
  }),
  vitest('real', 'Real peers: Claude Code, Portkey’s gateway, git', {
    needs: ['keychain'],
    after: ['build'],
  }),
];

export type Selection =
  | { readonly ok: true; readonly stages: readonly Stage[]; readonly whole: boolean }
  | { readonly ok: false; readonly message: string };

/** The stages that were asked for by name, in their own order; all when none was named. */
export function selectStages(names: readonly string[]): Selection {
  if (names.length === 0) return { ok: true, stages: STAGES, whole: true };
  const unknown = names.filter((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    const known = STAGES.map((stage) => stage.name).join(', ');
    return { ok: false, message: `There is no “${unknown.join('”, “')}”. Name any of: ${known}.` };
  }
  const stages = STAGES.filter((stage) => names.includes(stage.name));
  return { ok: true, stages, whole: stages.length === STAGES.length };
}

/** Why a stage cannot run, given the stages of this run that failed; null when it can. */
export function blockedBy(stage: Stage, failed: ReadonlySet<string>): string | null {
  const first = stage.after.find((name) => failed.has(name));
  return first === undefined ? null : `${first} failed`;
}
