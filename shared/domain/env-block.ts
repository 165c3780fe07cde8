import type { Account } from './account.ts';
import {
  API_KEY_GUARD,
  type ComposedHeader,
  composeHeaders,
  type HeaderLayer,
  LOGIN_GUARD,
  serialiseHeaders,
} from './header-set.ts';
import { clipMetadataValue, type Metadata, parseMetadata, serialiseMetadata } from './metadata.ts';
import { isUniversal, type Preset } from './preset.ts';
import type { Worktree } from './worktree.ts';

/** The variables that Switchyard writes, and the only ones that it ever touches. Order is the order of writing. */
export const OWNED_VARIABLES = [
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_CUSTOM_HEADERS',
  'ANTHROPIC_DEFAULT_SONNET_MODEL',
  'ANTHROPIC_DEFAULT_OPUS_MODEL',
  'ANTHROPIC_DEFAULT_HAIKU_MODEL',
  'ANTHROPIC_MODEL',
] as const;

export type OwnedVariable = (typeof OWNED_VARIABLES)[number];
export type EnvBlock = Readonly<Record<OwnedVariable, string>>;

/** Variables whose whole value is a credential. */
export const SECRET_VARIABLES: ReadonlySet<string> = new Set([
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_API_KEY',
]);

export function isOwnedVariable(name: string): name is OwnedVariable {
  return (OWNED_VARIABLES as readonly string[]).includes(name);
}

export interface EnvBlockInput {
  readonly account: Account;
  /** The Portkey key. Not written when the account's delivery is `helper`. */
  readonly key: string;
  readonly preset: Preset;
  readonly trace: string;
  readonly worktree: Pick<Worktree, 'id' | 'repo' | 'branch'>;
  /** What the person adds to the metadata. Already checked. */
  readonly metadata: Metadata;
  /** Headers set elsewhere, strongest first. They are carried, because one variable holds all headers. */
  readonly layers: readonly HeaderLayer[];
  /** True when Claude Code would send a credential of the person's own as x-api-key beside the Portkey key. */
  readonly guardApiKey: boolean;
}

export interface ComposedEnv {
  readonly env: EnvBlock;
  readonly headers: readonly ComposedHeader[];
  readonly metadata: Metadata;
}

/** Metadata that a team put into a committed header is kept below ours: dropping it would lose their tags. */
function inheritedMetadata(layers: readonly HeaderLayer[]): Metadata {
  const merged: Record<string, string> = {};
  for (const layer of layers.toReversed()) {
    for (const header of layer.headers) {
      if (header.name.toLowerCase() !== 'x-portkey-metadata') continue;
      for (const [key, value] of Object.entries(parseMetadata(header.value) ?? {})) {
        merged[key] = clipMetadataValue(value);
      }
    }
  }
  return merged;
}

function modelsOf(preset: Preset): Record<'sonnet' | 'opus' | 'haiku' | 'model', string> {
  const { models } = preset;
  // Conductor passes `--model opus` and the like, which beats ANTHROPIC_MODEL but not a pinned tier, so one model for
  // everything pins all three as well (measured, conductor-claude.md §E4).
  if (isUniversal(models)) {
    return { sonnet: models.model, opus: models.model, haiku: models.model, model: models.model };
  }
  return {
    sonnet: models.sonnet ?? '',
    opus: models.opus ?? '',
    haiku: models.haiku ?? '',
    model: '',
  };
}

/**
 * The environment that apply writes: every owned variable, always, so that a running session cannot keep a stale one
 * (an empty string behaves as unset; a removed variable would stay in force until the session restarts: measured).
 */
export function composeEnv(input: EnvBlockInput): ComposedEnv {
  const { account, preset, worktree } = input;
  const metadata: Metadata = {
    ...inheritedMetadata(input.layers),
    ...input.metadata,
    worktree: worktree.id,
    repo: clipMetadataValue(worktree.repo),
    ...(worktree.branch === null ? {} : { branch: clipMetadataValue(worktree.branch) }),
  };
  const keyless = account.delivery === 'helper';
  const own: ComposedHeader[] = [];
  const add = (name: string, value: string, origin: ComposedHeader['origin'] = 'switchyard') => {
    own.push({ name, value, origin });
  };
  if (!keyless) add('x-portkey-api-key', input.key);
  if (preset.provider !== undefined) add('x-portkey-provider', preset.provider);
  if (preset.config !== undefined) add('x-portkey-config', preset.config);
  add('x-portkey-trace-id', input.trace);
  add('x-portkey-metadata', serialiseMetadata(metadata));
  for (const [name, value] of Object.entries(preset.headers ?? {})) add(name, value, 'preset');
  // Keyless, the helper's output would also go out as x-api-key; and if the helper goes while the URL stays (a broken
  // file), the person's login would be sent to the gateway (measured).
  if (keyless || input.guardApiKey) add(API_KEY_GUARD.name, API_KEY_GUARD.value);
  if (keyless) add(LOGIN_GUARD.name, LOGIN_GUARD.value);
  const headers = composeHeaders(own, input.layers);
  const models = modelsOf(preset);
  return {
    env: {
      ANTHROPIC_BASE_URL: account.gatewayUrl,
      ANTHROPIC_AUTH_TOKEN: keyless ? '' : input.key,
      ANTHROPIC_API_KEY: '',
      ANTHROPIC_CUSTOM_HEADERS: serialiseHeaders(headers),
      ANTHROPIC_DEFAULT_SONNET_MODEL: models.sonnet,
      ANTHROPIC_DEFAULT_OPUS_MODEL: models.opus,
      ANTHROPIC_DEFAULT_HAIKU_MODEL: models.haiku,
      ANTHROPIC_MODEL: models.model,
    },
    headers,
    metadata,
  };
}
