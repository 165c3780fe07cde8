import { sumCents, type Cents } from '../../../shared/domain/money.ts';
import type { Amount } from '../../../shared/domain/spend.ts';

type Part = Pick<Amount, 'cents' | 'requests' | 'tokens' | 'unpriced'>;

function sum(numbers: readonly (number | null)[]): number | null {
  let total = 0;
  for (const number of numbers) {
    if (number === null) return null;
    total += number;
  }
  return total;
}

/**
 * Amounts together. One that is not known makes the sum unknown, unless it is not known for want of a price: then the rest is
 * the sum, and `unpriced` says that it is too low. With no price for any of them nothing is known.
 */
export function sumAmounts(parts: readonly Part[]): Amount {
  const priced = parts.filter((part) => part.cents !== null || !part.unpriced);
  const cents = priced.map((part) => part.cents);
  const known = cents.filter((one): one is Cents => one !== null);
  const unknown = known.length < cents.length || (priced.length === 0 && parts.length > 0);
  return {
    cents: unknown ? null : sumCents(known),
    requests: sum(parts.map((part) => part.requests)),
    tokens: sum(parts.map((part) => part.tokens)),
    unpriced: parts.some((part) => part.unpriced),
  };
}
