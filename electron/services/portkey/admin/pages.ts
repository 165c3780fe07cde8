import { ok, type Result } from '../../../../shared/domain/failure.ts';
import type { RawPage } from './read-list.ts';

/** What some of Portkey's lists allow at most, whatever is asked for (portkey-api.md §2.1, §12.9). */
export const CAPPED_PAGE = 100;
/** Enough for 6,000 rows of a capped list; what is beyond it is reported as incomplete. */
const MOST_REQUESTS = 61;

export interface PageReader<T> {
  /** `page` counts from 0. */
  readonly fetch: (page: number, size: number) => Promise<Result<RawPage>>;
  /** Null for a row that cannot be read; the list is then incomplete. */
  readonly read: (raw: unknown) => T | null;
  /** Rows with the same key are the same row, met again because the order changed between two pages. */
  readonly keyOf: (row: T) => string;
  readonly size: number;
}

/**
 * Reads a list to its end: until a short page, since `total` may say 0 past the last one. A server that refuses the page
 * size, or silently sends shorter pages, is asked again in pages as short as it likes; one that repeats its pages is left.
 */
export async function readPages<T>(
  reader: PageReader<T>,
): Promise<Result<{ rows: T[]; incomplete: boolean; unread: number }>> {
  const rows = new Map<string, T>();
  let size = reader.size;
  let page = 0;
  let unread = 0;
  let incomplete = false;
  const done = () => ok({ rows: [...rows.values()], incomplete: incomplete || unread > 0, unread });

  for (let request = 0; request < MOST_REQUESTS; request += 1) {
    const answer = await reader.fetch(page, size);
    if (!answer.ok) {
      const tooLarge =
        page === 0 && size > CAPPED_PAGE && answer.failure.code === 'request.invalid';
      if (!tooLarge) return answer;
      size = CAPPED_PAGE;
      continue;
    }
    const { rows: raws, total, quotaExceeded } = answer.value;
    const known = rows.size;
    incomplete ||= quotaExceeded;
    for (const raw of raws) {
      const row = reader.read(raw);
      if (row === null) unread += 1;
      // The later one is the fresher one.
      else rows.set(reader.keyOf(row), row);
    }
    if (raws.length === 0) return done();
    if (page > 0 && rows.size === known) {
      // The same page again: this server does not turn pages. It has more if it says so, or if it says nothing.
      incomplete ||= total === null ? raws.length === size : total > rows.size;
      return done();
    }
    if (raws.length < size) {
      const capped = page === 0 && (raws.length === CAPPED_PAGE || (total ?? 0) > raws.length);
      if (!capped) return done();
      size = raws.length;
    }
    page += 1;
  }
  incomplete = true;
  return done();
}
