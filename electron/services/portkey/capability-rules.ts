import type { Capability } from '../../../shared/domain/capability.ts';
import type { Failure, Result } from '../../../shared/domain/failure.ts';
import type { FailureCode } from '../../../shared/domain/failure-codes.ts';
import type { AdminPart } from './admin-client.ts';
import type { KeyStatus } from './key-probe.ts';

const GRANTED: Readonly<Record<AdminPart, string>> = {
  analytics: 'Spend can be read with this key.',
  configs: 'Configs can be listed with this key.',
  providers: 'Providers can be listed with this key.',
  keys: 'API keys and their budgets can be listed with this key.',
  policies: 'Usage policies can be listed with this key.',
};

/** What does not change by asking again. A used-up budget, a rate limit or a fault says nothing of what is allowed. */
const REFUSALS: ReadonlySet<FailureCode> = new Set([
  'portkey.plan',
  'portkey.forbidden',
  'portkey.unauthorized',
  'portkey.missing',
]);

function because(can: Capability['can'], { message, hint }: Failure): Capability {
  return { can, reason: message, ...(hint === undefined ? {} : { hint }) };
}

/** What the answer to an Admin API probe says of that part. Only a refusal is a "no"; a fault or a limit is not. */
export function judgePart(part: AdminPart, answer: Result<void>): Capability {
  if (answer.ok) return { can: 'yes', reason: GRANTED[part] };
  return because(REFUSALS.has(answer.failure.code) ? 'no' : 'unknown', answer.failure);
}

/** What the gateway's probe says of sending requests to models. */
export function judgeDataPlane(
  answer: Result<{ readonly status: KeyStatus; readonly message: string }>,
): Capability {
  if (!answer.ok) {
    return because(
      answer.failure.code === 'portkey.unauthorized' ? 'no' : 'unknown',
      answer.failure,
    );
  }
  const { status, message } = answer.value;
  switch (status) {
    case 'valid':
    // Budgets are counted on requests to models, so a key that has used one up could send them.
    case 'budget_exhausted':
      return { can: 'yes', reason: message };
    case 'no_data_plane':
    case 'expired':
      return { can: 'no', reason: message };
    case 'rate_limited':
      return { can: 'unknown', reason: message, hint: 'Try again in a minute.' };
  }
}
