/** What the machine says of itself. The browser host and the command line know nothing and take {@link CALM}. */
export interface MachineState {
  readonly onBattery: boolean;
  readonly thermal: 'nominal' | 'fair' | 'serious' | 'critical';
  readonly locked: boolean;
  readonly asleep: boolean;
  readonly offline: boolean;
}

export const CALM: MachineState = {
  onBattery: false,
  thermal: 'nominal',
  locked: false,
  asleep: false,
  offline: false,
};

export interface CadenceInput extends MachineState {
  /** Milliseconds since the epoch, as all instants here. */
  readonly now: number;
  /** Whether the person stopped it. */
  readonly paused: boolean;
  /** Whether any view can be seen. */
  readonly visible: boolean;
  /** When a view could last be seen, null: not since the start. */
  readonly lastSeenAt: number | null;
  /** When the last refresh began that asked for today's numbers, null before the first. */
  readonly lastRefreshAt: number | null;
  /** When the last refresh of any kind began. */
  readonly lastAskedAt: number | null;
  /** Whether a view was opened after the last refresh had begun. */
  readonly openedSince: boolean;
  /** Refreshes in a row that read nothing. */
  readonly failures: number;
  /** Portkey asked not to be asked before. */
  readonly notBefore: number | null;
  /** Whether something has never been read that is read on the slower beat. */
  readonly warming: boolean;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;

export const CADENCE = {
  /** The longest that somebody who looks waits for a new number, unless Portkey asks for more patience. */
  visibleMs: 45 * SECOND,
  visibleSlowMs: 60 * SECOND,
  /** Nobody looks, but somebody did a moment ago. */
  recentMs: 2 * MINUTE,
  /** For how long that counts as a moment ago. */
  recentForMs: 10 * MINUTE,
  hiddenMs: 5 * MINUTE,
  hiddenLongestMs: 30 * MINUTE,
  /** Numbers that are younger are good enough for a view that opens. */
  freshMs: 15 * SECOND,
  warmingMs: 3 * SECOND,
} as const;

function intervalOf(input: CadenceInput): number | null {
  const { visible, onBattery, thermal, lastSeenAt, now, failures } = input;
  const hot = thermal === 'serious' || thermal === 'critical';
  if (visible) {
    const calm = !onBattery && !hot && failures === 0;
    return calm ? CADENCE.visibleMs : CADENCE.visibleSlowMs;
  }
  if (thermal === 'critical') return null;
  const recent = lastSeenAt !== null && Math.abs(now - lastSeenAt) < CADENCE.recentForMs;
  const base = recent ? CADENCE.recentMs : CADENCE.hiddenMs;
  const factor = (onBattery ? 2 : 1) * (hot ? 2 : 1) * 2 ** Math.min(failures, 6);
  return Math.min(CADENCE.hiddenLongestMs, base * factor);
}

/**
 * When to read spend next; null: not before something changes (the machine wakes, is unlocked, finds a network, cools
 * down). At most a minute apart while somebody looks, never while the machine sleeps or is locked, and never before Portkey
 * is willing.
 * @returns an instant that is not before `now`
 */
export function nextRefreshAt(input: CadenceInput): number | null {
  if (input.paused || input.asleep || input.locked || input.offline) return null;
  const interval = intervalOf(input);
  if (interval === null) return null;
  const { now, notBefore } = input;
  // A clock that was put back would otherwise hold everything up until it has caught up.
  const past = (at: number | null): number | null => (at === null || at > now ? null : at);
  const last = past(input.lastRefreshAt);
  const asked = past(input.lastAskedAt) ?? last;
  let due = now;
  if (last !== null) {
    due = last + interval;
    if (input.warming && input.failures === 0 && asked !== null) {
      due = Math.min(due, asked + CADENCE.warmingMs);
    }
    if (input.visible && input.openedSince) due = Math.min(due, last + CADENCE.freshMs);
  }
  return Math.max(now, due, notBefore ?? 0);
}
