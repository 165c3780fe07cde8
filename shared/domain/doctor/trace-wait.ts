/** How often is asked whether a probe's trace has arrived: Portkey's analytics lag by up to about three minutes (portkey-api.md §2.7). */
export const TRACE_STEP_MS = 5000;
export const TRACE_TRIES = 40;
