import { setTimeout as delay } from 'node:timers/promises';

import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import { callFailure, loadFailure, lockedFailure, silentFailure } from './keychain-failures.ts';
import { askKeyringState, type KeyringState } from './keyring-state.ts';
import { KEYCHAIN_SERVICE, type SecretStore } from './secret-store.ts';

/** The part of keytar that is used. `findCredentials` is left out on purpose: it reads every secret of the service. */
export interface KeychainModule {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** Looked up to see whether the keychain answers. Nothing is ever stored under it, so no lookup of it can prompt. */
const PROBE_ACCOUNT = 'status/nothing-is-stored-here';

/**
 * The system keychain: the macOS Keychain or the Linux Secret Service, both through keytar.
 *
 * `load` brings keytar in on first use, so that a missing native module is a failed call and not a failed start; a failed
 * load is tried again at the next call. Calls run one after the other, because each holds one of Node's four worker
 * threads for as long as a person thinks about a dialog; after a call that never ended no further one is started.
 * `callMs` is how long a call may wait for the person (2 minutes), `statusMs` how long a lookup that cannot prompt may.
 */
export function createKeychainStore(options: {
  load: () => Promise<KeychainModule>;
  platform?: NodeJS.Platform;
  service?: string;
  keyringState?: () => Promise<KeyringState>;
  callMs?: number;
  statusMs?: number;
}): SecretStore {
  const { load, platform = process.platform, service = KEYCHAIN_SERVICE } = options;
  const { callMs = 120_000, statusMs = 5000 } = options;
  const keyringState =
    options.keyringState ??
    (platform === 'linux' ? askKeyringState : () => Promise.resolve<KeyringState>('unknown'));

  let keytar: KeychainModule | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  let stuck = false;
  /** True once the bus has answered: only the first contact pays for asking whether it does. */
  let answered = false;

  async function loaded(): Promise<Result<KeychainModule>> {
    if (keytar !== null) return ok(keytar);
    try {
      keytar = await load();
      return ok(keytar);
    } catch (error) {
      return loadFailure(error, platform);
    }
  }

  async function run<T>(
    limitMs: number,
    call: (keytar: KeychainModule) => Promise<T>,
  ): Promise<Result<T>> {
    const found = await loaded();
    if (!found.ok) return found;
    if (stuck) return silentFailure(limitMs / 1000);
    if (!answered && (await keyringState()) === 'silent') return silentFailure(3);
    try {
      const done = await bounded(call(found.value), limitMs);
      if (done === TIMED_OUT) return silentFailure(limitMs / 1000);
      answered = true;
      return ok(done.value);
    } catch (error) {
      return callFailure(error, platform);
    }
  }

  async function bounded<T>(
    pending: Promise<T>,
    limitMs: number,
  ): Promise<{ value: T } | typeof TIMED_OUT> {
    const timer = new AbortController();
    const limit = delay(limitMs, TIMED_OUT, { signal: timer.signal });
    limit.catch(() => undefined);
    try {
      const first = await Promise.race([pending.then((value) => ({ value })), limit]);
      if (first !== TIMED_OUT) return first;
      stuck = true;
      const freed = (): void => {
        stuck = false;
      };
      pending.then(freed, freed);
      return TIMED_OUT;
    } finally {
      timer.abort();
    }
  }

  function inTurn<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  }

  /** A locked keyring answers "nothing found" when its prompt was dismissed or cannot be shown. */
  const orLocked = async <T>(found: Result<T>, nothing: T): Promise<Result<T>> =>
    found.ok && found.value === nothing && (await keyringState()) === 'locked'
      ? lockedFailure(platform)
      : found;

  return {
    kind: 'keychain',
    status: () =>
      inTurn(async () => {
        const reached = await run(statusMs, (k) => k.getPassword(service, PROBE_ACCOUNT));
        const found = await orLocked(reached, null);
        return found.ok ? ok(undefined) : found;
      }),
    get: (account) =>
      inTurn(async () => orLocked(await run(callMs, (k) => k.getPassword(service, account)), null)),
    set: (account, secret) =>
      secret === ''
        ? Promise.resolve(fail('key.invalid', { field: 'secret' }))
        : inTurn(() => run(callMs, (k) => k.setPassword(service, account, secret))),
    remove: (account) =>
      inTurn(async () =>
        orLocked(await run(callMs, (k) => k.deletePassword(service, account)), false),
      ),
  };
}

const TIMED_OUT = Symbol('timed out');
