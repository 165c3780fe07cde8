import { type Failure, failure } from '../../../../shared/domain/failure.ts';
import { readEnvelope } from '../key-probe.ts';
import { RATE_LIMIT_WAIT_MS } from './backoff.ts';

/** Which part of the Admin API was asked: the same refusal means something else for analytics. */
export type AdminArea = 'analytics' | 'records';

export interface RefusedAnswer {
  readonly status: number;
  readonly body: string;
  readonly area: AdminArea;
  /** From a `Retry-After` header. */
  readonly retryAfterMs: number | null;
  /** Masks the key in a text. */
  readonly clean: (text: string) => string;
}

const SCOPES: Readonly<Record<AdminArea, string>> = {
  analytics: 'Ask your Portkey admin for a key with the scope analytics.view.',
  records:
    'Ask your Portkey admin for a key with the list and read scopes of what is asked for (providers.list, virtual_keys.list, policies.list, …).',
};

function judge401({ area }: RefusedAnswer, code: string | null): Failure {
  if (code === '01') {
    return failure('portkey.unauthorized', {
      message: 'Portkey knows this key, but it or its workspace has expired (401).',
      hint: 'Make a new key in Portkey, and replace this one.',
    });
  }
  if (code === '03') return failure('portkey.unauthorized');
  if (code === '033') {
    return failure('portkey.unexpected', {
      message: 'Portkey could not check the key just now (401).',
      hint: 'Try again in a minute.',
    });
  }
  // AB05 is documented as a missing permission too. Whether a key is wrong is for the gateway to say (§12.3).
  return failure('portkey.forbidden', {
    message: `This key lacks the permission for this part of the Admin API (401${code === null ? '' : ` ${code}`}).`,
    hint: SCOPES[area],
  });
}

function judge403({ area, body }: RefusedAnswer, code: string | null): Failure {
  if (code === 'AB03' && area === 'analytics') return failure('portkey.plan');
  if (code === 'AB03') {
    return failure('portkey.forbidden', {
      message:
        'Your plan or key does not allow this, or it is not in this key’s workspace (403 AB03).',
      hint: SCOPES.records,
    });
  }
  if (code === '033') {
    return failure('portkey.forbidden', {
      message:
        'Portkey refuses this: the key lacks the scope, or your organisation forbids the hosted gateway (403 033).',
      hint: SCOPES[area],
    });
  }
  if (!/^\s*\{/.test(body)) {
    return failure('portkey.unexpected', {
      message: 'Something between here and Portkey refused the request (403).',
      hint: 'Check the admin URL, and whether a proxy or firewall stands in between.',
    });
  }
  return failure('portkey.forbidden', { hint: SCOPES[area] });
}

function judge412(said: string, code: string | null): Failure {
  if (/not allowed/i.test(said)) {
    return failure('portkey.forbidden', {
      message: `Portkey does not allow this (412)${said}.`,
      hint: 'Ask your Portkey admin to enable it for this workspace.',
    });
  }
  return failure('portkey.budget_exhausted', {
    message:
      code === '06'
        ? 'A usage policy’s budget is used up (412 06).'
        : `The budget of this key, its workspace or its provider is used up (412${code === null ? '' : ` ${code}`}).`,
  });
}

/**
 * The failure for an answer that is not a success, whichever of the four error envelopes (portkey-api.md §1.6) it came in,
 * or none of them. A 403 never means a wrong key, nor does a 401 with AB05.
 */
export function judgeAnswer(answer: RefusedAnswer): Failure {
  const { code, message } = readEnvelope(answer.body);
  // Cleaned before it is cut, or half a key could be left over.
  const said = message === null ? '' : `: ${answer.clean(message).slice(0, 200)}`;
  switch (answer.status) {
    case 400:
    case 422:
      return failure('request.invalid', {
        message: `Portkey does not take this request (${answer.status})${said}.`,
      });
    case 401:
      return judge401(answer, code);
    case 402:
      return failure('portkey.budget_exhausted', {
        message: `Your organisation’s Portkey subscription is used up (402${code === null ? '' : ` ${code}`}).`,
        hint: 'Ask your Portkey admin to look at the plan.',
      });
    case 403:
      return judge403(answer, code);
    case 404:
      return failure('portkey.missing', {
        message: `Portkey does not have this (404${code === null ? '' : ` ${code}`}).`,
      });
    case 409:
      return failure('portkey.unexpected', {
        message: `Portkey is changing this at the moment (409)${said}.`,
        hint: 'Try again in a minute.',
      });
    case 412:
      return judge412(said, code);
    case 429:
      return {
        ...failure('portkey.rate_limited'),
        retryAfterMs: answer.retryAfterMs ?? RATE_LIMIT_WAIT_MS,
      };
    default:
      return {
        ...failure('portkey.unexpected', {
          message:
            answer.status >= 500
              ? `Portkey, or something in front of it, has a fault at the moment (${answer.status})${said}.`
              : `Portkey gave an answer that Switchyard does not understand (${answer.status})${said}.`,
          ...(answer.status >= 500 ? { hint: 'Try again in a few minutes.' } : {}),
        }),
        ...(answer.retryAfterMs === null ? {} : { retryAfterMs: answer.retryAfterMs }),
      };
  }
}
