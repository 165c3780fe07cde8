import type { AccountProfile, CapabilityPart } from '../../../shared/domain/capability.ts';
import { ok, type Result } from '../../../shared/domain/failure.ts';
import type { AdminClient } from '../portkey/admin-client.ts';
import type { AccountState } from './account-state.ts';
import { type Item, SLOW_MS } from './item.ts';

/** Policies beyond these are shown without their entities: each costs requests of its own. */
const MOST_POLICIES = 20;

/** Portkey's own budgets: as far as the key may list them. */
export function limitItems(options: {
  readonly state: AccountState;
  readonly profile: AccountProfile | null;
  readonly client: AdminClient;
  readonly now: () => Date;
}): Item[] {
  const { state, profile, client, now } = options;
  const may = (part: CapabilityPart) => profile?.capabilities[part].can !== 'no';
  const own = profile?.key ?? null;
  const isAdmin = own?.type === 'organisation-service';
  const workspaceId = isAdmin ? (own.workspaceId ?? undefined) : undefined;

  const item = <T extends { readonly asOf: string; readonly incomplete: boolean }>(
    id: string,
    ask: (signal: AbortSignal) => Promise<Result<T>>,
    patch: (value: T, before: AccountState) => AccountState,
  ): Item => ({
    id,
    every: SLOW_MS,
    read: async (signal) => {
      const answer = await ask(signal);
      return answer.ok ? ok({ patch: (before) => patch(answer.value, before) }) : answer;
    },
  });

  const keys = item(
    'keys',
    (signal) => client.apiKeys({ workspaceId, signal }),
    ({ rows, asOf }, before) => {
      const key = rows.find((row) => row.id === own?.id);
      return { ...before, key: key === undefined ? null : { value: key, asOf } };
    },
  );
  const providers = item(
    'providers',
    (signal) => client.providers({ workspaceId, signal }),
    ({ rows, asOf }, before) => ({ ...before, providers: { value: rows, asOf } }),
  );
  const policies = item(
    'policies',
    (signal) => client.usagePolicies({ workspaceId, signal }),
    ({ rows, asOf }, before) => {
      const ids = new Set(rows.map((row) => row.id));
      const entities = new Map([...before.entities].filter(([id]) => ids.has(id)));
      return { ...before, policies: { value: rows, asOf }, entities };
    },
  );
  const entities = (state.policies?.value ?? [])
    .filter((policy) => policy.status !== 'archived')
    .slice(0, MOST_POLICIES)
    .map((policy) =>
      item(
        `entities ${policy.id}`,
        (signal) => client.policyEntities(policy.id, { workspaceId, signal }),
        ({ rows, asOf }, before) => ({
          ...before,
          entities: new Map([...before.entities, [policy.id, { value: rows, asOf }]]),
        }),
      ),
    );
  const workspace: Item[] =
    isAdmin && own.workspaceId !== null ? [workspaceItem(client, own.workspaceId, now)] : [];
  return [
    ...(may('keys') && own !== null ? [keys] : []),
    ...(may('providers') ? [providers] : []),
    ...(may('policies') ? [policies, ...entities] : []),
    ...workspace,
  ];
}

function workspaceItem(client: AdminClient, id: string, now: () => Date): Item {
  return {
    id: 'workspace',
    every: SLOW_MS,
    read: async (signal) => {
      const asOf = now().toISOString();
      const answer = await client.workspace(id, { signal });
      if (!answer.ok) return answer;
      const value = answer.value;
      return ok({ patch: (before: AccountState) => ({ ...before, workspace: { value, asOf } }) });
    },
  };
}
