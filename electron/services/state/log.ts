import fs from 'node:fs';

/** A log is for the last fault, not for history. */
const LIMIT_BYTES = 512 * 1024;

/**
 * Appends lines with their time to a file, mode 0600; past half a megabyte the older half goes. A log that cannot be
 * written is not worth failing for.
 * @param redact takes every known secret out of a line
 */
export function createLog(options: {
  readonly file: string;
  readonly now: () => Date;
  readonly redact: (text: string) => string;
}): (message: string) => void {
  return (message) => {
    const line = `${options.now().toISOString()} ${options.redact(message).replaceAll('\n', '\n  ')}\n`;
    try {
      const size = fs.statSync(options.file, { throwIfNoEntry: false })?.size ?? 0;
      if (size > LIMIT_BYTES) {
        const kept = fs.readFileSync(options.file, 'utf8').slice(-LIMIT_BYTES / 2);
        fs.writeFileSync(options.file, kept.slice(kept.indexOf('\n') + 1), { mode: 0o600 });
      }
      fs.appendFileSync(options.file, line, { mode: 0o600 });
    } catch {
      // Nowhere to say it.
    }
  };
}
