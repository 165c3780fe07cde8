import { carrying, type Case, having, local, told } from './set-ups.ts';

const inline = (config: unknown) =>
  carrying({ 'x-portkey-provider': undefined, 'x-portkey-config': JSON.stringify(config) });

/** Configs that stand in the headers themselves, and what is forwarded. */
export const CONFIGS: readonly Case[] = [
  ['a config in the header', local(inline({ provider: '@anthropic' })), ['route.inline-config']],
  [
    'a config in the header of a gateway of one’s own',
    local(
      { ...inline({ provider: 'anthropic' }), ANTHROPIC_BASE_URL: 'https://gw.example.org' },
      { applied: null },
    ),
    [],
  ],
  [
    'targets without anthropic-beta',
    local(inline({ targets: [{ provider: '@anthropic' }, { provider: '@bed' }] }), told()),
    ['route.inline-config', 'beta.not-forwarded', 'route.same-model'],
  ],
  [
    'a fallback across clouds with a model for each',
    local(
      inline({
        targets: [
          {
            provider: '@anthropic',
            forward_headers: ['anthropic-beta'],
            override_params: { model: 'claude-opus-4-8' },
          },
          { provider: '@bed', override_params: { model: 'us.anthropic.claude-opus-4-8' } },
        ],
      }),
      told(),
    ),
    ['route.inline-config'],
  ],
  [
    'fields that are nearly right',
    local(inline({ provider: '@anthropic', forwardHeaders: ['a'], retry: { attempt: 3 } })),
    ['route.inline-config', 'route.config-key', 'route.config-key'],
  ],
  [
    'fields that nobody here knows',
    local(inline({ provider: '@anthropic', vertex_region: 'eu', cache: { mode: 'simple' } })),
    ['route.inline-config'],
  ],
  [
    'anthropic-beta forwarded where it belongs',
    local(
      inline({ targets: [{ provider: '@anthropic', forward_headers: ['anthropic-beta'] }] }),
      told(),
    ),
    ['route.inline-config'],
  ],
  [
    'anthropic-beta forwarded to Bedrock',
    local(inline({ provider: '@bed', forward_headers: ['Anthropic-Beta'] }), told()),
    ['route.inline-config', 'beta.forwarded'],
  ],
  [
    'a header that forwards anthropic-beta to Vertex',
    local(
      having({
        ...forwarding('@vert'),
        ANTHROPIC_DEFAULT_OPUS_MODEL: 'anthropic.claude-opus-4-8',
      }),
      told(),
    ),
    ['beta.forwarded'],
  ],
  [
    'a header that forwards anthropic-beta to Anthropic',
    local(having(forwarding('@anthropic')), told()),
    [],
  ],
];

function forwarding(provider: string) {
  return {
    ANTHROPIC_CUSTOM_HEADERS:
      carrying({ 'x-portkey-provider': provider, 'x-portkey-forward-headers': 'anthropic-beta' })[
        'ANTHROPIC_CUSTOM_HEADERS'
      ] ?? '',
  };
}
