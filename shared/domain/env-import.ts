import { type Finding, finding } from './doctor/finding.ts';
import { metadataFindings, routeFindings } from './doctor/header-findings.ts';
import { readEnvText } from './env-text.ts';
import { fail, ok, type Result } from './failure.ts';
import { checkHeader, type Header, holdsSecret, isGuard, MANAGED_HEADERS } from './header-set.ts';
import { readHeaderTexts } from './import-headers.ts';
import { importModels } from './import-models.ts';
import { importCredential, importUrl, isPlaceholder } from './import-credential.ts';
import { type Metadata, parseMetadata } from './metadata.ts';
import type { Preset } from './preset.ts';
import { maskLikelySecrets } from './secret-text.ts';
import type { SecretValue } from './secret-value.ts';
import { slugify } from './trace-id.ts';

/** What a pasted environment means. Nothing in it holds a secret but `key`. */
export interface EnvImport {
  /** Without `/v1`; null when the text names none that can be used. */
  readonly gatewayUrl: string | null;
  readonly selfHosted: boolean;
  /** Null when the text holds none, a masked one, or a guide’s place-holder. */
  readonly key: SecretValue | null;
  /** Not checked yet: a text may lack what a preset needs. */
  readonly preset: Preset;
  /** Without `worktree`, `repo` and `branch`, which every apply sets. */
  readonly metadata: Metadata;
  readonly findings: readonly Finding[];
  /** Names of variables that are not taken over. */
  readonly ignored: readonly string[];
}

const HEADERS = 'ANTHROPIC_CUSTOM_HEADERS';
/** The older name of the haiku tier. */
const SMALL = 'ANTHROPIC_SMALL_FAST_MODEL';
const TAKEN: ReadonlySet<string> = new Set([
  'ANTHROPIC_BASE_URL',
  'ANTHROPIC_AUTH_TOKEN',
  'ANTHROPIC_API_KEY',
  HEADERS,
  'ANTHROPIC_DEFAULT_SONNET_MODEL',
  'ANTHROPIC_DEFAULT_OPUS_MODEL',
  'ANTHROPIC_DEFAULT_HAIKU_MODEL',
  SMALL,
  'ANTHROPIC_MODEL',
]);

/** Headers that a preset may keep, with a word on each that it may not. */
function extraHeaders(headers: readonly Header[], key: SecretValue | null) {
  const kept: Record<string, string> = {};
  const findings: Finding[] = [];
  for (const header of headers) {
    if (MANAGED_HEADERS.has(header.name.toLowerCase()) || isGuard(header)) continue;
    const shown = maskLikelySecrets(header.name);
    const about = { subject: shown.toLowerCase() };
    const secret = key?.reveal();
    if (!checkHeader(header.name, header.value).ok) {
      findings.push(
        finding(
          'headers.invalid',
          about,
          `${shown} cannot be sent, or Claude Code sets it itself; left out.`,
        ),
      );
    } else if (holdsSecret(header) || (secret !== undefined && header.value.includes(secret))) {
      findings.push(
        finding(
          'headers.lost',
          about,
          `${shown} holds a credential, which a preset may not, because presets are shared; set it in ~/.claude/settings.json, from where it is carried along.`,
        ),
      );
    } else kept[header.name] = header.value;
  }
  return { kept, findings };
}

interface Route {
  readonly provider: string | undefined;
  readonly config: string | undefined;
  readonly findings: readonly Finding[];
}

function routeOf(headers: readonly Header[], hosted: boolean): Route {
  const valueOf = (name: string) =>
    headers.find((one) => one.name.toLowerCase() === name)?.value ?? '';
  const [provider, config] = [valueOf('x-portkey-provider'), valueOf('x-portkey-config')];
  const findings: Finding[] = [...routeFindings(headers, null, hosted)];
  const inline = config.startsWith('{');
  if (inline) {
    findings.push(
      finding(
        'route.config-invalid',
        { subject: 'x-portkey-config' },
        'The config is written out, which a preset cannot keep: save it on Portkey’s Configs page and name its ID (pc-…).',
      ),
    );
  }
  const usesConfig = config !== '' && !inline;
  if (usesConfig && provider !== '') {
    findings.push(
      finding(
        'headers.lost',
        { subject: 'x-portkey-provider' },
        'Beside a config the provider is ignored, so only the config is taken over.',
      ),
    );
  }
  if (isPlaceholder(provider) || isPlaceholder(config)) {
    findings.push(
      finding(
        'route.missing',
        { subject: 'x-portkey-provider' },
        'The route is a guide’s place-holder: put your own provider slug into it.',
      ),
    );
  }
  if (valueOf('x-portkey-virtual-key') !== '') {
    findings.push(
      finding(
        'headers.lost',
        { subject: 'x-portkey-virtual-key' },
        'A virtual key is not taken over: name the provider (@slug) that took its place.',
      ),
    );
  }
  if (valueOf('x-portkey-trace-id') !== '') {
    findings.push(
      finding(
        'trace.duplicate',
        { subject: 'x-portkey-trace-id' },
        'One trace ID for every workspace tells none apart; it is left out, and each workspace gets its own.',
      ),
    );
  }
  return {
    config: usesConfig ? config : undefined,
    provider: usesConfig || provider === '' ? undefined : provider,
    findings,
  };
}

function metadataOf(headers: readonly Header[]): Metadata {
  const text = headers.find((one) => one.name.toLowerCase() === 'x-portkey-metadata')?.value;
  const { worktree, repo, branch, ...rest } = parseMetadata(text ?? '') ?? {};
  return rest;
}

/** A preset that holds the key (one that was put into the wrong field) would be shared with it. */
function holdsKey(preset: Preset, metadata: Metadata, key: SecretValue | null): boolean {
  return key !== null && JSON.stringify([preset, metadata]).includes(key.reveal());
}

/**
 * Reads what somebody pasted from Conductor’s Env panel, from a guide, or from a settings file, and says what is wrong with
 * it in the doctor’s words. Writes nothing, and no finding holds a value that could be a key.
 * @param name what the preset is to be called; made from the route when left out
 * @returns `request.invalid` (field `text`) when nothing in the text concerns Claude Code, or it cannot be read
 */
export function importEnv(text: string, name?: string): Result<EnvImport> {
  const read = readEnvText(text);
  if (!read.ok) return read;
  const taken = read.value.filter((one) => TAKEN.has(one.name));
  if (taken.length === 0) {
    return fail('request.invalid', {
      field: 'text',
      message: 'No variable of Claude Code stands in this text.',
      hint: 'Paste lines such as ANTHROPIC_BASE_URL=https://api.portkey.ai.',
    });
  }
  // Of a variable that stands there twice the last one counts, as in every environment.
  const env = new Map(taken.map((one) => [one.name, one.value] as const));
  const headers = readHeaderTexts(
    taken.filter((one) => one.name === HEADERS && one.value !== '').map((one) => one.value),
  );
  const url = importUrl(env.get('ANTHROPIC_BASE_URL'));
  const credential = importCredential(env, headers.headers);
  const route = routeOf(headers.headers, !url.selfHosted);
  const models = importModels({
    model: env.get('ANTHROPIC_MODEL') ?? '',
    sonnet: env.get('ANTHROPIC_DEFAULT_SONNET_MODEL') ?? '',
    opus: env.get('ANTHROPIC_DEFAULT_OPUS_MODEL') ?? '',
    haiku: env.get('ANTHROPIC_DEFAULT_HAIKU_MODEL') ?? env.get(SMALL) ?? '',
    needed: route.provider !== undefined,
  });
  const extra = extraHeaders(headers.headers, credential.key);
  const title = name?.trim() ?? route.provider ?? route.config ?? 'Imported';
  const preset: Preset = {
    id: slugify(title, 64) === '' ? 'imported' : slugify(title, 64),
    name: title.replace(/^@/, ''),
    ...(route.provider === undefined ? {} : { provider: route.provider }),
    ...(route.config === undefined ? {} : { config: route.config }),
    models: models.models,
    ...(Object.keys(extra.kept).length === 0 ? {} : { headers: extra.kept }),
  };
  const metadata = metadataOf(headers.headers);
  if (holdsKey(preset, metadata, credential.key)) {
    return fail('request.invalid', {
      field: 'text',
      message: 'The key also stands where a route, a model, a header or metadata belongs.',
      hint: 'Correct the text, so that the key stands in the token and in x-portkey-api-key alone.',
    });
  }
  return ok({
    gatewayUrl: url.gatewayUrl,
    selfHosted: url.selfHosted,
    key: credential.key,
    preset,
    metadata,
    findings: [
      ...url.findings,
      ...credential.findings,
      ...headers.findings,
      ...route.findings,
      ...metadataFindings(headers.headers, null),
      ...extra.findings,
      ...models.findings,
    ].map((one) => ({ ...one, fix: null })),
    ignored: [...new Set(read.value.map((one) => one.name).filter((one) => !TAKEN.has(one)))],
  });
}
