import { execFileSync } from 'node:child_process';

import { createKeychainStore } from '../../../electron/services/secrets/keychain-store.ts';
import { loadKeytar } from '../../../electron/shell/keychain-keytar.ts';

// A process of its own that asks the keychain: `ask.ts <service> <steps>`, with steps as JSON. Prints one line of JSON: what
// each step answered and how long it took. The step "lock" locks the default keyring as a screen lock would.

export type Step =
  | readonly ['status']
  | readonly ['get', string]
  | readonly ['set', string, string]
  | readonly ['remove', string]
  | readonly ['lock'];

const [service = '', steps = '[]'] = process.argv.slice(2);
const store = createKeychainStore({ load: loadKeytar, service });
const answers: unknown[] = [];
for (const step of JSON.parse(steps) as Step[]) {
  const began = performance.now();
  const answer = await take(step);
  answers.push({ ...answer, ms: performance.now() - began });
}
console.log(JSON.stringify(answers));

function take(step: Step): object | Promise<object> {
  if (step[0] === 'status') return store.status();
  if (step[0] === 'get') return store.get(step[1]);
  if (step[0] === 'set') return store.set(step[1], step[2]);
  return step[0] === 'remove' ? store.remove(step[1]) : lock();
}

function lock(): object {
  execFileSync('dbus-send', [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.secrets',
    '/org/freedesktop/secrets',
    'org.freedesktop.Secret.Service.Lock',
    'array:objpath:/org/freedesktop/secrets/aliases/default',
  ]);
  return { ok: true };
}
