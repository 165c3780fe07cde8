import { z } from 'zod';

export const severitySchema = z.enum(['error', 'warning', 'note']);
export type Severity = z.infer<typeof severitySchema>;

/**
 * What a finding can be about. `error`: requests go wrong, go elsewhere, or carry what they should not. `warning`: something
 * is lost, or will go wrong. `note`: worth knowing. Codes are stable: scripts and the README's table name them.
 */
export const FINDINGS = {
  'account.unreachable': 'warning',
  'beta.forwarded': 'warning',
  'beta.not-forwarded': 'warning',
  'beta.unsupported': 'warning',
  'claude.cloud-provider': 'error',
  'claude.host-managed': 'error',
  'claude.too-old': 'warning',
  'clock.skew': 'warning',
  'credential.api-key-open': 'warning',
  'credential.api-key-set': 'error',
  'credential.missing': 'error',
  'credential.token-differs': 'error',
  'file.committed-key': 'error',
  'file.drifted': 'warning',
  'file.duplicate-key': 'warning',
  'file.malformed': 'error',
  'file.not-ignored': 'error',
  'file.readable': 'warning',
  'file.symlink': 'note',
  'file.tracked': 'error',
  'headers.duplicate': 'error',
  'headers.invalid': 'error',
  'headers.joined': 'error',
  'headers.literal-newline': 'error',
  'headers.lost': 'warning',
  'key.exhausted': 'error',
  'key.expired': 'error',
  'key.invalid': 'error',
  'key.no-models': 'error',
  'key.rate-limited': 'warning',
  'layer.overruled': 'error',
  'login.console-key': 'error',
  'login.other-helper': 'error',
  'metadata.invalid': 'error',
  'metadata.not-ascii': 'error',
  'metadata.too-long': 'warning',
  'model.alias-open': 'warning',
  'model.missing': 'warning',
  'model.stale-default': 'warning',
  'model.unknown': 'error',
  'model.unpriced': 'warning',
  'model.wrong-form': 'error',
  'provider.exhausted': 'error',
  'provider.expired': 'error',
  'provider.unknown': 'error',
  'route.config-invalid': 'error',
  'route.config-key': 'warning',
  'route.config-mode': 'error',
  'route.inline-config': 'warning',
  'route.missing': 'warning',
  'route.no-at': 'error',
  'route.outranked': 'warning',
  'route.pinned-config': 'error',
  'route.same-model': 'warning',
  'shell.key': 'warning',
  'trace.duplicate': 'error',
  'trace.missing': 'warning',
  'url.invalid': 'error',
  'url.missing': 'error',
  'url.not-https': 'error',
  'url.other-host': 'error',
  'url.version-path': 'error',
} as const satisfies Record<string, Severity>;

export type FindingCode = keyof typeof FINDINGS;
export const FINDING_CODES = Object.keys(FINDINGS) as readonly FindingCode[];

/** What would mend it: writing the assignment again, making the file strict JSON, having git ignore it. Null: by hand only. */
export const fixSchema = z.enum(['apply', 'repair', 'ignore']);
export type Fix = z.infer<typeof fixSchema>;

export const findingSchema = z.object({
  code: z.enum(Object.keys(FINDINGS) as [FindingCode, ...FindingCode[]]),
  severity: severitySchema,
  /** The file to look at; null when it is the environment that Claude Code was started with, or nowhere. */
  file: z.string().nullable(),
  /** The variable, or the header, that it is about. */
  subject: z.string().nullable(),
  /** The reason, as one sentence. Never holds a secret. */
  message: z.string(),
  fix: fixSchema.nullable(),
});
export type Finding = z.infer<typeof findingSchema>;

/** Makes a finding; its severity is its code's. */
export function finding(
  code: FindingCode,
  about: { readonly file?: string | null; readonly subject?: string; readonly fix?: Fix | null },
  message: string,
): Finding {
  const { file = null, subject = null, fix = null } = about;
  return { code, severity: FINDINGS[code], file, subject, message, fix };
}
