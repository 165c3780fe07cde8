import type { Capabilities } from '../../../shared/domain/capability.ts';
import { ok, type Result } from '../../../shared/domain/failure.ts';
import type { AdminClient, AdminPart } from './admin-client.ts';
import { judgeDataPlane, judgePart } from './capability-rules.ts';
import type { GatewayClient } from './gateway-client.ts';

/**
 * Finds out what a key can be used for: one cheap request a capability (portkey-api.md §1.4), the Admin API's at most three
 * at a time. The gateway is asked first, because only it tells a wrong key from one that lacks a scope; a wrong key is not
 * sent any further. The caller keeps the outcome, by key.
 * @returns the capabilities, or `cancelled`; a part that cannot be asked is `unknown` with the reason
 */
export async function probeCapabilities(options: {
  gateway: Pick<GatewayClient, 'probeKey'>;
  gatewayUrl: string;
  key: string;
  /** A client with the same key. */
  admin: Pick<AdminClient, 'probe'>;
  workspaceId?: string;
  signal?: AbortSignal;
}): Promise<Result<Capabilities>> {
  const { gateway, gatewayUrl, key, admin, workspaceId, signal } = options;
  const keyAnswer = await gateway.probeKey(gatewayUrl, key, signal);
  const dataPlane = judgeDataPlane(keyAnswer);
  if (!keyAnswer.ok && keyAnswer.failure.code === 'cancelled') return keyAnswer;
  const wrongKey = !keyAnswer.ok && keyAnswer.failure.code === 'portkey.unauthorized';

  const ask = async (part: AdminPart): Promise<Result<void>> =>
    wrongKey ? keyAnswer : admin.probe(part, { workspaceId, signal });
  const answers = await Promise.all([
    ask('analytics'),
    ask('configs'),
    ask('providers'),
    ask('keys'),
    ask('policies'),
  ]);
  for (const answer of answers) {
    if (!answer.ok && answer.failure.code === 'cancelled') return answer;
  }
  const [analytics, configs, providers, keys, policies] = answers;
  return ok({
    dataPlane,
    analytics: judgePart('analytics', analytics),
    configs: judgePart('configs', configs),
    providers: judgePart('providers', providers),
    keys: judgePart('keys', keys),
    policies: judgePart('policies', policies),
  });
}
