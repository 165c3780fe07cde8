import { z } from 'zod';

import { maskVariable } from './secret-text.ts';

/**
 * Where Claude Code takes variables from. `main-local`: the main checkout's settings.local.json, read in its linked
 * worktrees. `conductor`: the variables of Conductor's Env panel, which it puts into the environment of the sessions that it starts. `process`: the environment that Claude Code was started with.
 */
export const layerKindSchema = z.enum([
  'managed',
  'main-local',
  'local',
  'project',
  'user',
  'conductor',
  'process',
]);
export type LayerKind = z.infer<typeof layerKindSchema>;

/** A layer with what it says. A file that is `malformed` (no strict JSON) is ignored whole by Claude Code (measured). */
export interface EnvLayer {
  readonly kind: LayerKind;
  /** Absolute path; null for the process environment. */
  readonly file: string | null;
  readonly state: 'read' | 'missing' | 'malformed' | 'unknown';
  readonly env: Readonly<Record<string, string>>;
}

/** From which version of Claude Code on layers win over each other in this order, strongest first. */
interface Precedence {
  readonly since: string;
  readonly order: readonly LayerKind[];
}

/**
 * Measured against the real CLI; `tests/real/precedence.test.ts` holds it there, on both sides of the boundary. Flags of the
 * command line stand between `managed` and the rest, and nobody outside can know them.
 */
export const PRECEDENCE: readonly Precedence[] = [
  {
    since: '2.1.211',
    order: ['managed', 'main-local', 'local', 'project', 'user', 'conductor', 'process'],
  },
  { since: '0.0.0', order: ['managed', 'local', 'project', 'user', 'conductor', 'process'] },
];

/**
 * What a managed file that is no JSON object does, beside counting for nothing (measured in 2.1.330 and 2.1.210; where between the two
 * it changed is not known). `refuses`: Claude Code does not start. `own-model`: it goes on, and passes over the model that is named.
 */
const BROKEN_POLICY = [
  { since: '2.1.330', effect: 'refuses' },
  { since: '0.0.0', effect: 'own-model' },
] as const;

/** What a broken managed file does in a version; the newest one's effect when the version is not known. */
export function brokenPolicy(version: string | null): 'refuses' | 'own-model' {
  return entryFor(BROKEN_POLICY, version)?.effect ?? 'refuses';
}

/** The entry of a table, newest first, that holds for a version; the newest one when the version is not known. */
function entryFor<T extends { readonly since: string }>(
  table: readonly T[],
  version: string | null,
): T | undefined {
  return (
    table.find(({ since }) => version === null || compareVersions(version, since) >= 0) ?? table[0]
  );
}

/** Negative, zero or positive as the first version is older than, the same as, or newer than the second. */
export function compareVersions(a: string, b: string): number {
  const parts = (version: string): number[] =>
    version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const [left, right] = [parts(a), parts(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The order that holds for a version; the newest one's when the version is not known. */
export function precedenceFor(version: string | null): readonly LayerKind[] {
  return entryFor(PRECEDENCE, version)?.order ?? [];
}

/** A value and where it stands. */
export const placedValueSchema = z.object({
  layer: layerKindSchema,
  file: z.string().nullable(),
  /** Secrets are masked. */
  value: z.string(),
});
export type PlacedValue = z.infer<typeof placedValueSchema>;

/** What Claude Code will use of one variable, and which values lose. */
export const effectiveVariableSchema = z.object({
  name: z.string(),
  winner: placedValueSchema,
  /** Strongest first. An empty string is a value, too: it hides what is below it (measured). */
  shadowed: z.array(placedValueSchema),
});
export type EffectiveVariable = z.infer<typeof effectiveVariableSchema>;

/** Without masks, for those who compare and never print. */
export interface Effective {
  readonly name: string;
  readonly winner: EnvLayer;
  readonly value: string;
  readonly shadowed: readonly EnvLayer[];
}

/**
 * What is in force, variable by variable. Files of the same kind (managed ones) win in the order in which they are given.
 *
 * @param layers in any order of kinds; a layer of a kind that the version does not read is passed over
 * @param version of Claude Code; null: not known, so that of the newest order
 */
export function resolveEnv(
  layers: readonly EnvLayer[],
  version: string | null,
): ReadonlyMap<string, Effective> {
  const order = precedenceFor(version);
  const read = layers
    .filter(({ kind, state }) => state === 'read' && order.includes(kind))
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  const found = new Map<string, Effective>();
  for (const layer of read) {
    for (const [name, value] of Object.entries(layer.env)) {
      const known = found.get(name);
      found.set(
        name,
        known === undefined
          ? { name, winner: layer, value, shadowed: [] }
          : { ...known, shadowed: [...known.shadowed, layer] },
      );
    }
  }
  return found;
}

/** The variables that decide where requests go, what they carry and which model answers; in the order in which to show them. */
export const EXPLAINED_VARIABLES = [
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_CUSTOM_HEADERS',
  'ANTHROPIC_MODEL',
  'ANTHROPIC_DEFAULT_SONNET_MODEL',
  'ANTHROPIC_DEFAULT_OPUS_MODEL',
  'ANTHROPIC_DEFAULT_HAIKU_MODEL',
  'ANTHROPIC_SMALL_FAST_MODEL',
  'ANTHROPIC_BETAS',
  'CLAUDE_CODE_SUBAGENT_MODEL',
  'CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST',
  'CLAUDE_CODE_IGNORE_PERSISTED_TRUST',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_VERTEX',
  'CLAUDE_CONFIG_DIR',
  'DISABLE_PROMPT_CACHING',
  'HTTPS_PROXY',
  'NODE_EXTRA_CA_CERTS',
] as const;

/** Variables whose values are credentials although Switchyard never writes them. */
const OTHER_SECRETS: ReadonlySet<string> = new Set(['CLAUDE_CODE_OAUTH_TOKEN']);

function shown(name: string, value: string): string {
  return OTHER_SECRETS.has(name)
    ? maskVariable('ANTHROPIC_AUTH_TOKEN', value)
    : maskVariable(name, value);
}

function placed(name: string, layer: EnvLayer): PlacedValue {
  return { layer: layer.kind, file: layer.file, value: shown(name, layer.env[name] ?? '') };
}

/** What is in force of the variables that matter, with secrets masked, for people and for `--json`. */
export function explainEnv(
  layers: readonly EnvLayer[],
  version: string | null,
): EffectiveVariable[] {
  const effective = resolveEnv(layers, version);
  return EXPLAINED_VARIABLES.flatMap((name) => {
    const found = effective.get(name);
    return found === undefined
      ? []
      : [
          {
            name,
            winner: placed(name, found.winner),
            shadowed: found.shadowed.map((layer) => placed(name, layer)),
          },
        ];
  });
}
