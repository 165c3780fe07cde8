import type { Header } from '../header-set.ts';
import type { PortkeyFacts } from './portkey-facts.ts';
import { headerOf } from './header-findings.ts';

/** Names under which Claude’s own makers and clouds occur as a provider's kind. */
export type ProviderKind = 'anthropic' | 'bedrock' | 'vertex-ai';

const KINDS: Readonly<Record<string, ProviderKind>> = {
  anthropic: 'anthropic',
  bedrock: 'bedrock',
  'vertex-ai': 'vertex-ai',
  vertex: 'vertex-ai',
};

/**
 * What kind a provider is: a bare name says it itself, of a slug Portkey's list does. Null when nobody says, because a slug is a
 * free choice: `@anthropic-prod` may well lead to Bedrock.
 *
 * @param name as in `x-portkey-provider`, or in a target of a config
 */
export function kindOf(name: string, portkey: PortkeyFacts | null): ProviderKind | null {
  if (!name.startsWith('@')) return KINDS[name] ?? null;
  const known = portkey?.providers?.find(({ slug }) => slug === name.slice(1));
  return known === undefined || known.kind === null ? null : (KINDS[known.kind] ?? null);
}

/** The one provider that the headers name; null where a config decides, or none is named. */
export function namedProvider(headers: readonly Header[]): string | null {
  const config = headerOf(headers, 'x-portkey-config');
  const provider = headerOf(headers, 'x-portkey-provider');
  return config === null && provider !== null && provider !== '' ? provider : null;
}
