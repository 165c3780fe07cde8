import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { isolatedEnvironment } from '../../build/test/keyring.ts';
import { askElsewhere, requireTestKeyring } from './peers/processes.ts';

requireTestKeyring();

const BUS_WITHOUT_SERVICES = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`;

// Each of these is a way in which a Linux session has no usable keyring; a Mac always has its login keychain.
if (process.platform === 'linux') {
  describe('where the keychain cannot be used', () => {
    let folder = '';
    let env: NodeJS.ProcessEnv = {};
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'switchyard-no-keyring-'));
      env = isolatedEnvironment(process.env, folder);
    });
    afterAll(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

    it('says at once that there is no D-Bus session, and stores nothing elsewhere', async () => {
      const { answers, totalMs } = await askElsewhere(
        [['status'], ['set', 'account/a', 'pk-12345678'], ['get', 'account/a']],
        { env },
      );
      for (const answer of answers) {
        expect(answer.failure?.code).toBe('keychain.unavailable');
        expect(answer.failure?.message).toContain('no D-Bus session');
        expect(answer.failure?.hint).toContain('dbus-run-session');
      }
      expect(totalMs).toBeLessThan(5000);
    });

    it('says at once that nothing on the bus offers the Secret Service', async () => {
      const busConfig = join(folder, 'bus.conf');
      await writeFile(busConfig, BUS_WITHOUT_SERVICES);
      const { answers } = await askElsewhere([['status'], ['get', 'account/a']], {
        env,
        wrap: { busConfig },
      });
      for (const answer of answers) {
        expect(answer.failure?.code).toBe('keychain.unavailable');
        expect(answer.failure?.hint).toContain('sudo apt install libsecret-1-0 gnome-keyring');
        expect(answer.ms).toBeLessThan(3000);
      }
    });

    it('gives up on a bus that never answers, and the process still ends', async () => {
      const socket = join(folder, 'silent.sock');
      const server = createServer((connection) => connection.resume());
      await new Promise<void>((resolve) => server.listen(socket, resolve));
      try {
        const { answers, totalMs } = await askElsewhere([['status'], ['get', 'account/a']], {
          env: { ...env, DBUS_SESSION_BUS_ADDRESS: `unix:path=${socket}` },
        });
        expect(answers.map((answer) => answer.failure?.code)).toEqual([
          'keychain.unavailable',
          'keychain.unavailable',
        ]);
        expect(answers[0]?.failure?.message).toBe('The keychain did not answer within 3 seconds.');
        expect(totalMs).toBeLessThan(12_000);
      } finally {
        await new Promise((resolve) => server.close(resolve));
      }
    });

    it('says that a locked keyring is locked, instead of "no such key"', async () => {
      const { answers } = await askElsewhere(
        [
          ['set', 'account/a', 'pk-12345678'],
          ['lock'],
          ['status'],
          ['get', 'account/a'],
          ['remove', 'account/a'],
          ['set', 'account/a', 'pk-87654321'],
        ],
        { env, wrap: 'new keyring' },
      );
      expect(answers[0]?.ok).toBe(true);
      for (const answer of answers.slice(2)) {
        expect(answer.failure?.code).toBe('keychain.denied');
        expect(answer.failure?.message).toBe('The keychain is locked.');
      }
    });
  });
}
