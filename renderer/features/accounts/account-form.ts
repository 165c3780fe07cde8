import type { Account } from '../../../shared/domain/account.ts';
import {
  DEFAULT_GATEWAY_URL,
  normaliseAdminUrl,
  normaliseGatewayUrl,
} from '../../../shared/domain/url.ts';
import type { AccountDraft } from '../../store/drafts.ts';
import { failureText } from '../../ui/FailureNote.tsx';

/** What the keys of drafts begin with that no account stands behind yet. */
export const NEW_ACCOUNT = 'new:';

/** A new account's form. @param first the first one is called “work”, which is what most people need */
export function emptyAccount(first: boolean): AccountDraft {
  return {
    id: first ? 'work' : '',
    gatewayUrl: DEFAULT_GATEWAY_URL,
    adminUrl: '',
    delivery: 'token',
    selfHosted: false,
  };
}

export function accountForm(account: Account): AccountDraft {
  const { id, gatewayUrl, adminUrl, delivery, selfHosted } = account;
  return { id, gatewayUrl, adminUrl, delivery, selfHosted };
}

/** What is wrong with the URLs, in full sentences; the name is judged when it is saved. */
export function checkUrls(form: AccountDraft): {
  gatewayUrl: string | null;
  adminUrl: string | null;
} {
  const gateway = normaliseGatewayUrl(form.gatewayUrl);
  const admin = form.adminUrl.trim() === '' ? null : normaliseAdminUrl(form.adminUrl);
  return {
    gatewayUrl: gateway.ok ? null : failureText(gateway.failure),
    adminUrl: admin === null || admin.ok ? null : failureText(admin.failure),
  };
}

/** The request's fields but the key. An admin URL left empty is derived from the gateway's. */
export function accountInput(form: AccountDraft) {
  const admin = form.adminUrl.trim();
  return {
    id: form.id.trim(),
    gatewayUrl: form.gatewayUrl.trim(),
    ...(admin === '' ? {} : { adminUrl: admin }),
    delivery: form.delivery,
    selfHosted: form.selfHosted,
  };
}
