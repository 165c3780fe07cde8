import { setTimeout as pause } from 'node:timers/promises';

import type { ProbeReport, TraceArrival } from '../../shared/domain/doctor/probe.ts';
import { TRACE_STEP_MS, TRACE_TRIES } from '../../shared/domain/doctor/trace-wait.ts';
import { ok, type Result } from '../../shared/domain/failure.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import { createProbe } from '../doctor/probe.ts';
import type { CommandMoney } from './money-context.ts';
import type { CommandContext } from './context.ts';
import type { Output } from './output.ts';

/** One message through a worktree, and whether its trace has shown up. */
export interface Probed {
  readonly worktree: string;
  readonly report: ProbeReport;
  readonly arrival: TraceArrival | 'cancelled';
}

/** Sends one small message, says before what it costs, and then waits for its trace; Ctrl-C ends the waiting. */
export async function probeWorktree(
  worktree: Worktree,
  money: CommandMoney,
  context: CommandContext,
  output: Output,
): Promise<Result<Probed>> {
  const { signal } = context.request;
  const probe = createProbe({
    core: context.core,
    admin: money.client,
    prices: money.prices,
    platform: process.platform,
    env: process.env,
    inherits: true,
  });
  const plan = await probe.plan(worktree, signal);
  if (!plan.ok) return plan;
  output.note(`Asking ${plan.value.url} for “${plan.value.model}”. ${plan.value.cost}`);
  const report = await probe.run(worktree, signal);
  if (!report.ok) return report;
  const { trace } = report.value;
  let arrival: Probed['arrival'] = 'unknown';
  if (report.value.ok && trace !== null) {
    output.note(
      `Waiting for the trace ${trace} to show up in Portkey’s analytics; Ctrl-C ends that.`,
    );
    const deadline = performance.now() + TRACE_TRIES * TRACE_STEP_MS;
    do {
      const asked = await probe.arrival(worktree, trace, signal);
      arrival = asked.ok ? asked.value : 'cancelled';
      if (arrival !== 'not-yet') break;
      await pause(TRACE_STEP_MS, undefined, { signal }).catch(() => undefined);
    } while (performance.now() < deadline && !signal.aborted);
    if (signal.aborted) arrival = 'cancelled';
  }
  return ok({ worktree: worktree.path, report: report.value, arrival });
}

const ARRIVALS: Readonly<Record<Probed['arrival'], string>> = {
  seen: 'The trace has shown up in Portkey’s analytics.',
  'not-yet': 'The trace has not shown up in Portkey’s analytics yet.',
  unknown:
    'Whether the trace shows up is not known: the key may not read analytics, or nothing was answered.',
  cancelled: 'Whether the trace shows up was not waited for.',
};

/** What is printed of a probe. */
export function probeText({ report, arrival }: Probed): string {
  const { status, message, hint, headers, trace, millis, tokens } = report;
  return [
    `${status ?? 'no answer'} after ${millis} ms. ${message}${hint === null ? '' : ` ${hint}`}`,
    ...(tokens === null ? [] : [`  tokens: ${tokens.input} there, ${tokens.output} back`]),
    ...headers.map(({ name, value }) => `  ${name}: ${value}`),
    ...(trace === null ? [] : [`  trace: ${trace}`]),
    ARRIVALS[arrival],
  ].join('\n');
}
