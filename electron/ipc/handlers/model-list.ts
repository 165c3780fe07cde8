/**
 * Splits catalogue ids (`@slug/model`) into what a picker needs. Portkey's own `provider` filter ignores slugs
 * (portkey-api.md §6.3), so the choice is made here.
 * @param provider `@slug`, or null for all models
 */
export function pickModels(
  ids: readonly string[],
  provider: string | null,
): { models: string[]; providers: string[] } {
  const providers = new Set<string>();
  const models = new Set<string>();
  for (const id of ids) {
    const slash = id.indexOf('/');
    const slug = id.startsWith('@') && slash > 0 ? id.slice(0, slash) : null;
    if (slug !== null) providers.add(slug);
    if (provider === null) models.add(id);
    else if (slug === provider) models.add(id.slice(slash + 1));
  }
  return { models: [...models].sort(), providers: [...providers].sort() };
}
