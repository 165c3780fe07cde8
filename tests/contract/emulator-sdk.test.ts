import { Portkey } from 'portkey-ai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Emulator } from '../../electron/demo/emulator/start-emulator.ts';
import type { Dialect } from '../../electron/demo/emulator/state.ts';
import { DAY, KEY_ID, NOW, windowQuery } from '../unit/demo/emulator/fixture.ts';
import { ADMIN, ask, open, SERVICE } from './emulator-fixture.ts';

const WINDOW = {
  time_of_generation_min: new Date(NOW - DAY).toISOString(),
  time_of_generation_max: new Date(NOW).toISOString(),
};
const DAY_QUERY = windowQuery(NOW - DAY, NOW);

interface Clients {
  readonly workspace: Portkey;
  readonly admin: Portkey;
}
type Call = (clients: Clients) => PromiseLike<unknown>;

/** What the SDK has of the emulator's paths, and the request that each call must come to. */
const CALLS: readonly (readonly [path: string, call: Call])[] = [
  ['/models', ({ workspace }) => workspace.models.list()],
  ['/api-keys?page_size=2', ({ workspace }) => workspace.apiKeys.list({ page_size: 2 })],
  [
    `/api-keys/${KEY_ID.service}`,
    ({ workspace }) => workspace.apiKeys.retrieve({ id: KEY_ID.service }),
  ],
  ['/configs', ({ workspace }) => workspace.configs.list({ workspace_id: 'ws-main' })],
  [
    '/configs/pc-fallback-1a2b3c',
    ({ workspace }) => workspace.configs.retrieve({ slug: 'pc-fallback-1a2b3c' }),
  ],
  ['/providers', ({ workspace }) => workspace.providers.list({})],
  [
    '/providers/anthropic-prod',
    ({ workspace }) => workspace.providers.retrieve({ slug: 'anthropic-prod' }),
  ],
  ['/admin/workspaces', ({ admin }) => admin.admin.workspaces.list({})],
  [
    '/admin/workspaces/ws-main',
    ({ admin }) => admin.admin.workspaces.retrieve({ workspaceId: 'ws-main' }),
  ],
  ...(['cost', 'requests', 'tokens'] as const).map(
    (graph) =>
      [
        `/analytics/graphs/${graph}?${DAY_QUERY}`,
        ({ workspace }: Clients) => workspace.analytics.graphs[graph](WINDOW),
      ] as const,
  ),
  [
    `/analytics/groups/users?${DAY_QUERY}`,
    ({ workspace }) => workspace.analytics.groups.users(WINDOW),
  ],
  [
    `/analytics/groups/ai-models?${DAY_QUERY}`,
    ({ workspace }) => workspace.analytics.groups.aiModels(WINDOW),
  ],
  [
    `/analytics/groups/metadata/worktree?${DAY_QUERY}&page_size=1`,
    ({ workspace }) => workspace.analytics.groups.metadata('worktree', { ...WINDOW, page_size: 1 }),
  ],
  [
    `/analytics/groups/provider?${DAY_QUERY}&columns=requests,cost`,
    ({ workspace }) =>
      workspace.analytics.groups.groupedData('provider', {
        ...WINDOW,
        columns: 'requests,cost',
      }),
  ],
];

describe('Portkey’s own SDK, unchanged, against the emulator', () => {
  let emulators: Readonly<Record<Dialect, Emulator>>;
  beforeAll(async () => (emulators = { live: await open('live'), spec: await open('spec') }));
  afterAll(() => Promise.all([emulators.live.dispose(), emulators.spec.dispose()]));

  const clientsOf = ({ adminUrl: baseURL }: Emulator) => ({
    workspace: new Portkey({ apiKey: SERVICE, baseURL }),
    admin: new Portkey({ apiKey: ADMIN, baseURL }),
  });

  it.each(CALLS)('reads %s as the emulator answers it, in both dialects', async (path, call) => {
    const secret = path.startsWith('/admin/') ? ADMIN : SERVICE;
    for (const emulator of Object.values(emulators)) {
      const got: unknown = JSON.parse(JSON.stringify(await call(clientsOf(emulator))));
      expect(emulator.requests.at(-1)).toMatchObject({
        path: `/v1${path.replace(/\?.*/, '')}`,
        keyId: secret === ADMIN ? KEY_ID.admin : KEY_ID.service,
        status: 200,
      });
      expect(got).toStrictEqual(await ask(emulator, path, secret));
    }
  });

  it('throws what the emulator refuses, with its status and message', async () => {
    const { workspace } = clientsOf(emulators.live);
    await expect(workspace.configs.retrieve({ slug: 'pc-none' })).rejects.toMatchObject({
      status: 403,
      error: { success: false, data: { errorCode: 'AB03' } },
    });
    const unknown = new Portkey({ apiKey: 'pk-nobody', baseURL: emulators.live.adminUrl });
    await expect(unknown.models.list()).rejects.toMatchObject({
      status: 401,
      message: expect.stringContaining('Invalid API Key'),
    });
  });
});
