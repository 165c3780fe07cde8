import { describe, expect, it } from 'vitest';

import {
  afterElectron,
  chooseHost,
  electronObstacle,
  needsBuild,
} from '../../../build/start-plan.ts';

describe('npm start', () => {
  it('builds when an output is missing or older than a source, and not otherwise', () => {
    expect(needsBuild({ newestSource: 10, outputs: [11, 12] })).toBe(false);
    expect(needsBuild({ newestSource: 10, outputs: [10, 10] })).toBe(false);
    expect(needsBuild({ newestSource: 10, outputs: [11, null] })).toBe(true);
    expect(needsBuild({ newestSource: 12, outputs: [11, 13] })).toBe(true);
  });

  it('opens a window where Electron can run', () => {
    expect(
      chooseHost({ platform: 'darwin', root: false, display: false, electron: '/e/Electron' }),
    ).toEqual({ kind: 'electron', program: '/e/Electron' });
    expect(
      chooseHost({ platform: 'linux', root: false, display: true, electron: '/e/electron' }),
    ).toEqual({ kind: 'electron', program: '/e/electron' });
  });

  it('opens the browser, with one sentence that says why, where it cannot', () => {
    expect(chooseHost({ platform: 'darwin', root: false, display: false, electron: null })).toEqual(
      {
        kind: 'browser',
        why: 'Electron’s binary cannot be had here; opening Switchyard in the browser instead.',
      },
    );
    expect(
      chooseHost({ platform: 'linux', root: false, display: false, electron: '/e/electron' }),
    ).toEqual({
      kind: 'browser',
      why: 'There is no display here; opening Switchyard in the browser instead.',
    });
    expect(
      chooseHost({ platform: 'linux', root: true, display: true, electron: '/e/electron' }),
    ).toMatchObject({ kind: 'browser', why: expect.stringContaining('as root') });
  });

  it('does not fetch Electron where it could not start', () => {
    expect(electronObstacle({ platform: 'linux', root: false, display: false })).not.toBeNull();
    expect(electronObstacle({ platform: 'linux', root: false, display: true })).toBeNull();
    expect(electronObstacle({ platform: 'darwin', root: true, display: false })).toBeNull();
  });

  it.each([
    [0, 100, null],
    [
      1,
      200,
      'Electron could not start here (it ended with 1); opening Switchyard in the browser instead.',
    ],
    [
      127,
      50,
      'Electron could not start here (it ended with 127); opening Switchyard in the browser instead.',
    ],
    [
      133,
      900,
      'Electron could not start here (it ended with 133); opening Switchyard in the browser instead.',
    ],
    [130, 300, null],
    [143, 300, null],
    [1, 60_000, null],
  ])(
    'after an Electron that ended with %i after %i ms it goes on as it should',
    (code, afterMs, why) => {
      expect(afterElectron({ code, afterMs, heldBack: '' })).toBe(why);
    },
  );

  it.each([
    [
      '/opt/my apps/electron/dist/electron: error while loading shared libraries: libnss3.so: cannot open shared object file: No such file or directory\n',
      'error while loading shared libraries: libnss3.so: cannot open shared object file: No such file or directory',
    ],
    [
      '\n[4711:0102/030405.678901:FATAL:setuid_sandbox_host.cc(163)] The SUID sandbox helper binary was found, but is not configured correctly.\n#0 0x55aabbccddee\n',
      'The SUID sandbox helper binary was found, but is not configured correctly.',
    ],
    ['x'.repeat(500), 'x'.repeat(160)],
    ['  \n', 'it ended with 127'],
  ])('says in one line what Electron said first', (heldBack, reason) => {
    expect(afterElectron({ code: 127, afterMs: 50, heldBack })).toBe(
      `Electron could not start here (${reason}); opening Switchyard in the browser instead.`,
    );
  });
});
