/** What is known of an answer to one `/v1/messages`. */
export interface GatewayAnswer {
  readonly status: number;
  /** Of Portkey's or the provider's envelope; null when there is none. */
  readonly code: string | null;
  readonly type: string | null;
  readonly message: string | null;
  /** Whether the answer says which provider it came from: without that, Portkey passed it through or refused it itself. */
  readonly fromProvider: boolean;
}

export interface Explanation {
  readonly message: string;
  readonly hint: string | null;
}

const SAVED_ONLY = /^inline_(config|provider|custom_host|provider_url|forward_headers)_blocked$/;

const UNAUTHORISED: Readonly<Record<string, Explanation>> = {
  '01': {
    message: 'The key, the provider or the workspace has expired.',
    hint: 'Make a new key at Portkey, and store it in the account.',
  },
  '033': {
    message: 'Portkey could not check the key just now.',
    hint: 'Try again in a minute; Portkey’s status page says when it is down.',
  },
};

function unauthorised({ code, fromProvider, type }: GatewayAnswer): Explanation {
  if (fromProvider) {
    return {
      message: 'The provider refuses the credential that Portkey holds for it.',
      hint: 'Renew the provider’s key in Portkey’s Model Catalog. A token that differs from the Portkey key is handed on as such a credential, too.',
    };
  }
  const known = UNAUTHORISED[code ?? ''];
  if (known !== undefined) return known;
  if (type !== null && /expired/.test(type)) return UNAUTHORISED['01'] ?? NOT_KNOWN;
  return NOT_KNOWN;
}

const NOT_KNOWN: Explanation = {
  message:
    'Portkey does not know the key. Claude Code would ask eleven times in three minutes before it says so.',
  hint: 'Paste the whole key into the account again, and check that the gateway’s address is the one of its tenancy.',
};

function usedUp({ type, code }: GatewayAnswer): Explanation {
  if (type === 'model_not_allowed_error') {
    return {
      message: 'The model is not switched on for this provider.',
      hint: 'Switch it on in Portkey’s Model Catalog, or put the workspace on a preset with another model.',
    };
  }
  if (type === 'usage_limits_policy_exhaust_error' || code === '06') {
    return {
      message: 'A usage policy’s budget is used up.',
      hint: 'Ask whoever keeps the policy at Portkey, or wait for its reset.',
    };
  }
  const whose =
    type === 'integration_exhaust_error' || type === 'virtual_key_exhaust_error'
      ? 'The provider’s budget'
      : 'The budget of the key or of its workspace';
  return {
    message: `${whose} is used up. The key itself is right.`,
    hint: 'Raise the budget at Portkey, or put the workspace on another preset.',
  };
}

function invalid({ code, type, message }: GatewayAnswer): Explanation {
  if (SAVED_ONLY.test(code ?? '') || SAVED_ONLY.test(type ?? '')) {
    return {
      message:
        'This organisation takes saved configs and providers only, and the request names one of its own.',
      hint: 'Use “@slug” of the Model Catalog, or the ID of a saved config (pc-…).',
    };
  }
  if (/config/i.test(message ?? '') && /override|default|pinned|not allowed/i.test(message ?? '')) {
    return {
      message: 'The key has a config of its own and does not take another.',
      hint: 'Put the workspace on a preset without a config.',
    };
  }
  if (/invalid provider/i.test(message ?? '')) {
    return {
      message: 'Portkey does not take the provider that is named.',
      hint: 'It looks like @anthropic-prod with Portkey’s own gateway, and like “anthropic” with the open-source one.',
    };
  }
  return {
    message: 'The request was refused as invalid.',
    hint: 'Often the model’s ID has another cloud’s form, or a beta was forwarded that the provider does not have. The doctor’s findings say which.',
  };
}

/**
 * What an answer means for the worktree, and what to do (portkey-api.md §1.6, §3.5; conductor-claude.md §B6 for what Claude Code
 * makes of it). Pure; says nothing of what the answer holds.
 */
export function explainAnswer(answer: GatewayAnswer): Explanation {
  const { status, fromProvider, message } = answer;
  if (status >= 200 && status < 300) {
    if (status === 246) {
      return {
        message: 'The message was answered, and a guardrail would have objected to it.',
        hint: null,
      };
    }
    return fromProvider
      ? { message: 'The message was answered.', hint: null }
      : {
          message:
            'The message was answered, but not through a provider of Portkey’s: it is a passthrough (⚡ in its logs), whose cost is not counted.',
          hint: 'Check the provider’s slug and the gateway’s address.',
        };
  }
  switch (status) {
    case 400:
      return invalid(answer);
    case 401:
      return unauthorised(answer);
    case 402:
    case 412:
      return usedUp(answer);
    case 403:
      return fromProvider
        ? {
            message: 'The provider denies access to this model.',
            hint: 'Ask for it in the cloud’s console. A model on Bedrock that is no Claude also needs DISABLE_PROMPT_CACHING=1 and CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS=1.',
          }
        : {
            message: 'The key may not send requests to models.',
            hint: 'Give it the scope completions.write at Portkey; an Admin key cannot have it.',
          };
    case 404:
      return {
        message: 'Nothing answers at that address, or the provider does not have the model.',
        hint: 'The gateway’s address has no /v1; check the model’s ID against the provider’s list.',
      };
    case 408:
      return {
        message: 'The provider took longer than the config’s request timeout.',
        hint: 'Raise request_timeout in the config, or try again.',
      };
    case 429:
      return {
        message: fromProvider
          ? 'The provider limits the rate.'
          : 'Portkey limits the rate of this key, provider or workspace.',
        hint: 'Claude Code waits and asks again by itself. A config with a fallback would go on with another provider.',
      };
    case 446:
      return {
        message: 'A guardrail refused the message.',
        hint: 'Ask whoever keeps the guardrails at Portkey.',
      };
    default:
      return /fetch failed/i.test(message ?? '')
        ? {
            message: 'The gateway could not reach a provider (“fetch failed”).',
            hint: 'The address most likely ends in /v1: use https://api.portkey.ai.',
          }
        : status >= 500
          ? {
              message: `The ${fromProvider ? 'provider' : 'gateway'} failed (${status}).`,
              hint: 'Try again; a config with a fallback would go on with another provider.',
            }
          : { message: `The gateway answered ${status}, which says nothing known.`, hint: null };
  }
}
