import { CARRIED } from './corpus-carried.ts';
import { CONFIGS } from './corpus-config.ts';
import { TOLD } from './corpus-portkey.ts';
import {
  type Case,
  SECRET,
  OTHER,
  GATEWAY,
  GOOD,
  GOOD_HEADERS,
  FILE,
  having,
  carrying,
  without,
  local,
  file,
  KEYLESS,
  factsOf,
  headers,
} from './set-ups.ts';

export const CORPUS: readonly Case[] = [
  ...CARRIED,
  ...TOLD,
  ...CONFIGS,
  ['what apply writes', local(GOOD), []],
  ['the keyless form', local({ ...KEYLESS, ANTHROPIC_AUTH_TOKEN: '' }, { hasHelper: true }), []],
  ['a worktree that has nothing to do with Portkey', local({}, { applied: null }), []],
  [
    'no file at all, nothing applied',
    factsOf({}, { applied: null, file: { ...FILE, exists: false } }),
    [],
  ],
  [
    'somebody’s own gateway, not ours',
    local(having({ ANTHROPIC_BASE_URL: 'https://gw.example.org' }), { applied: null }),
    [],
  ],
  ['/v1 at the end', local(having({ ANTHROPIC_BASE_URL: `${GATEWAY}/v1` })), ['url.version-path']],
  [
    '/v1/ at the end',
    local(having({ ANTHROPIC_BASE_URL: `${GATEWAY}/v1/` })),
    ['url.version-path'],
  ],
  ['http', local(having({ ANTHROPIC_BASE_URL: 'http://api.portkey.ai' })), ['url.not-https']],
  [
    'http on this machine',
    local(having({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:8787' }), {
      applied: { gatewayUrl: 'http://127.0.0.1:8787', drifted: false },
    }),
    [],
  ],
  [
    'another host',
    local(having({ ANTHROPIC_BASE_URL: 'https://api.anthropic.com' })),
    ['url.other-host'],
  ],
  ['no scheme', local(having({ ANTHROPIC_BASE_URL: 'api.portkey.ai' })), ['url.invalid']],
  ['a query behind it', local(having({ ANTHROPIC_BASE_URL: `${GATEWAY}?a=b` })), ['url.not-https']],
  ['no base URL although one was applied', local(without('ANTHROPIC_BASE_URL')), ['url.missing']],
  ['an empty base URL', local(having({ ANTHROPIC_BASE_URL: '' })), ['url.missing']],
  [
    'an empty base URL in a stronger file',
    factsOf({ 'main-local': { ANTHROPIC_BASE_URL: '' }, local: GOOD }),
    ['url.missing', 'layer.overruled'],
  ],
  [
    'the person’s own key beside it',
    local(having({ ANTHROPIC_API_KEY: 'sk-ant-SECRET-1' })),
    ['credential.api-key-set'],
  ],
  [
    'the person’s own key, guarded',
    local({ ...carrying({ 'x-api-key': 'no-key' }), ANTHROPIC_API_KEY: 'sk-ant-SECRET-1' }),
    [],
  ],
  [
    'an own key that is not emptied',
    local(without('ANTHROPIC_API_KEY')),
    ['credential.api-key-open'],
  ],
  [
    'a key from the shell',
    factsOf({
      local: without('ANTHROPIC_API_KEY'),
      process: { ANTHROPIC_API_KEY: 'sk-ant-SECRET-2' },
    }),
    ['credential.api-key-set'],
  ],
  [
    'a key from the user’s settings',
    factsOf({
      local: without('ANTHROPIC_API_KEY'),
      user: { ANTHROPIC_API_KEY: 'sk-ant-SECRET-3' },
    }),
    ['credential.api-key-set'],
  ],
  ['no credential', local(having({ ANTHROPIC_AUTH_TOKEN: '' })), ['credential.missing']],
  ['no credential at all, unset', local(without('ANTHROPIC_AUTH_TOKEN')), ['credential.missing']],
  [
    'a custom Authorization instead',
    local({ ...carrying({ Authorization: `Bearer ${SECRET}` }), ANTHROPIC_AUTH_TOKEN: '' }),
    [],
  ],
  ['a helper instead', local(having({ ANTHROPIC_AUTH_TOKEN: '' }), { hasHelper: true }), []],
  [
    'two different keys',
    local(having({ ANTHROPIC_AUTH_TOKEN: OTHER })),
    ['credential.token-differs'],
  ],
  [
    'a host that manages the provider',
    factsOf({ local: GOOD, process: { CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST: '1' } }),
    ['claude.host-managed'],
  ],
  [
    'the main checkout wins',
    factsOf({
      'main-local': {
        ANTHROPIC_CUSTOM_HEADERS: headers({ ...GOOD_HEADERS, 'x-portkey-trace-id': 'main' }),
      },
      local: GOOD,
    }),
    ['layer.overruled'],
  ],
  [
    'the main checkout says the same',
    factsOf({ 'main-local': { ANTHROPIC_BASE_URL: GATEWAY }, local: GOOD }),
    [],
  ],
  [
    'the main checkout before 2.1.211',
    factsOf(
      { 'main-local': { ANTHROPIC_BASE_URL: 'https://x.example' }, local: GOOD },
      { version: '2.1.210' },
    ),
    [],
  ],
  [
    'an administrator wins',
    factsOf({ managed: { ANTHROPIC_BASE_URL: 'https://proxy.example.com' }, local: GOOD }),
    ['url.other-host', 'layer.overruled'],
  ],
  [
    'a broken file of one’s own',
    local('malformed'),
    [
      'file.malformed',
      'url.missing',
      'credential.api-key-open',
      'model.missing',
      'route.missing',
      'trace.missing',
    ],
  ],
  ['a broken file of the team', factsOf({ local: GOOD, project: 'malformed' }), ['file.malformed']],
  [
    'a broken file of the administrator',
    factsOf({ managed: 'malformed', local: GOOD }),
    ['file.malformed'],
  ],
  [
    'a broken file where nothing was applied',
    factsOf({ user: 'malformed' }, { applied: null, file: { ...FILE, exists: false } }),
    ['file.malformed'],
  ],
  ['a file that git tracks', file({ tracked: true, ignored: false }), ['file.tracked']],
  ['a file that git does not ignore', file({ ignored: false }), ['file.not-ignored']],
  ['a file that others may read', file({ open: true }), ['file.readable']],
  ['a link', file({ symlink: true }), ['file.symlink']],
  ['a variable twice', file({ duplicates: ['ANTHROPIC_BASE_URL'] }), ['file.duplicate-key']],
  [
    'a file that was changed since',
    local(GOOD, { applied: { gatewayUrl: GATEWAY, drifted: true } }),
    ['file.drifted'],
  ],
  [
    'a file of which it is known what was changed',
    local(GOOD, {
      applied: { gatewayUrl: GATEWAY, drifted: true, changed: ['ANTHROPIC_BASE_URL'] },
    }),
    ['file.drifted'],
  ],
];
