import { useEffect, useState } from 'react';

import type { ProbeReport, TraceArrival } from '../../../shared/domain/doctor/probe.ts';
import { TRACE_STEP_MS, TRACE_TRIES } from '../../../shared/domain/doctor/trace-wait.ts';
import { useApp } from '../../store/app.tsx';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useRequest } from '../../ui/use-request.ts';

/** One small message through the workspace: what it costs, then the click that sends it, then what came back. */
export function ProbePanel({ worktree }: { worktree: string }) {
  const { bridge, notices } = useApp();
  const [asked, setAsked] = useState(false);
  const [report, setReport] = useState<ProbeReport | null>(null);
  const plan = useRequest('doctor.planProbe', asked ? { worktree } : null);
  const act = useAct();
  const send = async () => {
    setReport(null);
    const answer = await act.run(() => bridge.request('doctor.probe', { worktree }));
    if (!answer.ok) return;
    setReport(answer.value);
    notices.say([answer.value.message, answer.value.hint ?? ''].join(' ').trim());
  };
  return (
    <section className="probe" aria-label="Test message">
      <h2>Test message</h2>
      {!asked ? (
        <>
          <p className="sub">
            Sends one small message with this workspace’s settings, and explains what comes back. It
            costs a little; what exactly is said first.
          </p>
          <div className="form-buttons">
            <Button onClick={() => setAsked(true)}>Plan a test message …</Button>
          </div>
        </>
      ) : plan === null ? (
        <p className="sub" aria-busy="true">
          Working out what would be sent
        </p>
      ) : !plan.ok ? (
        <FailureNote failure={plan.failure} />
      ) : (
        <>
          <p>
            Asks <span className="mono">{plan.value.url}</span> for{' '}
            <span className="mono">{plan.value.model}</span>. {plan.value.cost}
          </p>
          <div className="form-buttons">
            <Button look="solid" disabled={act.busy} onClick={() => void send()}>
              {act.busy ? 'Waiting for the answer' : report === null ? 'Send it' : 'Send another'}
            </Button>
          </div>
        </>
      )}
      {act.failure !== null && <FailureNote failure={act.failure} />}
      {report !== null && <Answer key={report.trace ?? ''} worktree={worktree} report={report} />}
    </section>
  );
}

function Answer({ worktree, report }: { worktree: string; report: ProbeReport }) {
  const { status, ok, message, hint, headers, trace, millis, tokens } = report;
  return (
    <div className={ok ? 'note good' : 'note bad'}>
      <p>
        <strong>{message}</strong>
        {hint !== null && ` ${hint}`}
      </p>
      <dl className="variables">
        <div>
          <dt>Answer</dt>
          <dd>
            {status ?? 'none'} after {millis} ms
            {tokens !== null && `, ${tokens.input} tokens there and ${tokens.output} back`}
          </dd>
        </div>
        {headers.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="mono">{value}</dd>
          </div>
        ))}
        {trace !== null && (
          <div>
            <dt>Trace ID</dt>
            <dd className="mono">{trace}</dd>
          </div>
        )}
      </dl>
      {ok && trace !== null && <Arrival worktree={worktree} trace={trace} />}
    </div>
  );
}

const WORDS: Readonly<Record<TraceArrival | 'stopped' | 'given-up', string>> = {
  seen: 'The trace has shown up in Portkey’s analytics.',
  'not-yet': 'Waiting for the trace to show up in Portkey’s analytics',
  unknown: 'Whether the trace shows up is not known: this key may not read analytics.',
  stopped: 'No longer waiting for the trace.',
  'given-up': 'The trace has not shown up in three minutes. Look for it in Portkey’s logs.',
};

/** Asks again and again whether the trace is there, until it is, or somebody says to stop. */
function Arrival({ worktree, trace }: { worktree: string; trace: string }) {
  const { bridge } = useApp();
  const [state, setState] = useState<keyof typeof WORDS>('not-yet');
  const [tries, setTries] = useState(0);
  const waiting = state === 'not-yet';
  useEffect(() => {
    if (!waiting) return undefined;
    let current = true;
    const ask = async () => {
      const answer = await bridge.request('doctor.traceArrival', { worktree, trace });
      if (!current) return;
      const next = answer.ok ? answer.value.state : 'unknown';
      setState(next === 'not-yet' && tries + 1 >= TRACE_TRIES ? 'given-up' : next);
      setTries(tries + 1);
    };
    const timer = setTimeout(() => void ask(), tries === 0 ? 0 : TRACE_STEP_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [bridge, worktree, trace, waiting, tries]);
  return (
    <>
      <p aria-busy={waiting}>
        {WORDS[state]}
        {waiting && tries > 0 && ` (asked ${tries} of ${TRACE_TRIES} times)`}
      </p>
      {waiting && (
        <div className="note-buttons">
          <Button onClick={() => setState('stopped')}>Stop waiting</Button>
        </div>
      )}
    </>
  );
}
