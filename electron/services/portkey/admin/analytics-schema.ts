import { z } from 'zod';

import { amount, flag, instant, text } from './wire-schema.ts';

/** `/analytics/graphs/*`: portkey-api.md §2.2. `is_quota_exceeded` is undocumented and means: data are missing. */
export const graphSchema = z.object({
  summary: z.object({ total: amount }),
  data_points: z.array(z.unknown()).nullish(),
  is_quota_exceeded: flag,
});

export const pointSchema = z.object({ timestamp: instant, total: amount });

/** The figures of a row of `/analytics/groups/*`: portkey-api.md §2.3. What the row is about is read apart from it. */
export const groupRowSchema = z.object({
  requests: amount,
  cost: amount,
  total_tokens: amount,
  avg_tokens: amount,
  last_seen: text,
});
