import type { GaugeView } from './gauge-words.ts';

const RADIUS = 17;
const AROUND = 2 * Math.PI * RADIUS;

/**
 * How much of the budget is used, as an arc from the top. A state that needs a word has a shape as well: a triangle near
 * the limit, an exclamation mark beyond it, a bar when requests are blocked; a broken ring when the use is not known.
 */
export function Ring({ meter }: { meter: GaugeView['meter'] }) {
  const share = Math.min(meter?.share ?? 0, 1);
  const status = meter?.status ?? 'none';
  return (
    <svg
      className="ring"
      data-status={status}
      viewBox="0 0 40 40"
      aria-hidden="true"
      focusable="false"
    >
      <circle
        className="ring-track"
        cx="20"
        cy="20"
        r={RADIUS}
        strokeDasharray={meter !== null && meter.share === null ? '3 4' : undefined}
      />
      {share > 0 && (
        <circle
          className="ring-used"
          cx="20"
          cy="20"
          r={RADIUS}
          strokeDasharray={`${share * AROUND} ${AROUND}`}
          transform="rotate(-90 20 20)"
        />
      )}
      {status === 'near' && <path className="ring-mark" d="M20 14 26 25H14z" />}
      {status === 'over' && (
        <path className="ring-mark" d="M18.5 12h3l-.6 10h-1.8zM18.6 24.5h2.8v2.8h-2.8z" />
      )}
      {status === 'exhausted' && <path className="ring-mark" d="M13 18h14v4H13z" />}
    </svg>
  );
}
