import { dayWindow } from '../../../shared/domain/time-window.ts';
import type { AccountState, SpendAccount } from './account-state.ts';
import { type MachineState, nextRefreshAt } from './cadence.ts';
import type { Presence } from './presence.ts';
import type { Session } from './session.ts';

/** Ends what it was given for. */
type Cancel = () => void;

export interface SpendPoller {
  /** Shows what is known from before, then reads when it is time. */
  start(): Promise<void>;
  /** Reads now, whatever the time; resolves when the answers are in. One refresh at a time: joins one that runs. */
  refresh(): Promise<void>;
  /** Accounts, views or the machine's state have changed: thinks anew about what is due. */
  changed(): void;
  /** A view was opened: what it shows should be young. */
  opened(): void;
  states(): readonly AccountState[];
  refreshing(): boolean;
  dispose(): Promise<void>;
}

export interface SpendPollerOptions {
  /** The accounts in use that have a key, the default one first. */
  readonly accounts: () => readonly SpendAccount[];
  readonly open: (account: SpendAccount) => Session;
  readonly presence: Pick<Presence, 'visible' | 'lastSeenAt'>;
  readonly machine: () => MachineState;
  readonly paused: () => boolean;
  readonly now: () => Date;
  /** Calls back after so many milliseconds, unless cancelled. */
  readonly timer: (milliseconds: number, callback: () => void) => Cancel;
  /** Told after every change of what is known. */
  readonly show: () => void;
  readonly log: (message: string) => void;
}

/** A timer never sleeps longer: a clock that was set, or a machine that slept, is noticed then. */
const LONGEST_SLEEP_MS = 5 * 60_000;

const nameOf = ({ id, adminUrl, gatewayUrl, keySavedAt }: SpendAccount): string =>
  JSON.stringify([id, adminUrl, gatewayUrl, keySavedAt]);

/** Reads the money of every account in use, at the pace that {@link nextRefreshAt} sets. */
export function createSpendPoller(options: SpendPollerOptions): SpendPoller {
  const { presence, show } = options;
  const abort = new AbortController();
  const now = () => options.now().getTime();
  const sessions = new Map<string, Session>();
  /** Accounts that came into use after the last refresh: they need not wait for the next one. */
  const untried = new Set<Session>();
  let cancel: Cancel = () => {};
  let running: Promise<void> | null = null;
  let started = false;
  let lastRefreshAt: number | null = null;
  let lastAskedAt: number | null = null;
  let openedSince = false;
  let failures = 0;
  let shownDay = '';

  /** Sessions of the accounts in use, in their order; those of others end. */
  const inUse = (): Session[] => {
    const accounts = options.accounts();
    const names = new Set(accounts.map(nameOf));
    for (const name of sessions.keys()) if (!names.has(name)) sessions.delete(name);
    return accounts.map((account) => {
      const name = nameOf(account);
      const known = sessions.get(name);
      if (known !== undefined) return known;
      const session = options.open(account);
      sessions.set(name, session);
      untried.add(session);
      return session;
    });
  };

  const dueAt = (): number | null => {
    const all = inUse();
    if (all.length === 0) return null;
    const fresh = all.some((session) => untried.has(session));
    const waits = all.map((session) => session.notBefore() ?? 0);
    return nextRefreshAt({
      ...options.machine(),
      paused: options.paused(),
      now: now(),
      visible: presence.visible(),
      lastSeenAt: presence.lastSeenAt(),
      lastRefreshAt: fresh ? null : lastRefreshAt,
      lastAskedAt,
      openedSince,
      failures,
      notBefore: Math.min(...waits),
      warming: all.some((session) => session.warming()),
    });
  };

  const schedule = (): void => {
    cancel();
    if (abort.signal.aborted || !started || running !== null) return;
    const due = dueAt() ?? Infinity;
    const midnight = Date.parse(dayWindow(options.now()).to);
    const sleep = Math.min(due, midnight) - now();
    cancel = options.timer(Math.max(0, Math.min(sleep, LONGEST_SLEEP_MS)), tick);
  };

  const refreshAll = async (patient: boolean): Promise<void> => {
    const at = now();
    lastAskedAt = at;
    openedSince = false;
    const all = inUse();
    untried.clear();
    const asked = all.filter((session) => !patient || (session.notBefore() ?? 0) <= at);
    let read = 0;
    // Nobody to ask is as good as asked: it is thought about again an interval later.
    if (asked.length === 0) lastRefreshAt = at;
    for (const session of asked) {
      if (abort.signal.aborted) return;
      const outcome = await session.refresh(abort.signal);
      read += outcome.read;
      if (outcome.fast) lastRefreshAt = at;
      show();
    }
    if (asked.length > 0) failures = read > 0 ? 0 : failures + 1;
  };

  const run = (patient: boolean): Promise<void> => {
    cancel();
    running ??= refreshAll(patient)
      .catch((error: unknown) => {
        failures += 1;
        options.log(
          `Reading spend failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      })
      .finally(() => {
        running = null;
        if (!abort.signal.aborted) show();
        schedule();
      });
    show();
    return running;
  };

  function tick(): void {
    const { from } = dayWindow(options.now());
    // Yesterday's numbers must go at midnight, whether or not it is time to ask.
    if (from !== shownDay) {
      const first = shownDay === '';
      shownDay = from;
      if (!first) openedSince = true;
      show();
    }
    const due = dueAt();
    if (due !== null && due <= now()) void run(true);
    else schedule();
  }

  return {
    start: async () => {
      started = true;
      for (const session of inUse()) await session.restore();
      show();
      if (!abort.signal.aborted) tick();
    },
    refresh: async () => {
      if (!abort.signal.aborted) await run(false);
    },
    changed: () => {
      if (abort.signal.aborted || !started) return;
      show();
      schedule();
    },
    opened: () => {
      openedSince = true;
      schedule();
    },
    states: () => inUse().map((session) => session.state()),
    refreshing: () => running !== null,
    dispose: async () => {
      abort.abort();
      cancel();
      await running;
    },
  };
}
