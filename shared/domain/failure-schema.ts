import { z } from 'zod';

import { FAILURE_CODES } from './failure-codes.ts';

/** A failure's code on the wire. Apart from the table of sentences, which views load without any schema. */
export const failureCodeSchema = z.enum(FAILURE_CODES);
