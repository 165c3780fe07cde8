import { describe, expect, it } from 'vitest';

import {
  createKeychainStore,
  type KeychainModule,
} from '../../../electron/services/secrets/keychain-store.ts';
import { readKeyringState } from '../../../electron/services/secrets/keyring-state.ts';

/** A loader of a keytar whose every call does the same. */
const keytarThat = (act: () => Promise<never>) => (): Promise<KeychainModule> =>
  Promise.resolve({ getPassword: act, setPassword: act, deletePassword: act });
const rejecting = (message: string) => keytarThat(() => Promise.reject(new Error(message)));
const unlocked = () => Promise.resolve('unlocked' as const);

describe('what keytar’s errors mean', () => {
  it.each([
    [
      'linux',
      'Cannot autolaunch D-Bus without X11 $DISPLAY',
      'keychain.unavailable',
      'no D-Bus session',
    ],
    [
      'linux',
      'Could not connect: No such file or directory',
      'keychain.unavailable',
      'no D-Bus session',
    ],
    [
      'linux',
      'The name org.freedesktop.secrets was not provided by any .service files',
      'keychain.unavailable',
      'no program here offers the Secret Service',
    ],
    [
      'linux',
      'Object does not exist at path “/org/freedesktop/secrets/collection/login”',
      'keychain.unavailable',
      'no default keyring',
    ],
    ['linux', 'Cannot create an item in a locked collection', 'keychain.denied', 'locked'],
    ['darwin', 'User canceled the operation.', 'keychain.denied', 'did not let Switchyard in'],
    ['darwin', 'User interaction is not allowed.', 'keychain.denied', 'did not let Switchyard in'],
    [
      'darwin',
      'The user name or passphrase you entered is not correct.',
      'keychain.denied',
      'did not let Switchyard in',
    ],
    [
      'darwin',
      'A default keychain could not be found.',
      'keychain.unavailable',
      'A default keychain could not be found.',
    ],
  ] as const)('on %s, “%s” is %s', async (platform, message, code, sentence) => {
    const store = createKeychainStore({
      load: rejecting(message),
      platform,
      keyringState: unlocked,
    });
    for (const result of [
      await store.get('account/a'),
      await store.set('account/a', 'pk-12345678'),
      await store.remove('account/a'),
      await store.status(),
    ]) {
      expect(result.ok).toBe(false);
      if (result.ok) continue;
      expect(result.failure.code).toBe(code);
      expect(result.failure.message).toContain(sentence);
      expect(result.failure.hint).toMatch(/\.$/);
      expect(JSON.stringify(result.failure)).not.toContain('pk-12345678');
    }
  });

  it.each([
    ['linux', "Cannot find package 'keytar'", 'npm rebuild keytar'],
    ['linux', "Cannot find module '../build/Release/keytar.node'", 'libsecret-1-dev'],
    ['linux', 'libsecret-1.so.0: cannot open shared object file', 'sudo dnf install libsecret'],
    ['darwin', "Cannot find package 'keytar'", 'npm install'],
  ] as const)(
    'on %s, a load that fails with “%s” says what to install',
    async (platform, message, next) => {
      const store = createKeychainStore({
        load: () => Promise.reject(new Error(message)),
        platform,
        keyringState: unlocked,
      });
      const result = await store.set('account/a', 'pk-12345678');
      expect(result).toMatchObject({
        failure: { code: 'keychain.unavailable', hint: expect.stringContaining(next) },
      });
    },
  );

  it('tries to load keytar again after it was missing', async () => {
    let loads = 0;
    const store = createKeychainStore({
      load: () => {
        loads += 1;
        if (loads === 1) return Promise.reject(new Error('missing'));
        return rejecting('Cannot create an item in a locked collection')();
      },
      platform: 'linux',
      keyringState: unlocked,
    });
    expect(await store.get('a')).toMatchObject({ failure: { code: 'keychain.unavailable' } });
    expect(await store.get('a')).toMatchObject({ failure: { code: 'keychain.denied' } });
  });
});

describe('a keyring that says "nothing found"', () => {
  const empty: KeychainModule = {
    getPassword: () => Promise.resolve(null),
    setPassword: () => Promise.resolve(),
    deletePassword: () => Promise.resolve(false),
  };
  const storeIn = (state: 'locked' | 'unlocked' | 'unknown') =>
    createKeychainStore({
      load: () => Promise.resolve(empty),
      platform: 'linux',
      keyringState: () => Promise.resolve(state),
    });

  it('is believed when it is unlocked, or when nobody can tell', async () => {
    for (const state of ['unlocked', 'unknown'] as const) {
      expect(await storeIn(state).get('account/a')).toEqual({ ok: true, value: null });
      expect(await storeIn(state).remove('account/a')).toEqual({ ok: true, value: false });
      expect((await storeIn(state).status()).ok).toBe(true);
    }
  });

  it('is not believed when it is locked', async () => {
    const locked = { failure: { code: 'keychain.denied', message: 'The keychain is locked.' } };
    expect(await storeIn('locked').get('account/a')).toMatchObject(locked);
    expect(await storeIn('locked').remove('account/a')).toMatchObject(locked);
    expect(await storeIn('locked').status()).toMatchObject(locked);
  });
});

describe('a keychain that does not answer', () => {
  it('is given up after the limit, and not asked again while the call hangs', async () => {
    let calls = 0;
    let release = (): void => undefined;
    const hang = (): Promise<never> => {
      calls += 1;
      return new Promise((_, reject) => {
        release = () => reject(new Error('Could not connect'));
      });
    };
    const store = createKeychainStore({
      load: keytarThat(hang),
      platform: 'linux',
      keyringState: unlocked,
      callMs: 20,
      statusMs: 20,
    });
    for (let round = 0; round < 3; round += 1) {
      expect(await store.get('a')).toMatchObject({ failure: { code: 'keychain.unavailable' } });
    }
    expect(calls).toBe(1);
    release();
    await store.get('a');
    expect(calls).toBe(2);
  });

  it('is not asked through keytar at all when the bus is silent', async () => {
    let calls = 0;
    const store = createKeychainStore({
      load: keytarThat(() => {
        calls += 1;
        return Promise.reject(new Error('unreached'));
      }),
      platform: 'linux',
      keyringState: () => Promise.resolve('silent'),
    });
    expect(await store.status()).toMatchObject({ failure: { code: 'keychain.unavailable' } });
    expect(calls).toBe(0);
  });
});

describe('the answer of dbus-send', () => {
  it.each([
    ['   variant       boolean true\n', null, '', 'locked'],
    ['   variant       boolean false\n', null, '', 'unlocked'],
    ['', null, '', 'unknown'],
    ['', { killed: true }, '', 'silent'],
    [
      '',
      { killed: false },
      'Error org.freedesktop.DBus.Error.NoReply: Did not receive a reply',
      'silent',
    ],
    [
      '',
      { killed: false },
      'Error org.freedesktop.DBus.Error.NoReply: Message recipient disconnected from message bus without replying',
      'unknown',
    ],
    ['', { killed: false }, 'Error org.freedesktop.DBus.Error.ServiceUnknown', 'unknown'],
    ['', {}, '', 'unknown'],
  ] as const)('%j with error %j and %j is %s', (stdout, error, stderr, state) => {
    expect(readKeyringState({ stdout, error, stderr })).toBe(state);
  });
});
