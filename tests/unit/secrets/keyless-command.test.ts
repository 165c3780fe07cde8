import { describe, expect, it } from 'vitest';

import { keylessCommand } from '../../../electron/services/secrets/keyless-command.ts';

const service = 'Switchyard';

describe('the command that prints a stored key', () => {
  it('names the platform’s own tool, by its full path on a Mac', () => {
    expect(keylessCommand({ platform: 'darwin', service, account: 'account/work' })).toBe(
      "/usr/bin/security find-generic-password -s Switchyard -a 'account/work' -w",
    );
    expect(keylessCommand({ platform: 'linux', service, account: 'account/work' })).toBe(
      "secret-tool lookup service Switchyard account 'account/work'",
    );
  });

  it('keeps a hostile name one word of the shell', () => {
    expect(keylessCommand({ platform: 'linux', service, account: "a'; rm -rf ~ #" })).toBe(
      "secret-tool lookup service Switchyard account 'a'\\''; rm -rf ~ #'",
    );
  });

  it('is null where there is no such tool, and for a name with a control character', () => {
    expect(keylessCommand({ platform: 'win32', service, account: 'account/work' })).toBeNull();
    expect(keylessCommand({ platform: 'linux', service, account: 'account/\n' })).toBeNull();
    expect(keylessCommand({ platform: 'linux', service: 'S\u0000', account: 'a' })).toBeNull();
  });
});
