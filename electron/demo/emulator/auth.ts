import type { EmulatorRequest, World } from './context.ts';
import { adminError, forbidden, gatewayError, type Answer } from './errors.ts';
import type { ApiKey } from './state.ts';
import { keyUsage, statusOf, workspaceUsage } from './usage.ts';

export type Admitted = { readonly caller: ApiKey } | { readonly refused: Answer };

/**
 * The key of a request: `x-portkey-api-key`, or a Bearer token when that header is absent. `x-api-key` is never read as one
 * (portkey-api.md §1.1).
 */
export function callerOf(world: World, request: EmulatorRequest): ApiKey | null {
  const secret =
    request.header('x-portkey-api-key') ??
    /^Bearer +(.+)$/i.exec(request.header('authorization') ?? '')?.[1] ??
    null;
  if (secret === null) return null;
  return world.state.keys.find((key) => key.secret === secret) ?? null;
}

/** The gateway's check of a key: known, in date, in budget, allowed, and not too fast, in that order. */
export function admitToGateway(
  world: World,
  request: EmulatorRequest,
  scopes: readonly string[],
): Admitted {
  const { state, now, rates } = world;
  const caller = callerOf(world, request);
  if (caller === null) return { refused: gatewayError(401, '03', 'Invalid API Key') };
  const status = statusOf(caller, keyUsage(state, caller, now), now);
  if (status === 'expired') return { refused: gatewayError(401, '01', 'API Key Expired') };
  if (status === 'exhausted') {
    return { refused: gatewayError(412, '04', 'Portkey API Key Usage Limit Exceeded') };
  }
  const workspace = state.workspaces.find(({ id }) => id === caller.workspaceId);
  const spent = workspace?.usageLimits.some(
    (limits) => workspaceUsage(state, workspace, limits, now).exhausted,
  );
  if (spent === true) {
    return { refused: gatewayError(412, '04', 'Portkey Workspace Usage Limit Exceeded') };
  }
  const allowed =
    caller.type !== 'organisation-service' && scopes.some((scope) => caller.scopes.includes(scope));
  if (!allowed) return { refused: gatewayError(403, '033', 'Forbidden!') };
  const tokensOf = (id: 'apiKeyId' | 'workspaceId', value: string) => (since: number) =>
    state.ledger.reduce(
      (sum, entry) =>
        entry[id] === value && entry.at > since && entry.at <= now
          ? sum + entry.inputTokens + entry.outputTokens
          : sum,
      0,
    );
  if (rates.isOver(`key ${caller.id}`, caller.rateLimits, now, tokensOf('apiKeyId', caller.id))) {
    const masked = `${caller.secret.slice(0, 2)}********${caller.secret.slice(-3)}`;
    // Spelt as the service spells it.
    return { refused: gatewayError(429, '05', `apikey ${masked} rate limit exceded`) };
  }
  if (workspace !== undefined) {
    const tokens = tokensOf('workspaceId', workspace.id);
    if (rates.isOver(`workspace ${workspace.id}`, workspace.rateLimits, now, tokens)) {
      return {
        refused: gatewayError(429, '05', `workspace ${workspace.slug} rate limit exceeded`),
      };
    }
    rates.note(`workspace ${workspace.id}`, now);
  }
  rates.note(`key ${caller.id}`, now);
  return { caller };
}

/**
 * The control plane's check: known and in date, not too fast, allowed by the plan and by every scope. Its own codes: a key
 * that it does not take is 401 AB05, which only the gateway's answer tells apart.
 */
export function admitToControlPlane(
  world: World,
  request: EmulatorRequest,
  scopes: readonly string[],
  gate: keyof World['state']['plan'] | null,
): Admitted {
  const { state, now, rates } = world;
  const caller = callerOf(world, request);
  if (caller === null || statusOf(caller, null, now) === 'expired') {
    return { refused: adminError('AB05', 'Unauthorised request') };
  }
  const most = state.adminRequestsPerMinute;
  if (most !== null) {
    const limit = { type: 'requests', unit: 'rpm', value: most } as const;
    if (rates.isOver(`admin ${caller.id}`, [limit], now, () => 0)) {
      return { refused: adminError('AB06', 'Rate limit exceeded') };
    }
    rates.note(`admin ${caller.id}`, now);
  }
  if (gate !== null && !state.plan[gate]) return { refused: forbidden() };
  return scopes.every((scope) => caller.scopes.includes(scope))
    ? { caller }
    : { refused: forbidden() };
}
