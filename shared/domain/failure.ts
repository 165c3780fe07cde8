import { type FailureCode, RETRYABLE, SENTENCES } from './failure-codes.ts';

/**
 * Expected failures are values, so that every face (popover, window, CLI, browser) says the same thing about the
 * same outcome. Throwing is for bugs only.
 */
export interface Failure {
  readonly code: FailureCode;
  /** What happened and why, as a full sentence in the person's words. Never holds a secret. */
  readonly message: string;
  /** What to do next, as a full sentence. */
  readonly hint?: string | undefined;
  /** True when the same request can succeed later without any change by the person. */
  readonly retryable: boolean;
  /** Names the input field that the failure is about, where there is one (`provider`, `gatewayUrl`, …). */
  readonly field?: string | undefined;
  /** How long to wait at least before the same request is worth another try, milliseconds; where something asked for it. */
  readonly retryAfterMs?: number | undefined;
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** The sentence and next step for a code, used when nothing more exact is known. */
export function describeFailure(code: FailureCode): { message: string; hint: string } {
  const [message, hint] = SENTENCES[code];
  return { message, hint };
}

/** Makes a failure; `message` and `hint` default to the table's sentences. */
export function failure(
  code: FailureCode,
  details: { message?: string; hint?: string; field?: string } = {},
): Failure {
  const [message, hint] = SENTENCES[code];
  return {
    code,
    message: details.message ?? message,
    hint: details.hint ?? hint,
    retryable: RETRYABLE.has(code),
    ...(details.field === undefined ? {} : { field: details.field }),
  };
}

/**
 * An error that carries an expected failure, for the few places whose callers have no way to go on without what failed
 * (the state database). Whoever catches it at the edge shows the failure, by {@link failureOf}.
 */
export function failureError(carried: Failure): Error {
  return Object.assign(new Error(carried.message), { failure: carried });
}

/** The failure that {@link failureError} put into an error; null for any other error, which is a bug. */
export function failureOf(error: unknown): Failure | null {
  if (!(error instanceof Error) || !('failure' in error)) return null;
  return error.failure as Failure;
}

/** A successful result. */
export function ok<T>(value: T): { ok: true; value: T } {
  return { ok: true, value };
}

/** A failed result; the same arguments as {@link failure}. */
export function fail(
  code: FailureCode,
  details: { message?: string; hint?: string; field?: string } = {},
): { ok: false; failure: Failure } {
  return { ok: false, failure: failure(code, details) };
}
