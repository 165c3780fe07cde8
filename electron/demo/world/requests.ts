import { costOf, type Tokens } from '../emulator/prices.ts';
import type { LedgerEntry } from '../emulator/state.ts';
import type { Random } from './random.ts';
import type { Route, Sender } from './senders.ts';

/** Whose the requests are. */
export interface Owner {
  readonly workspaceId: string;
  readonly apiKeyId: string;
}

/** Of a hundred requests so many are turned away by a provider that is busy; Claude Code tries again. */
const TURNED_AWAY = 0.012;

/**
 * Sizes as a coding session has them: nearly everything that is sent was in the cache already, a little is new, and the
 * answer is short. A small model gets small questions.
 */
function tokensOf(random: Random, { model, price }: Route): Tokens {
  if (model.includes('haiku')) {
    return {
      input: random.size(1_400, 0.5),
      output: random.size(90, 0.6),
      cacheRead: 0,
      cacheWrite: 0,
    };
  }
  const output = random.size(460, 0.7);
  const fresh = random.size(60, 0.8);
  const cacheRead = Math.min(random.size(46_000, 0.45), 180_000);
  const cacheWrite = random.size(1_900, 0.7);
  return price !== null && price.cache === null
    ? { input: fresh + cacheRead + cacheWrite, output, cacheRead: 0, cacheWrite: 0 }
    : { input: fresh, output, cacheRead, cacheWrite };
}

function traceAt(random: Random, { traces }: Sender, at: number): string {
  return traces.findLast(({ from }) => from <= at)?.id ?? random.uuid();
}

/** One request of a sender, at a time in milliseconds since the epoch. Null for a sender that has nowhere to send to. */
export function requestOf(
  random: Random,
  sender: Sender,
  at: number,
  owner: Owner,
): LedgerEntry | null {
  const route = random.pick(sender.routes);
  if (route === undefined) return null;
  const { price, providerSlug, aiService, model, configSlug } = route;
  const turnedAway = random.next() < TURNED_AWAY;
  const tokens = turnedAway
    ? { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }
    : tokensOf(random, route);
  return {
    id: random.uuid(),
    at: Math.round(at),
    ...owner,
    providerSlug,
    aiService,
    model,
    configSlug,
    traceId: traceAt(random, sender, at),
    spanId: null,
    metadata: sender.metadata,
    inputTokens: tokens.input + tokens.cacheRead + tokens.cacheWrite,
    outputTokens: tokens.output,
    costCents: price === null ? 0 : costOf(price, tokens),
    statusCode: turnedAway ? 529 : 200,
    latencyMs: Math.round(700 + random.between(0, 500) + tokens.output * 16),
    cacheHit: false,
    feedback: null,
  };
}
