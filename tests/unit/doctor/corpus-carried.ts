import {
  type Case,
  GOOD,
  carrying,
  without,
  withHeaders,
  flat,
  local,
  factsOf,
  GOOD_HEADERS,
} from './set-ups.ts';

/** What the headers carry, and the models. */
export const CARRIED: readonly Case[] = [
  [
    '“\\n” written out',
    local(withHeaders(flat.replaceAll('\n', '\\n'))),
    ['headers.literal-newline', 'credential.token-differs'],
  ],
  [
    'one “\\n” written out',
    local(withHeaders(flat.replace('\nx-portkey-trace', '\\nx-portkey-trace'))),
    ['headers.literal-newline'],
  ],
  [
    'commas between headers',
    local(withHeaders(flat.replaceAll('\n', ', '))),
    ['headers.joined', 'credential.token-differs'],
  ],
  ['headers as JSON', local(withHeaders(JSON.stringify(GOOD_HEADERS))), ['headers.joined']],
  ['headers as a JSON list', local(withHeaders('["x-a: 1"]')), ['headers.joined']],
  ['CRLF between headers', local(withHeaders(flat.replaceAll('\n', '\r\n'))), []],
  ['blank lines between headers', local(withHeaders(flat.replaceAll('\n', '\n\n'))), []],
  [
    'the same header twice',
    local(withHeaders(`${flat}\nX-Portkey-Provider: @anthropic`)),
    ['headers.duplicate'],
  ],
  ['a name with a space', local(withHeaders(`${flat}\nx team: a`)), ['headers.invalid']],
  ['a line without a colon', local(withHeaders(`${flat}\nnonsense`)), ['headers.invalid']],
  ['a value beyond ASCII', local(carrying({ 'x-team': 'größe' })), ['headers.invalid']],
  [
    'a team’s header lost',
    factsOf({ local: GOOD, project: { ANTHROPIC_CUSTOM_HEADERS: 'x-team: a' } }),
    ['headers.lost'],
  ],
  [
    'a team’s header carried',
    factsOf({
      local: carrying({ 'x-team': 'a' }),
      project: { ANTHROPIC_CUSTOM_HEADERS: 'x-team: a' },
    }),
    [],
  ],
  [
    'the user’s and the team’s headers lost',
    factsOf({
      local: GOOD,
      project: { ANTHROPIC_CUSTOM_HEADERS: 'x-a: 1' },
      user: { ANTHROPIC_CUSTOM_HEADERS: 'x-b: 1' },
    }),
    ['headers.lost'],
  ],
  [
    'headers of the shell, which are nobody’s loss',
    factsOf({ local: GOOD, process: { ANTHROPIC_CUSTOM_HEADERS: 'x-old: 1' } }),
    [],
  ],
  [
    'no provider and no config',
    local(carrying({ 'x-portkey-provider': undefined })),
    ['route.missing'],
  ],
  [
    'a saved config',
    local(carrying({ 'x-portkey-provider': undefined, 'x-portkey-config': 'pc-main-12ab' })),
    [],
  ],
  [
    'a provider without “@”',
    local(carrying({ 'x-portkey-provider': 'anthropic' })),
    ['route.no-at'],
  ],
  [
    'a bare provider on a gateway of one’s own',
    local(
      {
        ...carrying({ 'x-portkey-provider': 'anthropic' }),
        ANTHROPIC_BASE_URL: 'http://localhost:8787',
      },
      { applied: { gatewayUrl: 'http://localhost:8787', drifted: false } },
    ),
    [],
  ],
  [
    'load-balance',
    local(carrying({ 'x-portkey-config': '{"strategy":{"mode":"load-balance"}}' })),
    ['route.config-mode'],
  ],
  [
    'loadbalance',
    local(carrying({ 'x-portkey-config': '{"strategy":{"mode":"loadbalance"},"targets":[]}' })),
    [],
  ],
  [
    'a mode that is no text',
    local(carrying({ 'x-portkey-config': '{"strategy":{"mode":3}}' })),
    ['route.config-mode'],
  ],
  [
    'a config that is neither',
    local(carrying({ 'x-portkey-config': 'my-config' })),
    ['route.config-invalid'],
  ],
  [
    'metadata with single quotes',
    local(carrying({ 'x-portkey-metadata': "{'a':'b'}" })),
    ['metadata.invalid'],
  ],
  [
    'metadata with a number',
    local(carrying({ 'x-portkey-metadata': '{"a":1}' })),
    ['metadata.invalid'],
  ],
  ['metadata as a list', local(carrying({ 'x-portkey-metadata': '["a"]' })), ['metadata.invalid']],
  [
    'metadata that is too long',
    local(carrying({ 'x-portkey-metadata': JSON.stringify({ a: 'x'.repeat(129) }) })),
    ['metadata.too-long'],
  ],
  [
    'metadata of just the right length',
    local(carrying({ 'x-portkey-metadata': JSON.stringify({ a: 'x'.repeat(128) }) })),
    [],
  ],
  [
    'metadata beyond ASCII',
    local(carrying({ 'x-portkey-metadata': '{"a":"ü"}' })),
    ['metadata.not-ascii'],
  ],
  ['metadata escaped', local(carrying({ 'x-portkey-metadata': '{"a":"\\u00fc"}' })), []],
  ['no trace ID', local(carrying({ 'x-portkey-trace-id': undefined })), ['trace.missing']],
  [
    'another worktree’s trace ID',
    local(GOOD, { otherTraces: new Map([['web-lisbon-1', 'hanoi']]) }),
    ['trace.duplicate'],
  ],
  ['no model', local(without('ANTHROPIC_DEFAULT_OPUS_MODEL')), ['model.missing']],
  [
    'one model for everything',
    local({ ...without('ANTHROPIC_DEFAULT_OPUS_MODEL'), ANTHROPIC_MODEL: 'm' }),
    [],
  ],
];
