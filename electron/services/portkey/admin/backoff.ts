/** Where waiting begins after a 429, and where it stops growing (portkey-api.md §11: no figures are documented). */
export const RATE_LIMIT_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * How long to wait before another try: exponential with full jitter, so that many clients do not come back at once.
 * @param attempt 0 before the first retry
 * @param random a number from 0 up to 1, as `Math.random` gives it
 */
export function backoffMs(attempt: number, random: () => number, baseMs: number): number {
  return Math.floor(random() * Math.min(LONGEST_WAIT_MS, baseMs * 2 ** attempt));
}

/**
 * A `Retry-After` header in milliseconds, at most 15 minutes; null when there is none or it says nothing. Portkey documents
 * none, but what stands in front of it (Cloudflare, a company's proxy) may send one.
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  if (!Number.isFinite(seconds)) return null;
  return Math.min(LONGEST_WAIT_MS, Math.max(0, Math.ceil(seconds * 1000)));
}
