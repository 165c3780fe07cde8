import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import { requests, type RequestName } from '../../shared/contract/index.ts';
import { fail, failureOf, ok, type Result } from '../../shared/domain/failure.ts';
import type { Handlers, RequestContext } from './handlers.ts';
import { describeIssue } from './issue-words.ts';

export interface Router {
  /**
   * Answers one request of a view. Never throws: what the contract refuses is `request.invalid`, what breaks is
   * `internal` with an id that stands in the log too.
   */
  dispatch(name: unknown, input: unknown, context: RequestContext): Promise<Result<unknown>>;
}

export interface RouterOptions {
  readonly handlers: Handlers;
  /** Takes one line; inputs are never part of it. */
  readonly log: (line: string) => void;
  /** Holds every output against the contract, in both directions: nothing missing, nothing extra. For tests and development. */
  readonly verifyOutputs: boolean;
}

/** Makes the router: the one way from a view to a handler, whatever the host. */
export function createRouter(options: RouterOptions): Router {
  const { handlers, log, verifyOutputs } = options;

  function broken(name: RequestName, reason: string): Result<unknown> {
    const id = randomUUID().slice(0, 8);
    log(`request ${name} broke [${id}]: ${reason}`);
    return fail('internal', {
      message: `Switchyard ran into a fault of its own (number ${id}).`,
      hint: 'Try again; if it comes back, report this number: it stands in the log.',
    });
  }

  async function dispatch(
    name: unknown,
    input: unknown,
    context: RequestContext,
  ): Promise<Result<unknown>> {
    if (!isRequestName(name)) {
      return fail('request.invalid', { message: 'There is no such request.' });
    }
    const parsed = requests[name].input.safeParse(input);
    if (!parsed.success) return refusal(name, parsed.error.issues[0]);
    if (context.signal.aborted) return fail('cancelled');
    try {
      const result = await invoke(handlers, name, parsed.data, context);
      if (!verifyOutputs || !result.ok) return result;
      const fault = outputFault(name, result.value);
      return fault === null ? ok(result.value) : broken(name, fault);
    } catch (error) {
      if (context.signal.aborted) return fail('cancelled');
      const expected = failureOf(error);
      if (expected !== null) return { ok: false, failure: expected };
      return broken(name, describeError(error, parsed.data));
    }
  }

  return { dispatch };
}

/** True for a name that the contract lists itself: `constructor` and `__proto__` are not among them. */
function isRequestName(name: unknown): name is RequestName {
  return typeof name === 'string' && Object.hasOwn(requests, name);
}

/** The table's type ties each name to its own input; a name that is only known at run time cannot show that to the compiler. */
function invoke(
  handlers: Handlers,
  name: RequestName,
  input: unknown,
  context: RequestContext,
): Promise<Result<unknown>> {
  const handler = handlers[name] as (
    input: unknown,
    context: RequestContext,
  ) => Promise<Result<unknown>>;
  return handler(input, context);
}

function refusal(
  name: RequestName,
  issue: Parameters<typeof describeIssue>[1] | undefined,
): Result<unknown> {
  if (issue === undefined) return fail('request.invalid');
  const { field, sentence } = describeIssue(requests[name].input, issue);
  return fail('request.invalid', {
    message: sentence,
    ...(field === '' ? {} : { field }),
  });
}

/** What is wrong with an output, or null. It is judged as it crosses the wire, so a key that the contract does not know shows. */
function outputFault(name: RequestName, value: unknown): string | null {
  const onTheWire: unknown = JSON.parse(JSON.stringify(value));
  const parsed = requests[name].output.safeParse(onTheWire);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue === undefined ? '' : ` at ${issue.path.join('.') || 'the top'}`;
    return `its output is not what the contract says${where}`;
  }
  return isDeepStrictEqual(parsed.data, onTheWire)
    ? null
    : 'its output holds more than the contract says';
}

/** An error for the log. When the input carried a secret, the message is left out: it may quote it. */
function describeError(error: unknown, input: unknown): string {
  if (!(error instanceof Error)) return 'something that is not an error was thrown';
  const frames = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  const secret = secretOf(input);
  const head = secret === null ? `${error.name}: ${error.message}` : error.name;
  const text = [head, ...frames].join('\n');
  return secret === null ? text : text.replaceAll(secret, '[secret]');
}

function secretOf(input: unknown): string | null {
  if (typeof input !== 'object' || input === null || !Object.hasOwn(input, 'secret')) return null;
  const { secret } = input as { secret?: unknown };
  return typeof secret === 'string' && secret !== '' ? secret : null;
}
