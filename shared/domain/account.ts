import { z } from 'zod';

import { fail, ok, type Result } from './failure.ts';
import {
  DEFAULT_GATEWAY_URL,
  defaultAdminUrl,
  isHostedGateway,
  normaliseAdminUrl,
  normaliseGatewayUrl,
} from './url.ts';

/**
 * How the key reaches Claude Code. `token`: written into settings.local.json as ANTHROPIC_AUTH_TOKEN and the
 * x-portkey-api-key header. `helper`: no secret in any file; Claude Code asks the keychain through `apiKeyHelper`.
 */
export const keyDeliverySchema = z.enum(['token', 'helper']);
export type KeyDelivery = z.infer<typeof keyDeliverySchema>;

/** What is shown of a key: never more than its last four characters. */
export const keyInfoSchema = z.object({ last4: z.string().max(4), savedAt: z.string() });
export type KeyInfo = z.infer<typeof keyInfoSchema>;

export const ACCOUNT_ID_PATTERN = /^[a-z0-9][a-z0-9._-]{0,39}$/;

/** A Portkey key in the keychain plus the places it is used at. The key itself is never part of this. */
export const accountSchema = z.object({
  id: z.string().regex(ACCOUNT_ID_PATTERN),
  gatewayUrl: z.string(),
  adminUrl: z.string(),
  delivery: keyDeliverySchema.default('token'),
  /**
   * True for a gateway that the person runs (Portkey's open-source one). Such a gateway knows bare provider names
   * (`anthropic`) instead of the hosted catalogue's `@slug`.
   */
  selfHosted: z.boolean().default(false),
  key: keyInfoSchema.nullable().default(null),
});
export type Account = z.infer<typeof accountSchema>;

export const accountsFileSchema = z.object({
  version: z.literal(1),
  /** Used when a command names no account; null means: the only one there is. */
  defaultAccount: z.string().nullable().default(null),
  accounts: z.array(accountSchema).default([]),
});
export type AccountsFile = z.infer<typeof accountsFileSchema>;

/** The account that is meant where none is named: the default one, else the only one; null when that says nothing. */
export function defaultAccountOf({
  accounts,
  defaultAccount,
}: Pick<AccountsFile, 'accounts' | 'defaultAccount'>): string | null {
  return defaultAccount ?? (accounts.length === 1 ? (accounts[0]?.id ?? null) : null);
}

export interface AccountDraft {
  readonly id: string;
  readonly gatewayUrl?: string | undefined;
  readonly adminUrl?: string | undefined;
  readonly delivery?: KeyDelivery | undefined;
  readonly selfHosted?: boolean | undefined;
}

/**
 * Checks and normalises what the person typed. Fields left out keep `existing`'s values, else the hosted defaults;
 * a gateway that is not Portkey's own counts as self-hosted unless the person says otherwise.
 * @returns the account without a key, or `account.invalid` naming the field
 */
export function buildAccount(draft: AccountDraft, existing: Account | null): Result<Account> {
  const id = draft.id.trim();
  if (!ACCOUNT_ID_PATTERN.test(id)) {
    return fail('account.invalid', {
      field: 'id',
      message: `“${draft.id}” cannot be an account’s name.`,
      hint: 'Use up to 40 lower-case letters, digits, dots, dashes and underscores, for example “work”.',
    });
  }
  const gateway = normaliseGatewayUrl(
    draft.gatewayUrl ?? existing?.gatewayUrl ?? DEFAULT_GATEWAY_URL,
  );
  if (!gateway.ok) return gateway;
  const keepsAdmin = draft.gatewayUrl === undefined && existing !== null;
  const admin = normaliseAdminUrl(
    draft.adminUrl ?? (keepsAdmin ? existing.adminUrl : defaultAdminUrl(gateway.value)),
  );
  if (!admin.ok) return admin;
  return ok({
    id,
    gatewayUrl: gateway.value,
    adminUrl: admin.value,
    delivery: draft.delivery ?? existing?.delivery ?? 'token',
    selfHosted:
      draft.selfHosted ??
      (draft.gatewayUrl === undefined ? existing?.selfHosted : undefined) ??
      !isHostedGateway(gateway.value),
    key: existing?.key ?? null,
  });
}

/** The keychain account name under which an account's key is stored (service `Switchyard`). */
export function keychainName(accountId: string): string {
  return `account/${accountId}`;
}
