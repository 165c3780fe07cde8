import { fail, ok, type Result } from '../failure.ts';
import { parseHeaders } from '../header-set.ts';
import { checkTraceId } from '../trace-id.ts';
import { normaliseGatewayUrl } from '../url.ts';

/** One small message as Claude Code would send it. Holds credentials: it goes to the gateway and nowhere else. */
export interface ProbeRequest {
  readonly url: string;
  readonly model: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** A trace ID of its own, so that its arrival cannot be mistaken for the worktree's earlier requests. */
  readonly trace: string;
}

/** In which order a model is taken: the cheapest that the worktree names. */
const MODELS = [
  'ANTHROPIC_DEFAULT_HAIKU_MODEL',
  'ANTHROPIC_DEFAULT_SONNET_MODEL',
  'ANTHROPIC_MODEL',
  'ANTHROPIC_DEFAULT_OPUS_MODEL',
] as const;

/** Enough for “Hi”, and no more. */
export const PROBE_TOKENS = { input: 10, output: 1 } as const;

/**
 * Makes the request from what is in force in a worktree (conductor-claude.md §B4–B6: the token as Bearer, a key as x-api-key, custom
 * headers over both but for Authorization beside a token).
 *
 * @param valueOf the value that is in force of a variable; empty for none
 * @param options.helperKey what an `apiKeyHelper` of ours would print; null when there is none
 * @param options.suffix makes the trace ID one of its own
 * @returns the request, or `request.invalid` naming the variable that is missing or that would send the key in the clear
 */
export function probeRequest(
  valueOf: (name: string) => string,
  options: { readonly helperKey: string | null; readonly suffix: string },
): Result<ProbeRequest> {
  const refuse = (field: string, message: string, hint: string) =>
    fail('request.invalid', { field, message, hint });
  const base = valueOf('ANTHROPIC_BASE_URL').trim();
  if (base === '') {
    return refuse(
      'ANTHROPIC_BASE_URL',
      'No gateway is in force here, so there is nothing to ask.',
      'Put the workspace on a preset first.',
    );
  }
  // Only whether it is safe: what is sent is what Claude Code would send, a wrong path included.
  const gateway = normaliseGatewayUrl(base.replace(/[?#].*$/, ''));
  if (!gateway.ok) {
    return refuse(
      'ANTHROPIC_BASE_URL',
      'The base URL is no https address, so the key is not sent there.',
      'Put the workspace on a preset again.',
    );
  }
  const model = MODELS.map(valueOf).find((value) => value !== '');
  if (model === undefined) {
    return refuse(
      'ANTHROPIC_DEFAULT_HAIKU_MODEL',
      'No model is named here, and Claude Code’s own choice changes with its versions.',
      'Name the models in the preset.',
    );
  }
  const [token, key] = [valueOf('ANTHROPIC_AUTH_TOKEN'), valueOf('ANTHROPIC_API_KEY')];
  const custom = parseHeaders(valueOf('ANTHROPIC_CUSTOM_HEADERS'));
  const bearer = token === '' ? options.helperKey : token;
  const headers = new Map<string, string>([
    ['content-type', 'application/json'],
    ['anthropic-version', '2023-06-01'],
  ]);
  const apiKey = key === '' ? (token === '' ? options.helperKey : null) : key;
  if (apiKey !== null) headers.set('x-api-key', apiKey);
  for (const { name, value } of custom) headers.set(name.toLowerCase(), value);
  if (bearer !== null && bearer !== '') headers.set('authorization', `Bearer ${bearer}`);
  if (!headers.has('authorization') && !headers.has('x-api-key')) {
    return refuse(
      'ANTHROPIC_AUTH_TOKEN',
      'No credential is in force here, and Claude Code would send your own login.',
      'Put the workspace on a preset again.',
    );
  }
  const own = headers.get('x-portkey-trace-id') ?? '';
  const traced = checkTraceId(`${own === '' ? 'switchyard' : own.slice(0, 90)}-${options.suffix}`);
  if (!traced.ok) return traced;
  headers.set('x-portkey-trace-id', traced.value);
  const unsendable = [...headers].find(
    ([name, value]) => !/^[!#$%&'*+.^`|~\w-]+$/.test(name) || !/^[\t\x20-\x7e]*$/.test(value),
  );
  if (unsendable !== undefined) {
    return refuse(
      'ANTHROPIC_CUSTOM_HEADERS',
      'A header cannot be sent, so Claude Code would refuse to start a request, too.',
      'See the doctor’s findings for which.',
    );
  }
  const sent = model.trim().replace(/\[[^\]]*\]$/, '');
  return ok({
    url: `${base.replace(/\/+$/, '')}/v1/messages?beta=true`,
    model: sent,
    headers: Object.fromEntries(headers),
    body: JSON.stringify({
      model: sent,
      max_tokens: PROBE_TOKENS.output,
      messages: [{ role: 'user', content: 'Hi' }],
    }),
    trace: traced.value,
  });
}
