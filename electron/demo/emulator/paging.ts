import type { Dialect } from './state.ts';

export interface Page<T> {
  readonly rows: readonly T[];
  readonly total: number;
}

export interface Paging {
  /** Counts from 0. */
  readonly page: number;
  readonly size: number;
}

/** A whole number of at least 0 in the query; the fallback when absent, null when it is something else. */
export function readCount(query: URLSearchParams, name: string, fallback: number): number | null {
  const text = query.get(name);
  if (text === null || text === '') return fallback;
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** `current_page` and `page_size` of a query, the size cut at `most`. Null when one is not a number. */
export function readPaging(
  query: URLSearchParams,
  { size, most }: { size: number; most: number },
): Paging | null {
  const page = readCount(query, 'current_page', 0);
  const asked = readCount(query, 'page_size', size);
  return page === null || asked === null ? null : { page, size: Math.min(asked, most) };
}

/** One page. Past the end the live service says that the total is 0; its document says nothing of the kind. */
export function pageOf<T>(all: readonly T[], { page, size }: Paging, dialect: Dialect): Page<T> {
  const rows = all.slice(page * size, (page + 1) * size);
  return { rows, total: rows.length === 0 && dialect === 'live' ? 0 : all.length };
}
