import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import { accountsFileSchema, keychainName } from '../shared/domain/account.ts';
import { ok, type Result } from '../shared/domain/failure.ts';
import { presetsFileSchema } from '../shared/domain/preset.ts';
import type { Worktree } from '../shared/domain/worktree.ts';
import { type Base, type BaseOptions, createBase } from './base.ts';
import type { Face } from './ipc/handlers.ts';
import { type Accounts, createAccounts } from './services/accounts/accounts.ts';
import { replaceFile } from './services/claude-settings/file/atomic-file.ts';
import { readContent } from './services/claude-settings/file/commit.ts';
import type { SettingsContext } from './services/claude-settings/context.ts';
import { type EnvFormat, exportEnv } from './services/claude-settings/export-env.ts';
import { gitWith } from './services/claude-settings/git/git-guard.ts';
import { readEnv } from './services/claude-settings/json/json-text.ts';
import { dropReference, dropSecret } from './services/claude-settings/file/kept-secrets.ts';
import { locateSettings } from './services/claude-settings/file/locate-file.ts';
import { claudePlaces } from './services/claude-settings/read-layers.ts';
import {
  createSettingsService,
  type SettingsService,
} from './services/claude-settings/settings-service.ts';
import { tidyJournal } from './services/journal/retention.ts';
import { createGatewayClient, type GatewayClient } from './services/portkey/gateway-client.ts';
import { createPresets, type Presets } from './services/presets/presets.ts';
import { createKeyVault, type KeyVault } from './services/secrets/key-vault.ts';
import { keylessCommand } from './services/secrets/keyless-command.ts';
import { withPrefix } from './services/secrets/prefixed-store.ts';
import { createRedactor } from './services/secrets/redact.ts';
import { KEYCHAIN_SERVICE, type SecretStore } from './services/secrets/secret-store.ts';
import type { StateDatabase } from './services/state/database.ts';
import { createLog } from './services/state/log.ts';
import { createAssigner } from './services/workspaces/assigner.ts';

export interface CoreOptions extends BaseOptions {
  readonly secrets: SecretStore;
  readonly version: string;
  /** Where Portkey's public price list is, without a slash at the end; Portkey's own place when left out. */
  readonly pricesUrl?: string | undefined;
}

/** All services, for any face. */
export interface Core extends Base {
  readonly accounts: Accounts;
  readonly presets: Presets;
  readonly vault: KeyVault;
  readonly gateway: GatewayClient;
  readonly assigner: ReturnType<typeof createAssigner>;
  /** With a batch, what is written by this service can be taken back together. */
  readonly settings: (
    face: Face,
    options?: { readonly batch?: string | undefined },
  ) => Promise<Result<SettingsService>>;
  readonly exportEnv: (worktree: Worktree, format: EnvFormat, reveal: boolean) => Promise<string>;
  /** Takes a secret out of what undo keeps in the keychain; changes that need it can no longer be taken back. */
  readonly forgetSecret: (secret: string) => Promise<Result<void>>;
  readonly version: string;
  readonly pricesUrl: string | undefined;
  readonly log: (message: string) => void;
  readonly redact: (text: string) => string;
}

const SUFFIX_CHARACTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Four characters without look-alikes: enough to tell workspaces of one name apart, short enough to read out. */
export function randomSuffix(): string {
  return Array.from(
    { length: 4 },
    () => SUFFIX_CHARACTERS[randomInt(SUFFIX_CHARACTERS.length)],
  ).join('');
}

/** Runs a helper command as Claude Code does: by a shell, its output trimmed. */
const helperIn =
  (env: NodeJS.ProcessEnv): SettingsContext['runHelper'] =>
  (command) =>
    new Promise((resolve) => {
      execFile('/bin/sh', ['-c', command], { env, timeout: 20_000 }, (error, stdout, stderr) => {
        const output = stdout.trim();
        if (error === null && output !== '') resolve({ ok: true, output });
        // Only what the tool says of itself: its standard output could be half a key.
        else
          resolve({
            ok: false,
            reason: stderr.trim().split('\n')[0] || (error === null ? 'no output' : 'it failed'),
          });
      });
    });

/** Wires every service. Nothing touches the keychain, the database or the network before it is asked to. */
export function createCore(options: CoreOptions): Core {
  const base = createBase(options);
  const { places, now } = base;
  const redactor = createRedactor();
  const secrets = withPrefix(options.secrets, places.keychainPrefix);
  const vault = createKeyVault({
    store: secrets,
    clock: { now: () => now().getTime() },
    redactor,
  });
  const accounts = createAccounts({
    vault,
    document: base.document({
      file: places.accounts,
      schema: () => Promise.resolve(accountsFileSchema),
      initial: { version: 1, defaultAccount: null, accounts: [] },
    }),
  });
  const presets = createPresets({
    document: base.document({
      file: places.presets,
      schema: () => Promise.resolve(presetsFileSchema),
      initial: { version: 1, presets: [] },
    }),
    rules: async () => ({
      ...(await import('../shared/domain/preset.ts')),
      ...(await import('../shared/domain/preset-link.ts')),
    }),
  });

  const helperCommand = (accountId: string) =>
    keylessCommand({
      platform: options.platform,
      service: KEYCHAIN_SERVICE,
      account: `${places.keychainPrefix}${keychainName(accountId)}`,
    });

  const log = createLog({ file: places.log, now, redact: redactor.redact });
  /** What the journal need not keep goes, once a day at most. Never in the way of what was asked for. */
  const tidy = async (database: StateDatabase): Promise<void> => {
    try {
      const left = await tidyJournal({
        database,
        dropSecret: (reference) => dropReference(secrets, reference),
        now: now(),
        keepDays: async () => {
          const settings = await base.settingsDocument.read();
          return settings.ok ? settings.value.historyDays : null;
        },
      });
      if (!left.ok) log(`Old secrets stay in the keychain: ${left.failure.message}`);
    } catch (error) {
      log(`Tidying the journal failed: ${error instanceof Error ? error.message : String(error)}`);
    }
  };

  const services = new Map<Face, SettingsService>();
  const settings: Core['settings'] = async (face, { batch } = {}) => {
    const database = await base.database();
    if (!database.ok) return database;
    await tidy(database.value);
    const known = batch === undefined ? services.get(face) : undefined;
    if (known !== undefined) return ok(known);
    const made = createSettingsService({
      assignments: await base.assignments(),
      journal: await base.journal(),
      secrets,
      places: claudePlaces(options.platform, options.env, base.personHome),
      git: gitWith(options.env),
      replace: replaceFile,
      now,
      randomSuffix,
      pause: (milliseconds) => pause(milliseconds),
      runHelper: helperIn(options.env),
      helperCommand,
      commonDirOf: base.commonDirOf,
      face,
      batch,
    });
    if (batch === undefined) services.set(face, made);
    return ok(made);
  };

  return {
    ...base,
    accounts,
    presets,
    vault,
    gateway: createGatewayClient({ version: options.version }),
    assigner: createAssigner({
      scanner: base.scanner,
      accounts,
      presets,
      vault,
      assignments: base.assignments,
    }),
    settings,
    exportEnv: (worktree, format, reveal) => {
      const location = locateSettings(worktree.path);
      const content = location.ok ? readContent(location.value) : location;
      const env = content.ok ? readEnv(content.value.text ?? '') : null;
      return Promise.resolve(exportEnv(env ?? {}, format, reveal));
    },
    forgetSecret: (secret) => dropSecret(secrets, secret),
    version: options.version,
    pricesUrl: options.pricesUrl ?? options.env['SWITCHYARD_PRICES_URL'],
    log,
    redact: redactor.redact,
  };
}
