import {
  genericHandler,
  graphHandler,
  metadataHandler,
  modelsHandler,
  usersHandler,
} from './analytics.ts';
import { admitToControlPlane, admitToGateway } from './auth.ts';
import type { EmulatorRequest, Handler, World } from './context.ts';
import {
  listConfigs,
  listKeys,
  listModels,
  listProviders,
  listWorkspaces,
  readConfig,
  readKey,
  readProvider,
  readWorkspace,
} from './control-plane.ts';
import { adminError, type Answer } from './errors.ts';
import { GRAPHS } from './graphs.ts';
import { listEntities, listPolicies, readPolicy } from './policy-routes.ts';
import { priceAnswer } from './prices.ts';
import type { EmulatorState } from './state.ts';

export interface Route {
  /** Below `/v1`, as the OpenAPI document writes it. */
  readonly path: string;
  /** Every one is needed on the control plane; any one on the gateway. */
  readonly scopes: readonly string[];
  readonly plane: 'gateway' | 'control';
  /** What the plan must include besides. */
  readonly gate: keyof EmulatorState['plan'] | null;
  readonly handler: Handler;
}

const control = (
  path: string,
  scopes: readonly string[],
  handler: Handler,
  gate: Route['gate'] = null,
): Route => ({ path, scopes, plane: 'control', gate, handler });
const analytics = (path: string, handler: Handler): Route =>
  control(`/analytics/${path}`, ['analytics.view'], handler, 'analytics');
const policy = (path: string, grant: 'list' | 'read', handler: Handler): Route =>
  control(`/policies/usage-limits${path}`, [`policies.${grant}`], handler, 'policies');

/** Everything that the emulator answers, all of it GET. The first path that fits wins. */
export const ROUTES: readonly Route[] = [
  {
    path: '/models',
    scopes: ['completions.write', 'virtual_keys.list'],
    plane: 'gateway',
    gate: null,
    handler: listModels,
  },
  ...GRAPHS.map((graph) => analytics(`graphs/${graph}`, graphHandler(graph))),
  analytics('groups/users', usersHandler),
  analytics('groups/ai-models', modelsHandler),
  analytics('groups/metadata/{metadataKey}', metadataHandler),
  analytics('groups/{groupBy}', genericHandler),
  // Which scope is needed depends on the types of key, so the handlers look.
  control('/api-keys', [], listKeys),
  control('/api-keys/{id}', [], readKey),
  control('/providers', ['providers.list', 'virtual_keys.list'], listProviders),
  control('/providers/{slug}', ['providers.read', 'virtual_keys.read'], readProvider),
  control('/configs', ['configs.list'], listConfigs),
  control('/configs/{slug}', ['configs.read'], readConfig),
  control('/admin/workspaces', ['workspaces.list'], listWorkspaces),
  control('/admin/workspaces/{workspaceId}', ['workspaces.read'], readWorkspace),
  policy('', 'list', listPolicies),
  policy('/{policyUsageLimitsId}', 'read', readPolicy),
  policy('/{policyUsageLimitsId}/entities', 'read', listEntities),
];

function fit(pattern: string, path: string): Record<string, string> | null {
  const wanted = `/v1${pattern}`.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const actual = given[index] ?? '';
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name === undefined) {
      if (part !== actual) return null;
      continue;
    }
    if (actual === '') return null;
    try {
      params[name] = decodeURIComponent(actual);
    } catch {
      return null;
    }
  }
  return params;
}

/** What Portkey would say to a request. Decides only: what is remembered of it is in `world.rates`. */
export function answerTo(world: World, request: EmulatorRequest): Answer {
  const path = request.path.replace(/(?<=.)\/+$/, '');
  if (path === '/v1/workspaces') return adminError('AB01', 'Invalid request');
  const prices = priceAnswer(request.method, path);
  if (prices !== null) return prices;
  if (request.method === 'GET') {
    for (const route of ROUTES) {
      const params = fit(route.path, path);
      if (params === null) continue;
      const admitted =
        route.plane === 'gateway'
          ? admitToGateway(world, request, route.scopes)
          : admitToControlPlane(world, request, route.scopes, route.gate);
      return 'refused' in admitted
        ? admitted.refused
        : route.handler({ ...world, request, params, caller: admitted.caller });
    }
  }
  return adminError('AB02', `${request.method} ${path} was not found`);
}
