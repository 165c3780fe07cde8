import { z } from 'zod';

import { FAILURE_CODES } from './failure-codes.ts';

/** A failure's code on the wire. Apart from the table of sentences, which views load without any schema. */
export const failureCodeSchema = z.enum(FAILURE_CODES);

/** A failure inside an answer that is about several things. */
export const failureSchema = z.object({
  code: failureCodeSchema,
  message: z.string(),
  hint: z.string().optional(),
  retryable: z.boolean(),
  field: z.string().optional(),
  retryAfterMs: z.number().optional(),
});
