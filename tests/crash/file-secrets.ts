import fs from 'node:fs';
import path from 'node:path';

import { ok } from '../../shared/domain/failure.ts';
import type { SecretStore } from '../../electron/services/secrets/secret-store.ts';

/** Secrets as files in a folder: the smallest store that outlives a killed process. For tests only. */
export function createFileSecretStore(folder: string): SecretStore {
  fs.mkdirSync(folder, { recursive: true });
  const fileOf = (account: string) => path.join(folder, encodeURIComponent(account));
  return {
    kind: 'memory',
    status: () => Promise.resolve(ok(undefined)),
    get: (account) => {
      const file = fileOf(account);
      return Promise.resolve(ok(fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null));
    },
    set: (account, secret) => {
      const temp = `${fileOf(account)}.${process.pid}`;
      fs.writeFileSync(temp, secret);
      fs.renameSync(temp, fileOf(account));
      return Promise.resolve(ok(undefined));
    },
    remove: (account) => {
      const known = fs.existsSync(fileOf(account));
      fs.rmSync(fileOf(account), { force: true });
      return Promise.resolve(ok(known));
    },
  };
}
