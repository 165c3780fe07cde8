/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a <meter> cannot be drawn as a ring */
import '../../styles/gauge.css';

import { useId } from 'react';

import { useApp, useSnapshot } from '../../store/app.tsx';
import { useSeconds } from '../../store/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { useAct } from '../../ui/use-act.ts';
import { type GaugeView, gaugeView } from './gauge-words.ts';
import { PauseButton } from '../../ui/PauseButton.tsx';
import { Ring } from './Ring.tsx';

/** Today's spend of the default account and the budget that matters most. Nothing without an account. */
export function Gauge() {
  const { accounts, defaultAccount, spend, budgets, profiles } = useSnapshot();
  const now = useSeconds();
  const account = spend[0]?.account ?? defaultAccount ?? accounts[0]?.id;
  if (account === undefined || accounts.length === 0) return null;
  const profile = profiles.find((one) => one.account === account);
  const view = gaugeView({
    account,
    spend: spend[0],
    budgets,
    analytics: profile?.capabilities.analytics ?? null,
    now,
  });
  return <Face view={view} refreshing={spend[0]?.refreshing === true} />;
}

function Face({ view, refreshing }: { view: GaugeView; refreshing: boolean }) {
  const { moves } = useApp();
  const { paused } = useSnapshot();
  const id = useId();
  const { meter } = view;
  return (
    <section className="gauge" data-stale={view.stale} aria-label="Spend">
      <div className="gauge-face">
        {meter === null ? null : meter.share === null ? (
          <Ring meter={meter} />
        ) : (
          <div
            role="meter"
            className="gauge-meter"
            aria-label={meter.label}
            aria-valuemin={0}
            aria-valuemax={100}
            aria-valuenow={Math.min(Math.round(meter.share * 100), 100)}
            aria-valuetext={meter.sentence}
            title={`${meter.label}. ${meter.sentence}`}
          >
            <Ring meter={meter} />
          </div>
        )}
        <div className="gauge-words">
          <div className="gauge-first">
            <button
              type="button"
              className="gauge-open"
              title={`${view.source} Opens Spend.`}
              aria-describedby={`${id}-source`}
              onClick={() => moves.go('spend')}
            >
              <span className={view.number === 'not priced' ? 'gauge-text' : 'gauge-number'}>
                {view.number}
              </span>{' '}
              <span className="gauge-caption">{view.caption}</span>
              {view.estimate && <span className="tag">estimate</span>}
            </button>
            {/* Beside the button, so that a reader does not hear its words twice. */}
            <span className="gauge-source" id={`${id}-source`}>
              {view.source}
            </span>
          </div>
          <p className="gauge-second">
            <span className="clip" title={view.beside}>
              {view.beside}
            </span>
            <span className="gauge-age">{refreshing ? 'reading …' : view.age}</span>
          </p>
          {(view.verdict !== null || view.pace !== null) && (
            <p className="gauge-second">
              {view.verdict !== null && (
                <strong className="gauge-verdict" data-status={meter?.status}>
                  {view.verdict}
                </strong>
              )}
              {view.pace !== null && (
                <span className="clip" title={view.pace}>
                  {view.pace}
                </span>
              )}
            </p>
          )}
        </div>
      </div>
      {view.notes.length > 0 && <p className="gauge-note">{view.notes.join(' ')}</p>}
      {paused && (
        <div className="gauge-paused">
          <span>Reading is paused.</span>
          <PauseButton />
        </div>
      )}
      {view.problem !== null && <Problem problem={view.problem} />}
    </section>
  );
}

/** Why the numbers are old or missing, and the button that asks again. */
function Problem({ problem }: { problem: NonNullable<GaugeView['problem']> }) {
  const { bridge, notices } = useApp();
  const act = useAct();
  const retry = async () => {
    const answer = await act.run(() => bridge.request('spend.refresh', {}));
    if (answer.ok) notices.say('Asked Portkey again.');
    else notices.say(answer.failure.message);
  };
  return (
    <div className="gauge-problem">
      <p>
        <strong>{act.failure?.message ?? problem.message}</strong>{' '}
        {act.failure === null ? problem.hint : act.failure.hint}
      </p>
      <Button disabled={act.busy} onClick={() => void retry()}>
        {act.busy ? 'Asking …' : 'Retry'}
      </Button>
    </div>
  );
}
