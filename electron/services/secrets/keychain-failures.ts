import { fail, type Result } from '../../../shared/domain/failure.ts';

type Failed = Extract<Result<never>, { ok: false }>;

const PACKAGES =
  'On Debian or Ubuntu: sudo apt install libsecret-1-0 gnome-keyring. On Fedora: sudo dnf install libsecret gnome-keyring.';

/** Why keytar itself did not load: never installed, built without libsecret, or libsecret gone since. */
export function loadFailure(error: unknown, platform: NodeJS.Platform): Failed {
  const text = errorText(error);
  if (platform === 'linux' && /libsecret/.test(text)) {
    return fail('keychain.unavailable', {
      message: 'The keychain cannot be used: the system library libsecret is missing.',
      hint: `${PACKAGES} Then try again.`,
    });
  }
  const rebuild =
    platform === 'linux'
      ? 'Install what it is built with (Debian or Ubuntu: sudo apt install libsecret-1-dev pkg-config build-essential; ' +
        'Fedora: sudo dnf install libsecret-devel gcc-c++ make), then run npm install, or npm rebuild keytar.'
      : 'Run npm install (or npm rebuild keytar) in Switchyard’s folder, or install the app again.';
  return fail('keychain.unavailable', {
    message:
      'The keychain cannot be used: its native part, keytar, is not installed or was built for another system.',
    hint: rebuild,
  });
}

/** What a call that keytar rejected means. The texts are libsecret's, GLib's and macOS's own. */
export function callFailure(error: unknown, platform: NodeJS.Platform): Failed {
  const text = errorText(error);
  if (platform === 'darwin') return macFailure(text);
  if (/locked|dismissed|prompt/i.test(text)) return lockedFailure(platform);
  if (/autolaunch|could not connect|not connect|DBUS_SESSION_BUS|address/i.test(text)) {
    return fail('keychain.unavailable', {
      message: 'No keychain can be reached: there is no D-Bus session here.',
      hint: 'Run Switchyard in a desktop session; over SSH or in a container, start it inside dbus-run-session with an unlocked gnome-keyring-daemon.',
    });
  }
  if (/not provided by any \.service|ServiceUnknown|NameHasNoOwner/i.test(text)) {
    return fail('keychain.unavailable', {
      message: 'No keychain can be reached: no program here offers the Secret Service.',
      hint: `${PACKAGES} KWallet and KeePassXC offer it too. Then log in again.`,
    });
  }
  if (/does not exist at path/i.test(text)) {
    return fail('keychain.unavailable', {
      message: 'The key was not stored: there is no default keyring yet.',
      hint: 'Make one in “Passwords and Keys” (seahorse) and set it as default, or log in to the desktop with your password once.',
    });
  }
  return fail('keychain.unavailable', { message: `The keychain gave an error: ${text}.` });
}

function macFailure(text: string): Failed {
  if (/cancel|denied|not allowed|not correct|authoriz|authentication/i.test(text)) {
    return fail('keychain.denied', {
      message: `The Keychain did not let Switchyard in: ${text}.`,
      hint: 'Unlock the login keychain in Keychain Access, answer “Always Allow” when macOS asks, and try again.',
    });
  }
  return fail('keychain.unavailable', {
    message: `The Keychain gave an error: ${text}.`,
    hint: 'Open Keychain Access and check that the login keychain exists and is the default.',
  });
}

/** The keyring is there and locked, so neither "no such key" nor "stored" can be said. */
export function lockedFailure(platform: NodeJS.Platform): Failed {
  return fail('keychain.denied', {
    message: 'The keychain is locked.',
    hint:
      platform === 'darwin'
        ? 'Unlock the login keychain in Keychain Access and try again.'
        : 'Unlock the default keyring in “Passwords and Keys” (seahorse), or log in to the desktop with your password, and try again.',
  });
}

/** The keychain took a call and did not answer it. */
export function silentFailure(seconds: number): Failed {
  return fail('keychain.unavailable', {
    message: `The keychain did not answer within ${seconds} seconds.`,
    hint: 'Look for a hidden dialog that asks for your password; else log in again and restart Switchyard.',
  });
}

function errorText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().replace(/\.$/, '');
}
