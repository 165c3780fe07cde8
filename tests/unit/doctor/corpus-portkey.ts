import {
  carrying,
  type Case,
  factsOf,
  FILE,
  GOOD,
  having,
  local,
  SECRET,
  told,
  WELL,
} from './set-ups.ts';

const on = (provider: string, model = 'claude-opus-4-8') => ({
  ...carrying({ 'x-portkey-provider': provider }),
  ANTHROPIC_DEFAULT_OPUS_MODEL: model,
});
/** What only Portkey can tell, and what stands around the settings. */
export const TOLD: readonly Case[] = [
  ['all is well at Portkey, too', local(GOOD, told()), []],
  ['a key that was revoked', local(GOOD, told({ key: 'invalid' })), ['key.invalid']],
  ['a key that has expired', local(GOOD, told({ key: 'expired' })), ['key.expired']],
  ['a key whose budget is used up', local(GOOD, told({ key: 'exhausted' })), ['key.exhausted']],
  ['a key that is limited', local(GOOD, told({ key: 'rate-limited' })), ['key.rate-limited']],
  ['an Admin key', local(GOOD, told({ key: 'no-data-plane' })), ['key.no-models']],
  [
    'no network',
    local(
      GOOD,
      told({ key: 'not-asked', models: null, providers: null, unreachable: 'Nothing answers.' }),
    ),
    ['account.unreachable'],
  ],
  ['a clock that is an hour ahead', local(GOOD, told({ clockAheadMs: 3_600_000 })), ['clock.skew']],
  [
    'a clock that is an hour behind',
    local(GOOD, told({ clockAheadMs: -3_600_000 })),
    ['clock.skew'],
  ],
  ['a clock that is a minute ahead', local(GOOD, told({ clockAheadMs: 60_000 })), []],
  ['a provider that nobody has', local(on('@antropic'), told()), ['provider.unknown']],
  ['a provider of which no list is known', local(on('@antropic'), told({ models: null })), []],
  [
    'a provider whose budget is used up',
    local(
      GOOD,
      told({ providers: [{ slug: 'anthropic', kind: 'anthropic', status: 'exhausted' }] }),
    ),
    ['provider.exhausted'],
  ],
  [
    'a provider that has expired',
    local(GOOD, told({ providers: [{ slug: 'anthropic', kind: 'anthropic', status: 'expired' }] })),
    ['provider.expired'],
  ],
  [
    'a model that does not exist',
    local(on('@anthropic', 'claude-haiku-4-20250514'), told()),
    ['model.unknown'],
  ],
  [
    'a model with its provider before it',
    local(on('@anthropic', '@anthropic/claude-opus-4-8'), told()),
    [],
  ],
  [
    'a model with Claude Code’s own suffix',
    local(on('@anthropic', 'claude-opus-4-8[1m]'), told()),
    [],
  ],
  [
    'a model whose price nobody knows',
    local(GOOD, told({ isPriced: () => false })),
    ['model.unpriced'],
  ],
  ['no price list', local(GOOD, told({ isPriced: null })), []],
  ['Anthropic’s form at Bedrock', local(on('@bed'), told()), ['model.wrong-form']],
  ['Bedrock’s form at Bedrock', local(on('@bed', 'us.anthropic.claude-opus-4-8'), told()), []],
  [
    'Bedrock’s form at Anthropic',
    local(on('@anthropic', 'us.anthropic.claude-opus-4-8'), told()),
    ['model.wrong-form'],
  ],
  ['Anthropic’s form at Vertex', local(on('@vert'), told()), ['model.wrong-form']],
  ['Vertex’ form at Vertex', local(on('@vert', 'anthropic.claude-opus-4-8'), told()), []],
  [
    'a model on Bedrock that is no Claude',
    local(on('@bed', 'qwen3-coder'), told({ models: null })),
    ['beta.unsupported'],
  ],
  [
    'a model on Bedrock that is no Claude, with what it needs',
    local(
      {
        ...on('@bed', 'qwen3-coder'),
        DISABLE_PROMPT_CACHING: '1',
        CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1',
      },
      told({ models: null }),
    ),
    [],
  ],
  [
    'a config beside the key’s own',
    local(
      carrying({ 'x-portkey-provider': undefined, 'x-portkey-config': 'pc-a' }),
      told({ pinnedConfig: 'pc-b' }),
    ),
    ['route.pinned-config'],
  ],
  [
    'a provider beside the key’s own config',
    local(GOOD, told({ pinnedConfig: 'pc-b' })),
    ['route.outranked'],
  ],
  [
    'one model for everything, as the vendor’s page has it',
    local({ ...having({ ANTHROPIC_MODEL: 'grok-4.6' }), ANTHROPIC_DEFAULT_OPUS_MODEL: '' }),
    ['model.alias-open'],
  ],
  [
    'the old name of the small model',
    local(having({ ANTHROPIC_SMALL_FAST_MODEL: 'claude-haiku-4-5' })),
    ['model.stale-default'],
  ],
  [
    'a cloud that Claude Code asks itself',
    local(having({ CLAUDE_CODE_USE_BEDROCK: '1' })),
    ['claude.cloud-provider'],
  ],
  ['a cloud that is switched off', local(having({ CLAUDE_CODE_USE_VERTEX: '0' })), []],
  [
    'a saved Console key',
    local(GOOD, { login: { consoleKey: true, foreignHelper: null } }),
    ['login.console-key'],
  ],
  [
    'a saved Console key, guarded',
    local(carrying({ 'x-api-key': 'no-key' }), {
      login: { consoleKey: true, foreignHelper: null },
    }),
    [],
  ],
  [
    'somebody’s own helper',
    local(GOOD, {
      login: { consoleKey: false, foreignHelper: '/home/p/.claude/settings.json' },
      hasHelper: true,
    }),
    ['login.other-helper'],
  ],
  [
    'a key in a start-up file',
    local(GOOD, { shell: [{ file: '/home/p/.zshrc', line: 12, name: 'ANTHROPIC_API_KEY' }] }),
    ['shell.key'],
  ],
  [
    'a key in a start-up file, where nothing is on Portkey',
    factsOf(
      {},
      { applied: null, shell: [{ file: '/home/p/.zshrc', line: 12, name: 'ANTHROPIC_API_KEY' }] },
    ),
    [],
  ],
  [
    'a key that is committed',
    local(GOOD, { committed: ['/w/lisbon/.env'] }),
    ['file.committed-key'],
  ],
  [
    'the vendor’s own text in Conductor’s panel, and nothing applied',
    factsOf(
      {
        conductor: {
          ANTHROPIC_BASE_URL: 'https://api.portkey.ai',
          ANTHROPIC_AUTH_TOKEN: SECRET,
          ANTHROPIC_CUSTOM_HEADERS: `x-portkey-api-key: ${SECRET}\\nx-portkey-provider: @anthropic-prod`,
          ANTHROPIC_DEFAULT_SONNET_MODEL: 'claude-sonnet-4-20250514',
          ANTHROPIC_API_KEY: '',
        },
      },
      { applied: null, file: { ...FILE, exists: false } },
    ),
    ['headers.literal-newline', 'credential.token-differs'],
  ],
  [
    'Conductor’s panel beside what was applied, which wins',
    factsOf({
      conductor: { ANTHROPIC_BASE_URL: 'https://x.example', ANTHROPIC_CUSTOM_HEADERS: 'x-old: 1' },
      local: GOOD,
    }),
    [],
  ],
  ['a Claude Code that is too old', local(GOOD, { version: '2.0.1' }), ['claude.too-old']],
  [
    'nothing known of the provider lists',
    local(GOOD, { portkey: { ...WELL, providers: null, models: null } }),
    [],
  ],
];
