/**
 * Money as Portkey says it. Analytics and logs count US cents with fractions; limits are set in whole dollars
 * (portkey-api.md §2.4, §3.1). The two never mix: each has a type of its own, and crossing over is a call.
 */

declare const centsBrand: unique symbol;
declare const dollarsBrand: unique symbol;

/** US cents, with fractions; never negative, never NaN, never infinite. */
export type Cents = number & { readonly [centsBrand]: true };
/** US dollars, with fractions; never negative, never NaN, never infinite. */
export type Dollars = number & { readonly [dollarsBrand]: true };

export const ZERO_CENTS = 0 as Cents;

const NUMERIC = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * A finite number from a wire value that may be a number or a numeric string: the documented types and the live ones
 * differ (portkey-api.md §2.2, §2.3). Null for everything else: text, null, booleans, NaN, infinities.
 */
export function numberFromWire(value: unknown): number | null {
  const text = typeof value === 'string' ? value.trim() : null;
  const number = text !== null && NUMERIC.test(text) ? Number(text) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** As {@link numberFromWire}, and null for what is below zero. `-0` becomes 0. */
export function amountFromWire(value: unknown): number | null {
  const number = numberFromWire(value);
  if (number === null || number < 0) return null;
  return number === 0 ? 0 : number;
}

/** The one way from a wire value in cents to money. Null (unknown, which is not zero) for anything that is no amount. */
export function centsFromWire(value: unknown): Cents | null {
  return amountFromWire(value) as Cents | null;
}

/** A limit as Portkey's budgets give it, in dollars. Null for anything that is no amount. */
export function dollarsFromWire(value: unknown): Dollars | null {
  return amountFromWire(value) as Dollars | null;
}

/** Cents as dollars, to compare spend with a budget. */
export function dollars(cents: Cents): Dollars {
  return (cents / 100) as Dollars;
}

/** A budget's dollars as cents, to compare it with spend. */
export function centsOf(amount: Dollars): Cents {
  return (amount * 100) as Cents;
}

/**
 * The sum, with Neumaier's compensation: thousands of tiny fractions beside large amounts would otherwise be rounded away
 * one by one. The sum of nothing is a true zero.
 */
export function sumCents(amounts: Iterable<Cents>): Cents {
  let sum = 0;
  let lost = 0;
  for (const amount of amounts) {
    const next = sum + amount;
    lost += sum >= amount ? sum - next + amount : amount - next + sum;
    sum = next;
  }
  return (sum + lost) as Cents;
}

const UNKNOWN = '–';
const BELOW_A_CENT = '<$0.01';

/** `1234567` → `1,234,567`; the same on every machine, whatever its locale. */
function grouped(whole: number): string {
  return whole.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

function exact(wholeCents: number): string {
  const rest = wholeCents % 100;
  return `$${grouped((wholeCents - rest) / 100)}.${String(rest).padStart(2, '0')}`;
}

/**
 * Money for people: `$12.40`, `$1,234.00`, `<$0.01` for what is less than a cent, `$0.00` for a true zero only, `–` for
 * unknown. Rounded to the nearest cent.
 */
export function formatMoney(cents: Cents | null): string {
  if (cents === null) return UNKNOWN;
  if (cents > 0 && cents < 1) return BELOW_A_CENT;
  return exact(Math.round(cents));
}

/**
 * Money where there is little room (the menu bar): cents below $100, whole dollars below $10,000, then `$12.3k` and
 * `$1.2M`. Unknown, zero and less than a cent read as in {@link formatMoney}.
 */
export function formatMoneyShort(cents: Cents | null): string {
  if (cents === null || cents < 1) return formatMoney(cents);
  // Rounded before the form is chosen, so that $99.999 is $100 and not $100.00.
  const wholeCents = Math.round(cents);
  if (wholeCents < 100_00) return exact(wholeCents);
  const wholeDollars = Math.round(cents / 100);
  if (wholeDollars < 10_000) return `$${grouped(wholeDollars)}`;
  const tenthsOfThousand = Math.round(cents / 100_00);
  if (tenthsOfThousand < 10_000) return `$${(tenthsOfThousand / 10).toFixed(1)}k`;
  const tenthsOfMillion = Math.round(cents / 100_000_00);
  return `$${grouped(Math.floor(tenthsOfMillion / 10))}.${tenthsOfMillion % 10}M`;
}
