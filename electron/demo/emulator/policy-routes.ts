import { mayReach, workspaceAsked, type Context, type Handler } from './context.ts';
import { adminError, BAD_PAGING, forbidden, ok, type Answer } from './errors.ts';
import { pageOf, readPaging } from './paging.ts';
import { policyEntities, policyRecord } from './policies.ts';
import type { UsagePolicy } from './state.ts';

const PAGING = { size: 50, most: 100 } as const;

/** The document has a 404; the service says 403 of everything that a key cannot see. */
function findPolicy(context: Context): UsagePolicy | Answer {
  const { caller, dialect, params, request, state } = context;
  const status = request.query.get('status') ?? 'active';
  const policy = state.policies.find(({ id }) => id === params['policyUsageLimitsId']);
  return policy !== undefined && policy.status === status && mayReach(caller, policy.workspaceId)
    ? policy
    : dialect === 'spec'
      ? adminError('AB02', 'Policy not found')
      : forbidden();
}

export const listPolicies: Handler = (context) => {
  const { dialect, now, request, state } = context;
  const paging = readPaging(request.query, PAGING);
  if (paging === null) return BAD_PAGING;
  const workspaceId = workspaceAsked(context, 'workspace_id');
  if (workspaceId === null) return forbidden();
  const status = request.query.get('status') ?? 'active';
  const type = request.query.get('type');
  const rows = state.policies.filter(
    (policy) =>
      (workspaceId === 'all' || policy.workspaceId === workspaceId) &&
      policy.status === status &&
      (type === null || policy.limits.type === type),
  );
  const page = pageOf(rows, paging, dialect);
  const data = page.rows.map((policy) => policyRecord(state, policy, now, dialect, false));
  return ok({ object: 'list', total: page.total, data });
};

export const readPolicy: Handler = (context) => {
  const { dialect, now, request, state } = context;
  const policy = findPolicy(context);
  if ('body' in policy) return policy;
  const withUsage = request.query.get('include_usage') === 'true';
  return ok(policyRecord(state, policy, now, dialect, withUsage));
};

/** What each value of a policy's grouping has used. `status` is here the value's, not the policy's. */
export const listEntities: Handler = (context) => {
  const { caller, dialect, now, params, request, state } = context;
  const policy = state.policies.find(({ id }) => id === params['policyUsageLimitsId']);
  if (policy === undefined || !mayReach(caller, policy.workspaceId)) {
    return dialect === 'spec' ? adminError('AB02', 'Policy not found') : forbidden();
  }
  const paging = readPaging(request.query, PAGING);
  if (paging === null) return BAD_PAGING;
  const status = request.query.get('status');
  const search = request.query.get('search') ?? '';
  const rows = policyEntities(policy, state.ledger, now).filter(
    ({ exhausted, valueKey }) =>
      (status === null || (status === 'exhausted') === exhausted) && valueKey.includes(search),
  );
  const page = pageOf(rows, paging, dialect);
  const data = page.rows.map(({ id, usage, valueKey }) => ({
    id,
    value_key: valueKey,
    current_usage: usage,
  }));
  return ok({ object: 'list', total: page.total, data });
};
