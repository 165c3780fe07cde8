import type { Header } from '../header-set.ts';
import { type Finding, finding } from './finding.ts';
import type { PortkeyFacts } from './portkey-facts.ts';
import { kindOf } from './route-facts.ts';
import { headerOf } from './header-findings.ts';

/** The modes that Portkey's gateway takes; `load-balance` stands in an old guide and is refused (measured, conductor-claude.md §E3). */
const MODES: ReadonlySet<string> = new Set(['single', 'fallback', 'loadbalance', 'conditional']);

const BETA = 'anthropic-beta';

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
  return whole === null ? found : [...found, ...betaFindings(whole, file, portkey)];
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
