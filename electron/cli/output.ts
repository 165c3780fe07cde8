import type { Failure, Result } from '../../shared/domain/failure.ts';
import { type Cents, dollars } from '../../shared/domain/money.ts';

/** Exit codes of the contract. */
export const EXIT = { done: 0, failed: 1, usage: 2, findings: 3 } as const;

export interface Output {
  /** One JSON document on stdout, or text for a person. */
  result(json: unknown, text: string): void;
  /** A message for the person; stderr, so that stdout stays one document. */
  note(text: string): void;
  failure(failure: Failure): void;
}

/** Where a command's outcome goes. */
export function createOutput(json: boolean): Output {
  return {
    result: (document, text) => {
      if (json) process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
      else if (text !== '') process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
    },
    note: (text) => {
      process.stderr.write(`${text}\n`);
    },
    failure: ({ code, message, hint }) => {
      if (json)
        process.stdout.write(
          `${JSON.stringify({ ok: false, failure: { code, message, hint } })}\n`,
        );
      process.stderr.write(`${message}${hint === undefined ? '' : `\n${hint}`}\n`);
    },
  };
}

/** Money as the command line's JSON has it: US dollars, null for what is not known. */
export function usd(cents: Cents | null): number | null {
  return cents === null ? null : dollars(cents);
}

/** Columns of text, each as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Tells the outcome and gives the exit code. */
export function finish<T>(
  output: Output,
  result: Result<T>,
  show: (value: T) => { json: unknown; text: string },
): number {
  if (!result.ok) {
    output.failure(result.failure);
    return EXIT.failed;
  }
  const { json, text } = show(result.value);
  output.result(json, text);
  return EXIT.done;
}
