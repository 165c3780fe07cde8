import type { ErrorObject } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../electron/demo/emulator/routes.ts';
import type { Emulator } from '../../electron/demo/emulator/start-emulator.ts';
import {
  DAY,
  HOUR,
  KEY_ID,
  NOW,
  POLICY_ID,
  uuid,
  windowQuery,
  WS,
} from '../unit/demo/emulator/fixture.ts';
import { ADMIN, ask, open } from './emulator-fixture.ts';
import { missing, present, readDocument, type Validators } from './openapi-document.ts';

const DAY_QUERY = windowQuery(NOW - DAY, NOW);

/** For each path of the document what is asked, and with which key where it is not the workspace's. */
const ASKED: Readonly<Record<string, readonly (readonly [path: string, secret?: string])[]>> = {
  '/models': [['/models'], ['/models?limit=1&offset=1']],
  ...Object.fromEntries(
    ['cost', 'requests', 'tokens'].map((graph) => [
      `/analytics/graphs/${graph}`,
      [
        [`/analytics/graphs/${graph}?${DAY_QUERY}`],
        [`/analytics/graphs/${graph}?${windowQuery(NOW - HOUR / 2, NOW)}`],
        [`/analytics/graphs/${graph}?${DAY_QUERY}&workspace_slug=ws-other`, ADMIN],
      ],
    ]),
  ),
  '/analytics/groups/users': [[`/analytics/groups/users?${windowQuery(NOW - 30 * DAY, NOW)}`]],
  '/analytics/groups/ai-models': [[`/analytics/groups/ai-models?${DAY_QUERY}`]],
  '/analytics/groups/metadata/{metadataKey}': [
    [`/analytics/groups/metadata/worktree?${windowQuery(NOW - 30 * DAY, NOW)}`],
    [`/analytics/groups/metadata/worktree?${DAY_QUERY}&current_page=9`],
  ],
  '/analytics/groups/{groupBy}': [[`/analytics/groups/provider?${DAY_QUERY}&columns=cost`]],
  '/api-keys': [['/api-keys', ADMIN], ['/api-keys?page_size=1&current_page=1']],
  '/api-keys/{id}': [
    [`/api-keys/${KEY_ID.service}`],
    [`/api-keys/${KEY_ID.admin}`, ADMIN],
    [`/api-keys/${uuid(16)}`],
    [`/api-keys/${uuid(17)}`],
  ],
  '/providers': [['/providers'], [`/providers?workspace_id=${WS.main}`, ADMIN]],
  '/providers/{slug}': [['/providers/anthropic-prod'], ['/providers/bedrock-prod']],
  '/configs': [['/configs']],
  '/configs/{slug}': [['/configs/pc-fallback-1a2b3c']],
  '/admin/workspaces': [['/admin/workspaces', ADMIN]],
  '/admin/workspaces/{workspaceId}': [
    [`/admin/workspaces/${WS.main}`, ADMIN],
    ['/admin/workspaces/ws-other', ADMIN],
  ],
  '/policies/usage-limits': [['/policies/usage-limits']],
  '/policies/usage-limits/{policyUsageLimitsId}': [
    [`/policies/usage-limits/${POLICY_ID}`],
    [`/policies/usage-limits/${POLICY_ID}?include_usage=true`],
  ],
  '/policies/usage-limits/{policyUsageLimitsId}/entities': [
    [`/policies/usage-limits/${POLICY_ID}/entities`],
  ],
};

/**
 * Where an answer may differ from the document, and why. `at` is the place in the answer, array positions as `*`; null: the
 * document has no such path. One that no answer needs any more fails the test.
 */
const EXCEPTIONS: readonly { path: string; at: string | null; reason: string }[] = [
  {
    path: '/analytics/groups/{groupBy}',
    at: null,
    reason: 'The changelog and one page of the docs describe the generic groups; OpenAPI does not.',
  },
  {
    path: '/api-keys',
    at: '/data/*/status',
    reason: 'Live keys can be `expired`; the document knows only active and exhausted.',
  },
  {
    path: '/api-keys/{id}',
    at: '/status',
    reason: 'Live keys can be `expired`; the document knows only active and exhausted.',
  },
];

/** Where the service was seen to answer otherwise than the document says; each drift is in the live dialect. */
const DRIFTED: readonly string[] = [
  '/models',
  '/analytics/graphs/cost',
  '/analytics/graphs/tokens',
  '/analytics/groups/users',
  '/analytics/groups/ai-models',
  '/analytics/groups/metadata/{metadataKey}',
  '/api-keys',
  '/api-keys/{id}',
  '/providers',
  '/providers/{slug}',
  '/admin/workspaces',
  '/admin/workspaces/{workspaceId}',
  '/policies/usage-limits',
  '/policies/usage-limits/{policyUsageLimitsId}',
];

const placeOf = (error: ErrorObject) => error.instancePath.replaceAll(/\/\d+(?=\/|$)/g, '/*');

describe('The emulator in the dialect of the published OpenAPI document', () => {
  let emulator: Emulator;
  let validators: Validators | null = null;
  beforeAll(async () => {
    validators = present ? readDocument() : null;
    emulator = await open('spec');
  });
  afterAll(() => emulator.dispose());

  it(
    present
      ? 'gives answers that the document allows, but for the exceptions listed'
      : `answers on every path it has (${missing})`,
    async () => {
      expect(Object.keys(ASKED).sort()).toStrictEqual(ROUTES.map(({ path }) => path).sort());
      if (validators === null) console.warn(missing);
      const needed = new Set<unknown>();
      const differences: string[] = [];
      const excused = (path: string, at: string | null, otherwise: string) => {
        const exception = EXCEPTIONS.find((one) => one.path === path && one.at === at);
        if (exception === undefined) differences.push(otherwise);
        else needed.add(exception);
      };
      for (const [path, questions] of Object.entries(ASKED)) {
        const validate = validators?.(path) ?? null;
        if (validators !== null && validate === null) excused(path, null, `${path}: no such path`);
        for (const question of questions) {
          const body = await ask(emulator, ...question);
          if (validate === null || validate(body)) continue;
          for (const error of validate.errors ?? []) {
            const place = placeOf(error);
            excused(path, place, `${question[0]}: ${place} ${error.message ?? error.keyword}`);
          }
        }
      }
      expect(differences).toStrictEqual([]);
      if (validators !== null) {
        const idle = EXCEPTIONS.filter((exception) => !needed.has(exception));
        expect(idle).toStrictEqual([]);
      }
    },
  );

  it(
    present
      ? 'differs from the live dialect where the document is wrong about the service'
      : `has another dialect that differs from it (${missing})`,
    async () => {
      const live = await open('live');
      try {
        const drifted: string[] = [];
        for (const [path, questions] of Object.entries(ASKED)) {
          const validate = validators?.(path) ?? null;
          for (const question of questions) {
            const seen = await ask(live, ...question);
            const same = JSON.stringify(seen) === JSON.stringify(await ask(emulator, ...question));
            if (validate === null ? !same : !validate(seen)) drifted.push(path);
          }
        }
        if (validators === null) expect(drifted).toContain('/models');
        else expect([...new Set(drifted)]).toStrictEqual(DRIFTED);
      } finally {
        await live.dispose();
      }
    },
  );
});
