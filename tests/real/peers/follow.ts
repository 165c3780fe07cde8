import type { AnthropicStandin } from './anthropic-standin.ts';
import { FOLLOWS_WITHIN_MS } from './bench.ts';
import type { ClaudeSession } from './claude-cli.ts';
import { bodyObject } from './loopback.ts';
import type { ArrivedRequest } from './loopback.ts';
import type { Product } from './product.ts';

/** Where a turn went, and with what: everything that a preset, a trace ID or an account decides. */
export interface Seen {
  /** `gateway`, `elsewhere`, or the `host:port` outside this machine that was asked for. */
  readonly to: string;
  readonly bearer?: string;
  readonly apiKey?: string;
  /** The provider's slug or the saved config. */
  readonly route?: string;
  readonly trace?: string;
  readonly model?: string;
}

/** A session on nobody's gateway asks for this; the requests' content stays inside the refused tunnel. */
export const ANTHROPIC: Seen = { to: 'api.anthropic.com:443' };

/** What one request to the gateway says of itself. */
export function seenIn(to: string, { headers, body }: ArrivedRequest): Seen {
  const model = bodyObject(body)['model'];
  const entries = {
    bearer: headers['authorization']?.replace(/^Bearer ?/, ''),
    apiKey: headers['x-api-key'],
    route: headers['x-portkey-provider'] ?? headers['x-portkey-config'],
    trace: headers['x-portkey-trace-id'],
    model: typeof model === 'string' ? model : undefined,
  };
  const given = Object.entries(entries).filter(([, value]) => value !== undefined);
  return { to, ...(Object.fromEntries(given) as Omit<Seen, 'to'>) };
}

/**
 * Where the turns went with which bearer, without repeats in a row. A turn that is under way when address and credential
 * change asks again with both new ones, but with the headers and the model that it began with (measured, 2.1.330); so a
 * change of account is exact in these two from the first request on, and in everything else with the next turn.
 */
export function credentials(states: readonly Seen[]): readonly string[] {
  return states
    .map(({ to, bearer }) => (bearer === undefined ? to : `${to}: ${bearer}`))
    .filter((each, index, all) => each !== all[index - 1]);
}

/**
 * Takes turn after turn, without a pause, while `work` goes on and for as long afterwards as a session may take to follow.
 *
 * @returns what `work` returned, and the states that the session went through: what was sent, without repeats in a row
 */
export async function during<T>(options: {
  product: Product;
  session: ClaudeSession;
  work: () => Promise<T>;
  /** Another endpoint that the person's own settings name. */
  elsewhere?: AnthropicStandin;
}): Promise<{ result: T; states: readonly Seen[] }> {
  const { product, session } = options;
  const { catalogue, outside } = product.peers;
  const elsewhere = options.elsewhere?.requests ?? [];
  const at = {
    gateway: catalogue.requests.length,
    elsewhere: elsewhere.length,
    outside: outside.attempts.length,
  };
  const states: Seen[] = [];
  const take = (): void => {
    const fresh = [
      ...catalogue.requests.slice(at.gateway).map((each) => seenIn('gateway', each)),
      ...elsewhere.slice(at.elsewhere).map((each) => seenIn('elsewhere', each)),
      ...outside.attempts.slice(at.outside).map((to) => ({ to })),
    ];
    at.gateway = catalogue.requests.length;
    at.elsewhere = elsewhere.length;
    at.outside = outside.attempts.length;
    for (const each of fresh) {
      if (JSON.stringify(states.at(-1)) !== JSON.stringify(each)) states.push(each);
    }
  };

  let until = Number.POSITIVE_INFINITY;
  const work = options.work().finally(() => {
    until = Date.now() + FOLLOWS_WITHIN_MS;
  });
  const turns = async (): Promise<void> => {
    while (Date.now() < until) {
      await session.send('hi');
      take();
    }
  };
  const [result] = await Promise.all([work, turns()]);
  return { result, states };
}
