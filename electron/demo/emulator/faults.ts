/** How an answer goes wrong. */
export type FaultAnswer =
  | {
      readonly status: number;
      /** Sent as JSON; a string is sent as it is. */
      readonly body?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is reset before any answer. */
  | 'reset'
  /** No answer, ever. */
  | 'hang'
  /** The right answer, whose second half comes after `delayMs`. */
  | 'slow'
  /** The first half of the right answer under its full length, then the connection breaks off. */
  | 'truncate'
  /** A sign-in page with status 200, as a captive portal or a proxy sends it. */
  | 'html'
  /** Status 200 and no byte of a body. */
  | 'empty';

export interface Fault {
  readonly match: {
    /** The path without its query begins with this; any path when left out. */
    readonly path?: string;
    /** Only the nth request that fits, counted from 1; every one when left out. */
    readonly nth?: number;
  };
  readonly answer: FaultAnswer;
  /** For `slow`, milliseconds; 200 when left out. */
  readonly delayMs?: number;
}

/** A script of faults that counts the requests that go by. The first fault that fits is the one. */
export function createFaultScript(faults: readonly Fault[]): { next(path: string): Fault | null } {
  const seen = new Map<Fault, number>();
  return {
    next: (path) => {
      const fits = faults.filter(({ match }) => path.startsWith(match.path ?? ''));
      for (const fault of fits) seen.set(fault, (seen.get(fault) ?? 0) + 1);
      return (
        fits.find(
          (fault) => fault.match.nth === undefined || fault.match.nth === seen.get(fault),
        ) ?? null
      );
    },
  };
}
