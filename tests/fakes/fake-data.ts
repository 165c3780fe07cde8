import type { Account } from '../../shared/domain/account.ts';
import type { AppSnapshot, WorktreeView } from '../../shared/domain/app-snapshot.ts';
import type { Assignment } from '../../shared/domain/assignment.ts';
import type { FailureCode } from '../../shared/domain/failure-codes.ts';
import { PRESET_TEMPLATES } from '../../shared/domain/preset-templates.ts';
import type { Preset } from '../../shared/domain/preset.ts';
import { moneyOf } from './fake-money.ts';

export type Scenario =
  | 'empty'
  | 'first-run'
  /** A first run where git ignores no settings file. */
  | 'unlisted'
  | 'no-keychain'
  | 'one'
  | 'forty'
  | 'five-hundred'
  | 'attention'
  | 'refusals'
  | 'long-names'
  /** Analytics are not part of the plan, so spend is an estimate. */
  | 'plan'
  /** Portkey has not answered for twelve minutes. */
  | 'stale'
  /** The budget of the day is used up. */
  | 'over'
  /** Nothing was read yet. */
  | 'no-spend-yet';

const HOME = '/Users/mira';
/** A fixed past, so that ages are dates and pictures do not change. */
export const THEN = '2026-08-14T09:30:00.000Z';

export const ACCOUNT: Account = {
  id: 'work',
  gatewayUrl: 'https://api.portkey.ai',
  adminUrl: 'https://api.portkey.ai/v1',
  delivery: 'token',
  selfHosted: false,
  key: { last4: '9f3c', savedAt: THEN },
};

export function templates(...ids: string[]): Preset[] {
  return ids.flatMap((id) => {
    const found = PRESET_TEMPLATES.find((one) => one.preset.id === id);
    return found === undefined ? [] : [found.preset];
  });
}

const CITIES = [
  'lisbon', 'oslo', 'new-york', 'kyoto', 'nairobi', 'lima', 'tallinn', 'perth', 'quito', 'seoul',
  'tunis', 'bergen', 'dakar', 'hanoi', 'izmir', 'porto', 'riga', 'sofia', 'turin', 'vienna',
] as const; // prettier-ignore
const BRANCHES = [
  'fix-login', 'main', 'spike/streaming', 'checkout-v2', 'deps', 'dark-mode', 'rate-limits',
] as const; // prettier-ignore

export function worktree(repo: string, name: string, branch: string | null): WorktreeView {
  const main = name === repo;
  const mainPath = `${HOME}/code/${repo}`;
  return {
    path: main ? mainPath : `${HOME}/conductor/workspaces/${repo}/${name}`,
    id: `${repo}-${name}`.slice(0, 60),
    name,
    repo,
    commonDir: `${mainPath}/.git`,
    mainPath,
    branch,
    detachedAt: branch === null ? '4f2a1c9d8e7b6a5f4e3d2c1b0a9f8e7d6c5b4a39' : null,
    main,
    conductor: !main,
    bare: false,
    locked: null,
    prunable: null,
    missing: false,
    assignment: null,
    shadowedBy: [],
    drifted: false,
  };
}

export function assign(tree: WorktreeView, preset: string): WorktreeView {
  const assignment: Assignment = {
    worktreeId: tree.id,
    path: tree.path,
    presetId: preset,
    accountId: 'work',
    trace: `${tree.repo}-${tree.name}-7f2a`.slice(0, 118),
    metadata: {},
    appliedAt: THEN,
  };
  return { ...tree, assignment };
}

function many(repos: readonly string[], each: number): WorktreeView[] {
  return repos.flatMap((repo, r) => [
    worktree(repo, repo, 'main'),
    ...Array.from({ length: each }, (_, i) => {
      const city = CITIES[(i + r * 7) % CITIES.length] ?? 'lisbon';
      const name = i < CITIES.length ? city : `${city}-${Math.floor(i / CITIES.length) + 1}`;
      const tree = worktree(repo, name, BRANCHES[(i * 3 + r) % BRANCHES.length] ?? 'main');
      return i % 3 === 0 ? tree : assign(tree, i % 2 === 0 ? 'bedrock' : 'anthropic');
    }),
  ]);
}

/** Worktrees that answer an apply with a refusal, by their name. */
export const REFUSALS: Readonly<Record<string, FailureCode>> = {
  lisbon: 'settings.not_ignored',
  oslo: 'settings.unparsable',
  kyoto: 'settings.conflict',
  lima: 'settings.tracked',
  quito: 'key.missing',
};

function attention(): WorktreeView[] {
  const shadow = {
    file: `${HOME}/code/web/.claude/settings.local.json`,
    layer: 'main-checkout' as const,
    variables: ['ANTHROPIC_BASE_URL', 'ANTHROPIC_CUSTOM_HEADERS'],
  };
  return [
    assign(worktree('web', 'web', 'main'), 'anthropic'),
    { ...assign(worktree('web', 'lisbon', 'fix-login'), 'bedrock'), shadowedBy: [shadow] },
    { ...worktree('web', 'oslo', 'spike/streaming'), shadowedBy: [shadow] },
    { ...assign(worktree('api', 'kyoto', 'rate-limits'), 'anthropic'), drifted: true },
    assign(worktree('api', 'lima', null), 'bedrock'),
    { ...worktree('api', 'quito', 'deps'), missing: true },
    { ...worktree('mirror', 'mirror', 'main'), bare: true },
  ];
}

const LONG = 'a-workspace-with-a-name-that-nobody-would-type-but-a-script-might-'.repeat(3);

function longNames(): WorktreeView[] {
  const repo = `an-organisation-with-a-very-long-name-and-a-repository-to-match-${LONG}`;
  return [
    assign(worktree(repo, LONG, `feature/${LONG}`), 'long'),
    worktree(repo, `${LONG}-2`, `feature/${LONG}`),
  ];
}

const ROOTS: AppSnapshot['roots'] = [
  { path: `${HOME}/conductor/workspaces`, source: 'conductor', exists: true },
  { path: `${HOME}/code`, source: 'person', exists: true },
];

const FRESH = (): WorktreeView[] => [
  worktree('web', 'web', 'main'),
  worktree('web', 'lisbon', 'fix-login'),
  worktree('web', 'oslo', 'spike/streaming'),
  worktree('api', 'api', 'main'),
  worktree('api', 'kyoto', 'rate-limits'),
];

const TREES: Readonly<Record<Scenario, () => WorktreeView[]>> = {
  empty: () => [],
  'first-run': FRESH,
  unlisted: FRESH,
  'no-keychain': FRESH,
  one: () => [assign(worktree('web', 'lisbon', 'fix-login'), 'anthropic')],
  forty: () => many(['web', 'api', 'handbook', 'mobile'], 9),
  'five-hundred': () =>
    many(['web', 'api', 'handbook', 'mobile', 'infra', 'design', 'data', 'site', 'cli', 'lab'], 49),
  attention,
  refusals: () => [...Object.keys(REFUSALS), 'porto'].map((name) => worktree('web', name, 'main')),
  'long-names': longNames,
  plan: () => many(['web', 'api'], 5),
  stale: () => many(['web', 'api'], 5),
  over: () => many(['web', 'api'], 5),
  'no-spend-yet': () => many(['web', 'api'], 5),
};

/** The state that a scenario begins with. */
export function startOf(scenario: Scenario): AppSnapshot {
  const worktrees = TREES[scenario]();
  const first =
    scenario === 'first-run' ||
    scenario === 'unlisted' ||
    scenario === 'empty' ||
    scenario === 'no-keychain';
  const presets = first ? [] : templates('anthropic', 'bedrock', 'vertex', 'openai');
  return {
    rev: 1,
    mode: 'live',
    version: '0.1.0',
    platform: 'darwin',
    secrets:
      scenario === 'no-keychain'
        ? { available: false, reason: 'No Secret Service answers on this machine.' }
        : { available: true, reason: null },
    accounts: first ? [] : [ACCOUNT],
    defaultAccount: first ? null : 'work',
    presets:
      scenario === 'long-names'
        ? [
            ...presets,
            {
              id: 'long',
              name: `Preset ${LONG}`.slice(0, 80),
              provider: `@${LONG}`,
              models: { model: LONG },
            },
          ]
        : presets,
    roots: scenario === 'empty' ? ROOTS.slice(0, 1) : ROOTS,
    worktrees,
    scan: {
      running: false,
      at: THEN,
      problems:
        scenario === 'attention'
          ? [{ path: `${HOME}/code/old`, message: 'The folder may not be read.' }]
          : [],
    },
    ...moneyOf(scenario, worktrees),
    paused: false,
    desktop: null,
    link: null,
    rules: [],
    provisioned: [],
    drifts: [],
    undo: null,
  };
}
