import type { Effective } from '../effective-env.ts';
import type { Header } from '../header-set.ts';
import { shownName } from '../secret-text.ts';
import type { WorktreeFacts } from './facts.ts';
import { type Finding, finding } from './finding.ts';
import { headerOf } from './header-findings.ts';
import { kindOf, namedProvider, type ProviderKind } from './route-facts.ts';

/** Variables that name a model, with whom they serve. */
const MODEL_VARIABLES = [
  'ANTHROPIC_MODEL',
  'ANTHROPIC_DEFAULT_SONNET_MODEL',
  'ANTHROPIC_DEFAULT_OPUS_MODEL',
  'ANTHROPIC_DEFAULT_HAIKU_MODEL',
  'CLAUDE_CODE_SUBAGENT_MODEL',
] as const;

const ALIASES = [
  'ANTHROPIC_DEFAULT_SONNET_MODEL',
  'ANTHROPIC_DEFAULT_OPUS_MODEL',
  'ANTHROPIC_DEFAULT_HAIKU_MODEL',
] as const;

interface Named {
  readonly id: string;
  readonly variable: string;
  readonly file: string | null;
}

/** Every model that is named, once, without Claude Code's own `[1m]`, which it does not send. */
function modelsOf(effective: ReadonlyMap<string, Effective>): Named[] {
  const found = new Map<string, Named>();
  for (const variable of MODEL_VARIABLES) {
    const entry = effective.get(variable);
    const id = (entry?.value ?? '').trim().replace(/\[[^\]]*\]$/, '');
    if (id !== '' && !found.has(id)) {
      found.set(id, { id, variable, file: entry?.winner.file ?? null });
    }
  }
  return [...found.values()];
}

/** A model's ID in the forms that the clouds want (portkey-api.md §10.5). @returns what the right form looks like, or null */
function rightForm(id: string, kind: ProviderKind): string | null {
  if (kind === 'bedrock') {
    return id.startsWith('claude-') ? 'us.anthropic.claude-…' : null;
  }
  if (kind === 'vertex-ai') {
    return id.startsWith('claude-') || /^[a-z]{2,6}\.anthropic\./.test(id)
      ? 'anthropic.claude-…'
      : null;
  }
  return /anthropic\.claude-/.test(id) || /-v\d+:\d+$/.test(id) || /@\d{8}$/.test(id)
    ? 'claude-…'
    : null;
}

/** What is wrong with the provider that the headers name, as Portkey's own lists say. */
export function providerFindings(
  { portkey }: WorktreeFacts,
  headers: readonly Header[],
  file: string | null,
): Finding[] {
  if (portkey === null) return [];
  const config = headerOf(headers, 'x-portkey-config');
  const found: Finding[] = [];
  if (portkey.pinnedConfig !== null && config !== null) {
    found.push(
      finding(
        'route.pinned-config',
        { file, subject: 'x-portkey-config' },
        `The key of “${portkey.account}” has a config of its own, and Portkey refuses a request that names another (400).`,
      ),
    );
  }
  const provider = namedProvider(headers);
  if (provider === null || !provider.startsWith('@')) return found;
  const slug = provider.slice(1);
  const about = { file, subject: 'x-portkey-provider' } as const;
  const shown = shownName(provider);
  if (portkey.pinnedConfig !== null) {
    found.push(
      finding(
        'route.outranked',
        about,
        `The key of “${portkey.account}” has a config of its own, which decides instead of ${shown}.`,
      ),
    );
  }
  const listed = portkey.providers?.find((one) => one.slug === slug);
  const isInCatalogue =
    portkey.models === null ? null : [...portkey.models].some((id) => id.startsWith(`@${slug}/`));
  if (listed?.status === 'exhausted') {
    found.push(
      finding(
        'provider.exhausted',
        about,
        `The budget of ${shown} is used up, so Portkey answers 412.`,
      ),
    );
  } else if (listed?.status === 'expired' || listed?.status === 'archived') {
    found.push(
      finding('provider.expired', about, `${shown} has expired or was archived at Portkey.`),
    );
  } else if (listed === undefined && isInCatalogue === false) {
    found.push(
      finding(
        'provider.unknown',
        about,
        `${shown} is none of the providers that this key may use.`,
      ),
    );
  }
  return found;
}

/** What is wrong with the models that are named. */
export function modelFindings(
  facts: WorktreeFacts,
  effective: ReadonlyMap<string, Effective>,
  headers: readonly Header[],
): Finding[] {
  const { portkey } = facts;
  const found: Finding[] = [];
  const fix = facts.applied === null ? null : 'apply';
  const named = modelsOf(effective);
  const first = effective.get('ANTHROPIC_MODEL');
  if (
    first !== undefined &&
    first.value !== '' &&
    !ALIASES.some((name) => isSet(effective, name))
  ) {
    found.push(
      finding(
        'model.alias-open',
        { file: first.winner.file, subject: 'ANTHROPIC_DEFAULT_OPUS_MODEL', fix },
        'Only ANTHROPIC_MODEL is set, and Conductor starts Claude Code with --model opus or sonnet, which passes it over.',
      ),
    );
  }
  const old = effective.get('ANTHROPIC_SMALL_FAST_MODEL');
  if (old !== undefined && old.value !== '') {
    found.push(
      finding(
        'model.stale-default',
        { file: old.winner.file, subject: 'ANTHROPIC_SMALL_FAST_MODEL' },
        'ANTHROPIC_SMALL_FAST_MODEL is no longer used; ANTHROPIC_DEFAULT_HAIKU_MODEL names the small model.',
      ),
    );
  }
  const provider = namedProvider(headers);
  if (provider === null) return found;
  const kind = kindOf(provider, portkey);
  const slug = provider.startsWith('@') ? provider : null;
  const offered =
    portkey?.models === null || portkey?.models === undefined || slug === null
      ? null
      : new Set([...portkey.models].filter((id) => id.startsWith(`${slug}/`)));
  for (const { id, variable, file } of named) {
    const whole = id.startsWith('@') ? id : `${slug ?? ''}/${id}`;
    const isOffered = offered === null || offered.size === 0 ? null : offered.has(whole);
    const about = { file, subject: variable } as const;
    const shown = shownName(id);
    const form =
      kind === null || isOffered === true || id.startsWith('@') ? null : rightForm(id, kind);
    if (form !== null) {
      found.push(
        finding(
          'model.wrong-form',
          about,
          `“${shown}” is not how ${shownName(provider)} calls a Claude model: its IDs look like ${form}.`,
        ),
      );
    } else if (isOffered === false && (slug === null || whole.startsWith(`${slug}/`))) {
      found.push(
        finding(
          'model.unknown',
          about,
          `“${shown}” is not among the models of ${shownName(provider)} at Portkey.`,
        ),
      );
    } else if (portkey?.isPriced?.(id) === false) {
      found.push(
        finding(
          'model.unpriced',
          about,
          `Portkey’s price list has no “${shown}”, so its spend may read as $0.`,
        ),
      );
    }
    if (kind === 'bedrock' && !/claude/.test(id))
      found.push(...plainBedrock(effective, about, shown));
  }
  return found;
}

function isSet(effective: ReadonlyMap<string, Effective>, name: string): boolean {
  return (effective.get(name)?.value ?? '') !== '';
}

/** Models on Bedrock that are no Claude refuse caching and betas with 403 (portkey-api.md §10.4). */
function plainBedrock(
  effective: ReadonlyMap<string, Effective>,
  about: { readonly file: string | null; readonly subject: string },
  shown: string,
): Finding[] {
  const missing = ['DISABLE_PROMPT_CACHING', 'CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS'].filter(
    (name) => !isSet(effective, name),
  );
  return missing.length === 0
    ? []
    : [
        finding(
          'beta.unsupported',
          about,
          `“${shown}” on Bedrock refuses what Claude Code asks for beyond plain messages; set ${missing.join(' and ')} to 1.`,
        ),
      ];
}
