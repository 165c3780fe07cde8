import type { WorktreeFacts } from '../../../shared/domain/doctor/facts.ts';
import type { FindingCode } from '../../../shared/domain/doctor/finding.ts';
import type { PortkeyFacts } from '../../../shared/domain/doctor/portkey-facts.ts';
import type { EnvLayer, LayerKind } from '../../../shared/domain/effective-env.ts';

/** A secret that no finding may ever show. */
export const SECRET = 'pk-SECRET-abcdef1234567890';
export const OTHER = 'pk-SECRET-other-0987654321';
export const GATEWAY = 'https://api.portkey.ai';
const METADATA = '{"worktree":"w1","repo":"web"}';

type Env = Readonly<Record<string, string>>;
type Layers = Partial<Readonly<Record<LayerKind, Env | 'malformed'>>>;

export const headers = (lines: Readonly<Record<string, string>>): string =>
  Object.entries(lines)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

/** What apply writes: nothing is wrong with it. */
export const GOOD_HEADERS = {
  'x-portkey-api-key': SECRET,
  'x-portkey-provider': '@anthropic',
  'x-portkey-trace-id': 'web-lisbon-1',
  'x-portkey-metadata': METADATA,
} as const;
export const GOOD: Env = {
  ANTHROPIC_BASE_URL: GATEWAY,
  ANTHROPIC_AUTH_TOKEN: SECRET,
  ANTHROPIC_API_KEY: '',
  ANTHROPIC_CUSTOM_HEADERS: headers(GOOD_HEADERS),
  ANTHROPIC_DEFAULT_OPUS_MODEL: 'claude-opus-4-8',
};
const PATHS: Readonly<Record<LayerKind, string | null>> = {
  managed: '/etc/claude-code/managed-settings.json',
  'main-local': '/code/web/.claude/settings.local.json',
  local: '/w/lisbon/.claude/settings.local.json',
  project: '/w/lisbon/.claude/settings.json',
  user: '/home/p/.claude/settings.json',
  conductor: '/home/p/Library/Application Support/com.conductor.app/conductor.db',
  process: null,
};
export const FILE: WorktreeFacts['file'] = {
  path: '/w/lisbon/.claude/settings.local.json',
  exists: true,
  tracked: false,
  ignored: true,
  open: false,
  symlink: false,
  duplicates: [],
};

export function factsOf(layers: Layers, more: Partial<WorktreeFacts> = {}): WorktreeFacts {
  const all = (Object.entries(layers) as [LayerKind, Env | 'malformed'][]).map(
    ([kind, env]): EnvLayer => ({
      kind,
      file: PATHS[kind],
      state: env === 'malformed' ? 'malformed' : 'read',
      env: env === 'malformed' ? {} : env,
    }),
  );
  return {
    layers: all,
    version: '2.1.330',
    hasHelper: false,
    login: { consoleKey: false, foreignHelper: null },
    shell: [],
    committed: [],
    portkey: null,
    applied: { gatewayUrl: GATEWAY, drifted: false },
    otherWith: () => null,
    file: FILE,
    ...more,
  };
}

/** An account with which all is well, as Portkey tells it. */
export const WELL: PortkeyFacts = {
  account: 'work',
  key: 'valid',
  unreachable: null,
  models: new Set([
    '@anthropic/claude-opus-4-8',
    '@anthropic/claude-sonnet-4-6',
    '@bed/us.anthropic.claude-opus-4-8',
  ]),
  providers: [
    { slug: 'anthropic', kind: 'anthropic', status: 'active' },
    { slug: 'bed', kind: 'bedrock', status: 'active' },
    { slug: 'vert', kind: 'vertex-ai', status: 'active' },
  ],
  pinnedConfig: null,
  isPriced: () => true,
  clockAheadMs: 800,
};
/** What Portkey says, with a change. */
export const told = (change: Partial<PortkeyFacts> = {}): Partial<WorktreeFacts> => ({
  portkey: { ...WELL, ...change },
});

export const having = (change: Env): Env => ({ ...GOOD, ...change });
export const carrying = (change: Readonly<Record<string, string | undefined>>): Env =>
  having({
    ANTHROPIC_CUSTOM_HEADERS: headers(
      Object.fromEntries(
        Object.entries<string | undefined>({ ...GOOD_HEADERS, ...change }).filter(
          (entry): entry is [string, string] => entry[1] !== undefined,
        ),
      ),
    ),
  });
export const without = (...names: readonly string[]): Env =>
  Object.fromEntries(Object.entries(GOOD).filter(([name]) => !names.includes(name)));
export const withHeaders = (text: string): Env => having({ ANTHROPIC_CUSTOM_HEADERS: text });
export const flat = headers(GOOD_HEADERS);

/** A set-up that somebody has, and exactly what is wrong with it, in any order. */
export type Case = readonly [what: string, facts: WorktreeFacts, codes: readonly FindingCode[]];

export const local = (env: Env | 'malformed', more: Partial<WorktreeFacts> = {}) =>
  factsOf({ local: env }, more);
export const file = (change: Partial<WorktreeFacts['file']>) =>
  local(GOOD, { file: { ...FILE, ...change } });
export const KEYLESS = carrying({
  'x-portkey-api-key': undefined,
  'x-api-key': 'no-key',
  Authorization: 'Bearer no-key',
});
