import type { Effective } from '../effective-env.ts';
import { isGuard, parseHeaders } from '../header-set.ts';
import { normaliseGatewayUrl } from '../url.ts';
import type { WorktreeFacts } from './facts.ts';
import { type Finding, finding } from './finding.ts';
import { headerOf } from './header-findings.ts';

/** Where requests go. */
export function urlFindings(facts: WorktreeFacts, url: Effective | undefined): Finding[] {
  const { applied } = facts;
  const about = {
    file: url?.winner.file ?? null,
    subject: 'ANTHROPIC_BASE_URL',
    fix: applied === null ? null : 'apply',
  } as const;
  if (url === undefined || url.value === '') {
    return [
      finding(
        'url.missing',
        about,
        'No gateway is in force although one was applied, so requests go to Anthropic with your own login.',
      ),
    ];
  }
  const text = url.value.trim();
  if (!/^https?:\/\//i.test(text))
    return [
      finding(
        'url.invalid',
        about,
        'The base URL is no web address, so Claude Code sends nothing.',
      ),
    ];
  const found: Finding[] = [];
  if (/\/v1\/*$/.test(text)) {
    found.push(
      finding(
        'url.version-path',
        about,
        'The base URL ends in /v1; Claude Code adds /v1/messages itself and would call /v1/v1/messages.',
      ),
    );
  }
  const gateway = normaliseGatewayUrl(text);
  if (!gateway.ok)
    found.push(
      finding(
        'url.not-https',
        about,
        'The base URL is not https, so the key can be read on the way.',
      ),
    );
  else if (applied !== null && gateway.value !== applied.gatewayUrl) {
    found.push(
      finding(
        'url.other-host',
        about,
        `Requests go to ${hostOf(gateway.value)} and not to the gateway that was applied.`,
      ),
    );
  }
  return found;
}

/** Of an address only the host: somebody may have put a key behind it. */
function hostOf(url: string): string {
  return /^https?:\/\/([^/]*)/.exec(url)?.[1] ?? 'another place';
}

/** The value that is in force; empty for none, as Claude Code takes it. */
export const valueOf = (effective: ReadonlyMap<string, Effective>, name: string): string =>
  effective.get(name)?.value ?? '';

/** Which credentials go along. */
export function credentialFindings(
  facts: WorktreeFacts,
  effective: ReadonlyMap<string, Effective>,
): Finding[] {
  const found: Finding[] = [];
  const fix = facts.applied === null ? null : 'apply';
  if (valueOf(effective, 'CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST') !== '') {
    const file = effective.get('CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST')?.winner.file ?? null;
    found.push(
      finding(
        'claude.host-managed',
        { file, subject: 'CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST' },
        'The host that starts Claude Code manages its provider, so no settings file decides where requests go.',
      ),
    );
  }
  const key = effective.get('ANTHROPIC_API_KEY');
  const [token, apiKey] = [valueOf(effective, 'ANTHROPIC_AUTH_TOKEN'), key?.value ?? ''];
  const headers = parseHeaders(valueOf(effective, 'ANTHROPIC_CUSTOM_HEADERS'));
  const guarded = headers.some(
    (header) => header.name.toLowerCase() === 'x-api-key' && isGuard(header),
  );
  if (
    valueOf(effective, 'ANTHROPIC_BASE_URL') !== '' &&
    token === '' &&
    apiKey === '' &&
    !facts.hasHelper &&
    headerOf(headers, 'authorization') === null
  ) {
    found.push(
      finding(
        'credential.missing',
        { subject: 'ANTHROPIC_AUTH_TOKEN', fix },
        'A gateway is in force without a credential of its own, so Claude Code sends your own login there.',
      ),
    );
  }
  if (apiKey !== '' && !guarded) {
    found.push(
      finding(
        'credential.api-key-set',
        { file: key?.winner.file ?? null, subject: 'ANTHROPIC_API_KEY', fix },
        'ANTHROPIC_API_KEY is set, so that key is sent to the gateway beside the Portkey key.',
      ),
    );
  } else if (key === undefined && !guarded) {
    found.push(
      finding(
        'credential.api-key-open',
        { subject: 'ANTHROPIC_API_KEY', fix },
        'No file empties ANTHROPIC_API_KEY, so one that your shell exports would be sent to the gateway.',
      ),
    );
  }
  const carried = headerOf(headers, 'x-portkey-api-key');
  if (token !== '' && carried !== null && token !== carried) {
    found.push(
      finding(
        'credential.token-differs',
        {
          file: effective.get('ANTHROPIC_AUTH_TOKEN')?.winner.file ?? null,
          subject: 'ANTHROPIC_AUTH_TOKEN',
          fix,
        },
        'The token is another one than the key in the headers; the gateway would hand it on to the provider as a credential.',
      ),
    );
  }
  return found;
}
