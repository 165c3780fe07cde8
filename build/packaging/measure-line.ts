/** The times that the app prints when it is started with `--measure`, in milliseconds since its process began. */
export interface Measured {
  readonly version: string;
  readonly marks: Readonly<Record<'ready' | 'tray' | 'composed' | 'popover', number>>;
}

const MARKS = ['ready', 'tray', 'composed', 'popover'] as const;

/** Finds the app's one line in what it printed. @returns null when there is none, or when a time is missing */
export function readMeasureLine(output: string): Measured | null {
  for (const line of output.split('\n')) {
    if (!line.startsWith('{"switchyard":"measure"')) continue;
    try {
      const { version, marks } = JSON.parse(line) as Partial<Measured>;
      const whole = MARKS.every((name) => Number.isFinite(marks?.[name]));
      if (typeof version === 'string' && marks !== undefined && whole) return { version, marks };
    } catch {
      // Cut off: not the app's whole line.
    }
  }
  return null;
}
