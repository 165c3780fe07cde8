import type { Header } from '../header-set.ts';
import { type Finding, finding } from './finding.ts';
import type { PortkeyFacts } from './portkey-facts.ts';
import { kindOf } from './route-facts.ts';
import { headerOf } from './header-findings.ts';

/** The modes that Portkey's gateway takes; `load-balance` stands in an old guide and is refused (measured, conductor-claude.md §E3). */
const MODES: ReadonlySet<string> = new Set(['single', 'fallback', 'loadbalance', 'conditional']);

const BETA = 'anthropic-beta';

/** Fields of a config and of its parts (portkey-api.md §4.1). Others exist (credentials of clouds), so only what is nearly one of these is told. */
const FIELDS = {
  config: [
    'strategy',
    'targets',
    'provider',
    'virtual_key',
    'api_key',
    'retry',
    'cache',
    'request_timeout',
    'custom_host',
    'forward_headers',
    'override_params',
    'default_params',
    'drop_params',
    'input_guardrails',
    'output_guardrails',
    'before_request_hooks',
    'after_request_hooks',
    'weight',
    'name',
    'strict_open_ai_compliance',
  ],
  strategy: ['mode', 'on_status_codes', 'conditions', 'default', 'sticky', 'cb_config'],
  retry: ['attempts', 'on_status_codes', 'use_retry_after_header', 'use_retry_after_headers'],
  cache: ['mode', 'max_age'],
} as const;

type Json = Readonly<Record<string, unknown>>;

function asObject(value: unknown): Json | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Json)
    : null;
}

/**
 * What is wrong with a config that stands in the headers itself. Of a saved one (`pc-…`) nothing is known here.
 *
 * @param hosted whether the gateway is Portkey's own
 */
export function configFindings(
  config: string,
  file: string | null,
  hosted: boolean,
  portkey: PortkeyFacts | null,
): Finding[] {
  const about = { file, subject: 'x-portkey-config' } as const;
  let parsed: unknown;
  try {
    parsed = JSON.parse(config);
  } catch {
    return [
      finding(
        'route.config-invalid',
        about,
        'The config is neither the ID of a saved one (pc-…) nor JSON.',
      ),
    ];
  }
  const found: Finding[] = [];
  if (hosted) {
    found.push(
      finding(
        'route.inline-config',
        about,
        'The config stands in the header itself, which organisations made since June 2026 refuse unless they allow it; save it at Portkey and name its ID.',
      ),
    );
  }
  const whole = asObject(parsed);
  const mode = asObject(whole?.['strategy'])?.['mode'];
  if (mode !== undefined && !(typeof mode === 'string' && MODES.has(mode))) {
    found.push(
      finding(
        'route.config-mode',
        about,
        `The config’s mode ${wordOf(mode)}is none that Portkey has: single, fallback, loadbalance, conditional.`,
      ),
    );
  }
  if (whole === null) return found;
  return [
    ...found,
    ...spellingFindings(whole, file),
    ...modelFindings(whole, file, portkey),
    ...betaFindings(whole, file, portkey),
  ];
}

/** Every part of a config that has fields of its own, with what it is called. */
function partsOf(config: Json): [name: string, part: Json, fields: readonly string[]][] {
  const targets = Array.isArray(config['targets']) ? config['targets'] : [];
  return [config, ...targets].flatMap((entry, index) => {
    const part = asObject(entry);
    if (part === null) return [];
    const where = index === 0 ? 'the config' : `target ${index} of the config`;
    const inner = (['strategy', 'retry', 'cache'] as const).flatMap(
      (name): [string, Json, readonly string[]][] => {
        const found = asObject(part[name]);
        return found === null ? [] : [[`${name} of ${where}`, found, FIELDS[name]]];
      },
    );
    return [[where, part, FIELDS.config] as [string, Json, readonly string[]], ...inner];
  });
}

/** `forwardHeaders`, `forward-header` and `forward_headers` are the same to a person. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[-_ ]/g, '')
    .replace(/(ies|y|s)$/, '');
}

function spellingFindings(config: Json, file: string | null): Finding[] {
  return partsOf(config).flatMap(([where, part, fields]) =>
    Object.keys(part).flatMap((name) => {
      const meant = fields.includes(name)
        ? undefined
        : fields.find((one) => plain(one) === plain(name));
      return meant === undefined
        ? []
        : [
            finding(
              'route.config-key',
              { file, subject: 'x-portkey-config' },
              `A field in ${where} is not spelt as Portkey spells it: “${meant}”.`,
            ),
          ];
    }),
  );
}

/** Clouds call the same model differently, so a fallback from one to another needs a model for each. */
function modelFindings(config: Json, file: string | null, portkey: PortkeyFacts | null): Finding[] {
  const listed: readonly unknown[] = Array.isArray(config['targets']) ? config['targets'] : [];
  const targets = listed.map(asObject).filter((target) => target !== null);
  const kinds = targets.flatMap(({ provider }) =>
    typeof provider === 'string' ? (kindOf(provider, portkey) ?? []) : [],
  );
  const isOpen = targets.some(
    (target) => asObject(target['override_params'])?.['model'] === undefined,
  );
  return new Set(kinds).size > 1 && isOpen
    ? [
        finding(
          'route.same-model',
          { file, subject: 'x-portkey-config' },
          'The config’s targets are on different clouds, and not each of them names its model, so all are asked for the same ID.',
        ),
      ]
    : [];
}

/**
 * The gateway forwards `anthropic-beta` by itself for a provider at the top of a config, not for its targets; for Bedrock and Vertex
 * it filters the list, and forwarding it goes round that filter (portkey-api.md §10.3).
 */
function betaFindings(config: Json, file: string | null, portkey: PortkeyFacts | null): Finding[] {
  const about = { file, subject: 'x-portkey-config' } as const;
  const targets = Array.isArray(config['targets']) ? config['targets'] : [];
  const found: Finding[] = [];
  for (const [index, entry] of [config, ...targets].entries()) {
    const target = asObject(entry);
    const name = target?.['provider'];
    if (target === null || typeof name !== 'string') continue;
    const kind = kindOf(name, portkey);
    const forwards =
      Array.isArray(target['forward_headers']) &&
      target['forward_headers'].some(
        (header) => typeof header === 'string' && header.toLowerCase() === BETA,
      );
    const where = index === 0 ? 'The config' : `Target ${index} of the config`;
    if (forwards && (kind === 'bedrock' || kind === 'vertex-ai')) {
      found.push(finding('beta.forwarded', about, `${where} ${FORWARDED}`));
    } else if (!forwards && kind === 'anthropic' && index > 0) {
      found.push(
        finding(
          'beta.not-forwarded',
          about,
          `${where} leads to Anthropic without forward_headers: ["anthropic-beta"], so Claude Code’s newer features are lost there.`,
        ),
      );
    }
  }
  return found;
}

const FORWARDED =
  'forwards anthropic-beta to Bedrock or Vertex, past the gateway’s filter, which those refuse with 400.';

/** The same for a header that forwards to the one provider that is named. */
export function forwardFindings(
  headers: readonly Header[],
  provider: string | null,
  file: string | null,
  portkey: PortkeyFacts | null,
): Finding[] {
  const forwarded = (headerOf(headers, 'x-portkey-forward-headers') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase());
  const kind = provider === null ? null : kindOf(provider, portkey);
  return forwarded.includes(BETA) && (kind === 'bedrock' || kind === 'vertex-ai')
    ? [
        finding(
          'beta.forwarded',
          { file, subject: 'x-portkey-forward-headers' },
          `A header ${FORWARDED}`,
        ),
      ]
    : [];
}

/** The mode as it stands there when it is a plain word; anything else could be somebody's key in the wrong place. */
function wordOf(mode: unknown): string {
  return typeof mode === 'string' && /^[a-z_-]{1,20}$/i.test(mode) ? `“${mode}” ` : '';
}
