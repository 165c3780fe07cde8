/** A budget as Portkey sends it, and as it is read. */
export const BUDGET = {
  type: 'cost',
  credit_limit: 50,
  alert_threshold: '40',
  periodic_reset: 'monthly',
  next_usage_reset_at: '2026-12-01T00:00:00Z',
  current_usage: 1234.5,
  status: 'active',
};
export const READ_BUDGET = {
  of: 'cost',
  limit: 50,
  alertAt: 40,
  reset: 'monthly',
  nextResetAt: '2026-12-01T00:00:00.000Z',
  lastResetAt: null,
  rawUsage: 1234.5,
  status: 'active',
};
