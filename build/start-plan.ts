/** What `npm start` has found. Times are milliseconds since the epoch. */
export interface BuildTimes {
  /** The newest source file. */
  readonly newestSource: number;
  /** Each file that a build makes; null for one that is not there. */
  readonly outputs: readonly (number | null)[];
}

/** Whether the app has to be built before it can be started: something is missing, or older than a source file. */
export function needsBuild({ newestSource, outputs }: BuildTimes): boolean {
  return outputs.some((time) => time === null || time < newestSource);
}

/** What decides between a window and the browser. */
export interface HostFacts {
  readonly platform: NodeJS.Platform;
  /** Running as root: Chromium's sandbox, which the app never turns off, refuses that on Linux. */
  readonly root: boolean;
  /** An X or Wayland display can be reached. */
  readonly display: boolean;
  /** Electron's executable, or null when it is neither there nor could be fetched. */
  readonly electron: string | null;
}

export type Host =
  | { readonly kind: 'electron'; readonly program: string }
  | { readonly kind: 'browser'; readonly why: string };

const INSTEAD = 'opening Switchyard in the browser instead.';

/** Why Electron cannot start on this machine even with its executable; null when it can. */
export function electronObstacle({
  platform,
  root,
  display,
}: Omit<HostFacts, 'electron'>): string | null {
  if (platform !== 'linux') return null;
  if (!display) return `There is no display here; ${INSTEAD}`;
  return root ? `Electron’s sandbox does not run as root; ${INSTEAD}` : null;
}

/** Decides where the app opens. Falling back is an ordinary outcome with one sentence, never an error. */
export function chooseHost(facts: HostFacts): Host {
  const obstacle = electronObstacle(facts);
  if (obstacle !== null) return { kind: 'browser', why: obstacle };
  if (facts.electron === null) {
    return { kind: 'browser', why: `Electron’s binary cannot be had here; ${INSTEAD}` };
  }
  return { kind: 'electron', program: facts.electron };
}

/** An Electron that ends sooner, in milliseconds, with a failure, has never been up. */
export const NEVER_UP_MS = 5000;
/** 128 and the number of a signal with which a person or a system ends a program: hang-up, interrupt, terminate, kill. */
const ENDED_ON_PURPOSE: ReadonlySet<number> = new Set([129, 130, 137, 143]);

/** The longest reason that still reads as a part of one sentence, in characters. */
const LONGEST_REASON = 160;

/**
 * What to do once Electron has ended: a binary that is there may still lack a library or a permission.
 *
 * @param run.heldBack what it wrote to its error output, of which the first line is the reason
 * @returns the sentence with which the browser opens instead; null when Electron did what it was to do
 */
export function afterElectron(run: {
  readonly code: number;
  readonly afterMs: number;
  readonly heldBack: string;
}): string | null {
  const { code, afterMs, heldBack } = run;
  if (code === 0 || ENDED_ON_PURPOSE.has(code) || afterMs > NEVER_UP_MS) return null;
  // A binary for another machine is read by a shell, which complains with the bytes that it found.
  const first = heldBack
    .split('\n')
    .find((line) => line.trim() !== '' && !/[\p{Cc}\uFFFD]/u.test(line.trim()));
  // A loader begins with the program's whole path, Chromium with its process, the time and the place in its source.
  const reason = first
    ?.replace(/^\S*\/[^:]*: |^\[[^\]]*\]\s*/, '')
    .trim()
    .slice(0, LONGEST_REASON);
  return `Electron could not start here (${reason || `it ended with ${code}`}); ${INSTEAD}`;
}
