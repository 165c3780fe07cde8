import { type Finding, finding } from './doctor/finding.ts';
import type { Header } from './header-set.ts';
import { type SecretValue, secretValue } from './secret-value.ts';
import { isHostedGateway, normaliseGatewayUrl } from './url.ts';

/** True for what a guide writes where one’s own value belongs: `YOUR_KEY`, `$YOUR_MODEL`, `@your-provider`, `<slug>`. */
export function isPlaceholder(value: string): boolean {
  return /^(?:\$?\{?|@)your[_-]|^<.*>$|^\$\{?[A-Z_]+\}?$/i.test(value.trim());
}

const URL_SUBJECT = { subject: 'ANTHROPIC_BASE_URL' };

/** Where the pasted environment leads. Findings name no more of an address than its host: a key may stand in it. */
export function importUrl(value: string | undefined): {
  readonly gatewayUrl: string | null;
  readonly selfHosted: boolean;
  readonly findings: readonly Finding[];
} {
  const text = value?.trim() ?? '';
  if (text === '') {
    const missing = 'No base URL is named, so Portkey’s own gateway is taken.';
    return {
      gatewayUrl: null,
      selfHosted: false,
      findings: [finding('url.missing', URL_SUBJECT, missing)],
    };
  }
  const findings: Finding[] = [];
  if (/\/v1\/*$/.test(text)) {
    findings.push(
      finding(
        'url.version-path',
        URL_SUBJECT,
        'The base URL ends in /v1; Claude Code adds /v1/messages itself and would call /v1/v1/messages. It is taken without.',
      ),
    );
  }
  const gateway = normaliseGatewayUrl(text);
  if (gateway.ok) {
    if (/^https?:\/\/([^/]*\.)?anthropic\.com([:/]|$)/i.test(gateway.value)) {
      findings.push(
        finding('url.other-host', URL_SUBJECT, 'The base URL is Anthropic’s own and no gateway’s.'),
      );
    }
    return { gatewayUrl: gateway.value, selfHosted: !isHostedGateway(gateway.value), findings };
  }
  findings.push(
    /^http:\/\//i.test(text)
      ? finding(
          'url.not-https',
          URL_SUBJECT,
          'The base URL is not https, so the key could be read on the way.',
        )
      : finding(
          'url.invalid',
          URL_SUBJECT,
          'The base URL is no address of a gateway: it begins with https:// and holds neither a password nor a query.',
        ),
  );
  return { gatewayUrl: null, selfHosted: false, findings };
}

/** A value that is a key, and not a mask or a guide’s place-holder. */
function isKey(value: string): boolean {
  return value !== '' && !value.includes('•') && !isPlaceholder(value);
}

/** The Portkey key of the pasted environment, and what is wrong with its credentials. */
export function importCredential(
  env: ReadonlyMap<string, string>,
  headers: readonly Header[],
): { readonly key: SecretValue | null; readonly findings: readonly Finding[] } {
  const findings: Finding[] = [];
  const token = env.get('ANTHROPIC_AUTH_TOKEN') ?? '';
  const carried =
    headers.find((one) => one.name.toLowerCase() === 'x-portkey-api-key')?.value ?? '';
  // Where both are set, the header is what Portkey goes by.
  const key = [carried, token].find(isKey);
  if (isKey(token) && isKey(carried) && token !== carried) {
    findings.push(
      finding(
        'credential.token-differs',
        { subject: 'ANTHROPIC_AUTH_TOKEN' },
        'The token is another one than the key in the headers; the one in the headers is taken.',
      ),
    );
  }
  if (key === undefined) {
    const masked = `${token}${carried}` !== '';
    findings.push(
      finding(
        'credential.missing',
        { subject: 'ANTHROPIC_AUTH_TOKEN' },
        masked
          ? 'The key is masked or a guide’s place-holder, so there is none to store.'
          : 'The text holds no Portkey key, so there is none to store.',
      ),
    );
  }
  const apiKey = env.get('ANTHROPIC_API_KEY');
  if (apiKey === undefined) {
    findings.push(
      finding(
        'credential.api-key-open',
        { subject: 'ANTHROPIC_API_KEY' },
        'ANTHROPIC_API_KEY is not emptied, so one that your shell exports would be sent to the gateway; every apply empties it.',
      ),
    );
  } else if (apiKey !== '') {
    findings.push(
      finding(
        'credential.api-key-set',
        { subject: 'ANTHROPIC_API_KEY' },
        'ANTHROPIC_API_KEY is set, so that key would be sent to the gateway beside the Portkey key; it is not taken over.',
      ),
    );
  }
  return { key: key === undefined ? null : secretValue(key), findings };
}
