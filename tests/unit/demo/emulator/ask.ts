import { createRateCounter } from '../../../../electron/demo/emulator/rate-counter.ts';
import { answerTo } from '../../../../electron/demo/emulator/routes.ts';
import type { Dialect, EmulatorState } from '../../../../electron/demo/emulator/state.ts';
import { NOW } from './fixture.ts';

export interface Asked {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Asks the routes themselves, without a socket; `secret` null sends no key. */
export function asker(
  state: EmulatorState,
  options: { dialect?: Dialect; now?: () => number } = {},
) {
  const rates = createRateCounter();
  return (
    pathAndQuery: string,
    secret: string | null = 'pk-service-0001',
    headers: Readonly<Record<string, string>> = {},
  ): Asked => {
    const url = new URL(`http://127.0.0.1/v1${pathAndQuery}`);
    const all = { ...headers, ...(secret === null ? {} : { 'x-portkey-api-key': secret }) };
    const { status, body } = answerTo(
      { state, dialect: options.dialect ?? 'live', now: options.now?.() ?? NOW, rates },
      {
        method: 'GET',
        path: url.pathname,
        query: url.searchParams,
        header: (name) => new Map(Object.entries(all)).get(name) ?? null,
      },
    );
    // As a caller gets it, not as the handler holds it.
    return { status, body: JSON.parse(JSON.stringify(body)) as Asked['body'] };
  };
}

/** The rows of a list, whatever wraps it. */
export function rowsOf(asked: Asked): readonly Readonly<Record<string, unknown>>[] {
  const { data } = asked.body;
  if (!Array.isArray(data)) throw new Error(`no list in ${JSON.stringify(asked)}`);
  return data as readonly Readonly<Record<string, unknown>>[];
}
