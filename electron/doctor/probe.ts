import { randomBytes } from 'node:crypto';

import type { Account } from '../../shared/domain/account.ts';
import { explainAnswer } from '../../shared/domain/doctor/explain-answer.ts';
import type { ProbePlan, ProbeReport, TraceArrival } from '../../shared/domain/doctor/probe.ts';
import {
  PROBE_TOKENS,
  probeRequest,
  type ProbeRequest,
} from '../../shared/domain/doctor/probe-request.ts';
import { resolveEnv } from '../../shared/domain/effective-env.ts';
import { fail, ok, type Result } from '../../shared/domain/failure.ts';
import { trailingWindow } from '../../shared/domain/time-window.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import type { Core } from '../core.ts';
import { isOurHelper } from '../services/claude-settings/helper-command.ts';
import { costOf } from '../services/estimate/model-price.ts';
import type { PriceBook } from '../services/estimate/price-book.ts';
import { sendProbe } from '../services/portkey/send-probe.ts';
import type { AdminClient } from '../services/portkey/admin-client.ts';
import { createWorktreeReader } from './read-worktree.ts';

/** One small message through a worktree's effective environment. Only when somebody asks for it: it costs. */
export interface Probe {
  /** What would be sent, and what it may cost. Sends nothing to a gateway. */
  plan(worktree: Worktree, signal?: AbortSignal): Promise<Result<ProbePlan>>;
  /** Sends it. A refusal by the gateway is a report; a failure means that nothing was sent or that nobody answered. */
  run(worktree: Worktree, signal?: AbortSignal): Promise<Result<ProbeReport>>;
  /** Whether a probe's trace has arrived in the account's analytics. One or two requests. */
  arrival(worktree: Worktree, trace: string, signal?: AbortSignal): Promise<Result<TraceArrival>>;
}

const TIMEOUT_MS = 60_000;
const HOUR = 1;

export function createProbe(options: {
  readonly core: Core;
  readonly admin: (account: Account) => Pick<AdminClient, 'traceCost'>;
  readonly prices: Pick<PriceBook, 'load'>;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Whether `env` is what Claude Code is started with. */
  readonly inherits: boolean;
}): Probe {
  const { core, prices } = options;

  const accountOf = async (worktree: Worktree): Promise<Account | null> => {
    const record = (await core.records()).get(worktree.id);
    const account = record === undefined ? null : await core.accounts.resolve(record.accountId);
    return account?.ok === true ? account.value : null;
  };

  const prepare = async (worktree: Worktree): Promise<Result<ProbeRequest>> => {
    const { personHome } = core;
    const { platform, env, inherits } = options;
    const reader = createWorktreeReader({ personHome, platform, env, inherits });
    const { env: layers, settings } = reader.read(worktree);
    const effective = resolveEnv(layers, reader.version);
    const helper = [settings.local, settings.project, settings.user]
      .map((layer) => layer.apiKeyHelper)
      .find((command) => command !== null);
    let helperKey: string | null = null;
    if (helper !== undefined && (effective.get('ANTHROPIC_AUTH_TOKEN')?.value ?? '') === '') {
      // Somebody else's command is not run just to look; ours only asks the keychain.
      const account = isOurHelper(helper) ? await accountOf(worktree) : null;
      if (account === null) {
        return fail('request.invalid', {
          field: 'apiKeyHelper',
          message:
            'The credential comes from a command that Switchyard did not write, and does not run.',
          hint: 'Put the workspace on a preset, or try it in Claude Code itself.',
        });
      }
      const key = await core.vault.read(account.id);
      if (!key.ok) return key;
      helperKey = key.value;
    }
    const suffix = `probe-${randomBytes(3).toString('hex')}`;
    return probeRequest((name) => effective.get(name)?.value ?? '', { helperKey, suffix });
  };

  return {
    plan: async (worktree, signal) => {
      const request = await prepare(worktree);
      if (!request.ok) return request;
      const { model } = request.value;
      const list = await prices.load(signal);
      return ok({ url: shownUrl(request.value), model, cost: costSentence(list.priceOf(model)) });
    },

    run: async (worktree, signal) => {
      const request = await prepare(worktree);
      if (!request.ok) return request;
      const sent = await sendProbe(request.value, { timeoutMs: TIMEOUT_MS, signal });
      if (!sent.ok) return sent;
      const { answer, millis, headers, tokens } = sent.value;
      return ok({
        url: shownUrl(request.value),
        model: request.value.model,
        status: answer.status,
        ok: answer.status >= 200 && answer.status < 300,
        ...explainAnswer(answer),
        headers: [...headers],
        trace: request.value.trace,
        millis,
        tokens,
      });
    },

    arrival: async (worktree, trace, signal) => {
      const account = await accountOf(worktree);
      if (account === null) return ok('unknown');
      const window = trailingWindow(core.now(), HOUR);
      const spent = await options.admin(account).traceCost(window, trace, { signal });
      if (!spent.ok) return spent.failure.code === 'cancelled' ? spent : ok('unknown');
      return ok((spent.value.cost ?? 0) > 0 || (spent.value.tokens ?? 0) > 0 ? 'seen' : 'not-yet');
    },
  };
}

/** Without what stands behind “?”, and without a password that somebody put into the address. */
function shownUrl({ url }: ProbeRequest): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

function costSentence(price: Parameters<typeof costOf>[0] | null): string {
  const tokens = `about ${PROBE_TOKENS.input} tokens there and ${PROBE_TOKENS.output} back`;
  if (price === null) {
    return `One message of ${tokens}; Portkey’s price list does not say what this model costs.`;
  }
  const cents = costOf(price, {
    ...PROBE_TOKENS,
    cacheWrite: 0,
    cacheWriteHour: 0,
    cacheRead: 0,
  });
  return `One message of ${tokens}, about $${(cents / 100).toFixed(6)} by Portkey’s price list.`;
}
