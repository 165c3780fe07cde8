import { z } from 'zod';

import { amount, fields, flag, instant, oneOrMany, text, texts } from './wire-schema.ts';

/** Budgets, with the live fields that the specification lacks: portkey-api.md §3.1. */
export const usageLimitSchema = z.object({
  type: text,
  credit_limit: amount,
  alert_threshold: amount,
  periodic_reset: text,
  periodic_reset_days: amount,
  next_usage_reset_at: instant,
  last_reset_at: instant,
  current_usage: amount,
  status: text,
});

export const rateLimitSchema = z.object({ type: text, unit: text, value: amount });

const limited = {
  status: text,
  usage_limits: oneOrMany,
  rate_limits: oneOrMany,
  last_reset_at: instant,
  next_usage_reset_at: instant,
};

/** §5 */
export const apiKeySchema = z.object({
  ...limited,
  id: text,
  key: text,
  name: text,
  type: text,
  workspace_id: text,
  scopes: texts,
  defaults: fields,
  expires_at: instant,
});

/** §6.1; `provider` is called `ai_provider_name` where a single one is asked for. */
export const providerSchema = z.object({
  ...limited,
  slug: text,
  name: text,
  provider: text,
  ai_provider_name: text,
  integration_id: text,
  workspace_id: text,
  expires_at: instant,
});

/** §3.4; the limit's fields lie in the policy itself. */
export const usagePolicySchema = z.object({
  id: text,
  name: text,
  status: text,
  workspace_id: text,
  conditions: oneOrMany,
  group_by: oneOrMany,
});

export const conditionSchema = z.object({ key: text, value: texts, excludes: flag });

/** §3.3 */
export const policyEntitySchema = z.object({
  id: text,
  value_key: text,
  status: text,
  current_usage: amount,
});

/** §3.2 */
export const workspaceSchema = z.object({ ...limited, id: text, slug: text, name: text });
