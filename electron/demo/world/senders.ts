import { isUniversal, type Preset } from '../../../shared/domain/preset.ts';
import { makeTraceId } from '../../../shared/domain/trace-id.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import { PRICES, type Price } from '../emulator/prices.ts';
import {
  CONFIG_SLUG,
  ELSEWHERE,
  PRESETS,
  PROVIDERS,
  REPOSITORIES,
  type SampleWorktree,
} from './cast.ts';
import { createRandom } from './random.ts';

/** What the sample data needs to know of a worktree on the disk. */
export type KnownWorktree = Pick<
  Worktree,
  'id' | 'path' | 'name' | 'repo' | 'branch' | 'commonDir' | 'main'
>;

/** Where a request goes. */
export interface Route {
  readonly providerSlug: string;
  readonly aiService: string;
  readonly model: string;
  readonly configSlug: string | null;
  /** Null where somebody's own plan pays and Portkey knows no price. */
  readonly price: Price | null;
}

/** A worktree, or something else, that requests come from. */
export interface Sender {
  /** For seeds; unique. */
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** With the time from which on each was in force, milliseconds since the epoch; empty: every request has one of its own. */
  readonly traces: readonly { readonly id: string; readonly from: number }[];
  readonly routes: readonly (readonly [route: Route, weight: number])[];
  readonly weight: number;
  readonly age: number;
  readonly busy: boolean;
}

/** A worktree of the sample that is to be put on a preset, with the trace IDs that it has had, the current one last. */
export interface PlannedAssignment {
  readonly worktree: KnownWorktree;
  readonly preset: string;
  readonly traces: readonly string[];
}

/** When the busiest worktree got the trace ID that it has now: so long ago, milliseconds. */
const NEW_TRACE_AGE = 90 * 60_000;

/** How often each of Claude Code's tiers is used. */
const TIERS = [
  ['sonnet', 5],
  ['opus', 3.5],
  ['haiku', 1.5],
] as const;

/** The routes of a preset and how often each is taken. */
export function routesOf(preset: Preset): Sender['routes'] {
  const slug = preset.provider?.slice(1) ?? PROVIDERS.direct.slug;
  const { aiService } =
    Object.values(PROVIDERS).find((one) => one.slug === slug) ?? PROVIDERS.direct;
  const route = (model: string): Route => ({
    providerSlug: slug,
    aiService,
    model,
    configSlug: preset.config ?? null,
    price: slug === PROVIDERS.max.slug ? null : (PRICES[aiService]?.[model] ?? null),
  });
  const { models } = preset;
  if (isUniversal(models)) return [[route(models.model), 1]];
  return TIERS.flatMap(([tier, weight]) => {
    const model = models[tier];
    return model === undefined ? [] : [[route(model), weight] as const];
  });
}

function presetRoutes(id: string): Sender['routes'] {
  const preset = PRESETS.find((one) => one.id === id);
  return preset === undefined ? [] : routesOf(preset);
}

/** The sample's worktrees that are really there, each with what the sample says of it. */
function known(worktrees: readonly KnownWorktree[]): [KnownWorktree, SampleWorktree][] {
  return REPOSITORIES.flatMap((repository) =>
    repository.worktrees.flatMap((sample): [KnownWorktree, SampleWorktree][] => {
      const worktree = worktrees.find(
        (one) => !one.main && one.repo === repository.name && one.name === sample.name,
      );
      return worktree === undefined ? [] : [[worktree, sample]];
    }),
  );
}

/** Which worktree is put on what. Trace IDs follow from the seed, so that the ledger can name them before. */
export function planAssignments(
  worktrees: readonly KnownWorktree[],
  seed: string,
): PlannedAssignment[] {
  return known(worktrees).flatMap(([worktree, sample], index) => {
    if (sample.preset === null) return [];
    const random = createRandom(`${seed}/trace/${worktree.repo}/${worktree.name}`);
    const trace = () => makeTraceId(worktree.repo, worktree.name, random.word(4));
    // One has had another before, so that there is a history to look at.
    const traces = index === 0 ? [trace(), trace()] : [trace()];
    return [{ worktree, preset: sample.preset, traces }];
  });
}

/** Everything that requests come from: the worktrees here, those elsewhere, and scripts that name no worktree. */
export function sendersOf(
  worktrees: readonly KnownWorktree[],
  assignments: readonly PlannedAssignment[],
  now: number,
): Sender[] {
  const here = known(worktrees).flatMap(([worktree, sample]): Sender[] => {
    const assignment = assignments.find((one) => one.worktree.id === worktree.id);
    if (assignment === undefined) return [];
    const { traces } = assignment;
    return [
      {
        name: `${worktree.repo}/${worktree.name}`,
        metadata: {
          worktree: worktree.id,
          repo: worktree.repo,
          ...(worktree.branch === null ? {} : { branch: worktree.branch }),
        },
        traces: traces.map((id, index) => ({
          id,
          from: index === 0 ? Number.NEGATIVE_INFINITY : now - NEW_TRACE_AGE,
        })),
        routes: presetRoutes(assignment.preset),
        weight: sample.weight,
        age: sample.age,
        busy: sample.busy,
      },
    ];
  });
  const always = { from: Number.NEGATIVE_INFINITY };
  const elsewhere = ELSEWHERE.map(({ id, repo, branch, weight }): Sender => ({
    name: id,
    metadata: { worktree: id, repo, branch },
    traces: [{ id: `${repo}-${id}`, ...always }],
    routes: presetRoutes('claude'),
    weight,
    age: 13,
    busy: false,
  }));
  const scripts: Sender = {
    name: 'scripts',
    metadata: {},
    traces: [],
    routes: presetRoutes('claude').filter(([route]) => route.model.includes('haiku')),
    weight: 0.5,
    age: 13,
    busy: false,
  };
  return [...here, ...elsewhere, scripts];
}

/** The catalogue of the sample: each provider's models, as the gateway lists them. */
export function catalogue(): Pick<Route, 'providerSlug' | 'model'>[] {
  const routes = PRESETS.filter((preset) => preset.config !== CONFIG_SLUG)
    .flatMap(routesOf)
    .map(([{ providerSlug, model }]) => ({ providerSlug, model }));
  return [...new Map(routes.map((one) => [`${one.providerSlug}/${one.model}`, one])).values()];
}
