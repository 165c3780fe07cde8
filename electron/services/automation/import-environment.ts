import type { EnvImport, importEnv } from '../../../shared/domain/env-import.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { isPlaceholder } from '../../../shared/domain/import-credential.ts';
import type { checkPreset, Preset } from '../../../shared/domain/preset.ts';
import { maskLikelySecrets } from '../../../shared/domain/secret-text.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Presets } from '../presets/presets.ts';
import type { KeyVault } from '../secrets/key-vault.ts';

/** The parts of `shared/domain` that only an import needs; loaded on first use. */
export interface ImportRules {
  readonly importEnv: typeof importEnv;
  readonly isPlaceholder: typeof isPlaceholder;
  readonly checkPreset: typeof checkPreset;
}

export interface ImportedEnvironment extends Omit<EnvImport, 'key' | 'selfHosted'> {
  readonly key: string | null;
  readonly refused: string | null;
  readonly saved: { readonly account: string | null; readonly preset: string } | null;
}

export interface ImportRequest {
  readonly text: string;
  readonly save: boolean;
  readonly account?: string | undefined;
  readonly name?: string | undefined;
}

/** Makes accounts and presets of pasted environments. The key goes from the text to the keychain and nowhere else. */
export function createEnvironmentImporter(services: {
  readonly accounts: Accounts;
  readonly presets: Presets;
  readonly vault: KeyVault;
  readonly rules: () => Promise<ImportRules>;
}): (request: ImportRequest) => Promise<Result<ImportedEnvironment>> {
  const { accounts, presets, vault } = services;

  const checked = async (draft: EnvImport): Promise<Result<Preset>> => {
    const { checkPreset, isPlaceholder } = await services.rules();
    const { provider, config } = draft.preset;
    if (isPlaceholder(provider ?? '') || isPlaceholder(config ?? '')) {
      return fail('preset.invalid', {
        field: 'provider',
        message: 'The route is a guide’s place-holder.',
        hint: 'Put your own provider slug from Portkey’s Model Catalog into the text.',
      });
    }
    return checkPreset(draft.preset);
  };

  /** The account that holds the text’s key: the named one, one that has it already, or a new one. */
  const keepKey = async (
    draft: EnvImport,
    wanted: string | undefined,
  ): Promise<Result<string | null>> => {
    const known = await accounts.read();
    if (!known.ok) return known;
    if (draft.key === null) {
      if (wanted === undefined) return ok(null);
      const account = await accounts.resolve(wanted);
      return account.ok ? ok(account.value.id) : account;
    }
    const secret = draft.key.reveal();
    for (const account of known.value.accounts) {
      if (wanted !== undefined && account.id !== wanted) continue;
      const stored = account.key === null ? null : await vault.read(account.id);
      const sameGateway = draft.gatewayUrl === null || account.gatewayUrl === draft.gatewayUrl;
      if (stored?.ok === true && stored.value === secret && sameGateway) return ok(account.id);
      if (wanted !== undefined && account.key !== null) {
        return fail('account.exists', {
          field: 'account',
          message: `The account “${wanted}” has another key or gateway than the text.`,
          hint: 'Name another account, or replace its key: switchyard accounts add --replace.',
        });
      }
    }
    const taken = new Set(known.value.accounts.map((account) => account.id));
    const free = ['work', ...Array.from({ length: 99 }, (_, index) => `work-${index + 2}`)];
    const id = wanted ?? free.find((one) => !taken.has(one)) ?? 'imported';
    const saved = await accounts.save({ id, gatewayUrl: draft.gatewayUrl ?? undefined }, secret);
    return saved.ok ? ok(saved.value.id) : saved;
  };

  return async ({ text, save, account, name }) => {
    const { importEnv } = await services.rules();
    const read = importEnv(text, name);
    if (!read.ok) return read;
    const preset = await checked(read.value);
    const { key, selfHosted, ...draft } = read.value;
    const preview: ImportedEnvironment = {
      ...draft,
      preset: preset.ok ? preset.value : draft.preset,
      key: key?.masked ?? null,
      refused: preset.ok
        ? null
        : maskLikelySecrets(`${preset.failure.message} ${preset.failure.hint ?? ''}`.trim()),
      saved: null,
    };
    if (!save) return ok(preview);
    if (!preset.ok)
      return fail(preset.failure.code, {
        message: maskLikelySecrets(preset.failure.message),
        ...(preset.failure.hint === undefined ? {} : { hint: preset.failure.hint }),
        ...(preset.failure.field === undefined ? {} : { field: preset.failure.field }),
      });
    // The text’s gateway could not be used; the hosted one would get a key that is not meant for it.
    const url = draft.findings.find((one) => ['url.invalid', 'url.not-https'].includes(one.code));
    if (url !== undefined && key !== null)
      return fail('account.invalid', { field: 'gatewayUrl', message: url.message });
    const kept = await keepKey(read.value, account);
    if (!kept.ok) return kept;
    const added = await presets.importText(JSON.stringify(preset.value), true);
    if (!added.ok) return added;
    const saved = { account: kept.value, preset: added.value[0]?.id ?? preset.value.id };
    return ok({ ...preview, saved });
  };
}
