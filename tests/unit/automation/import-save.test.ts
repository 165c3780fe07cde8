import fs from 'node:fs';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createAutomation } from '../../../electron/automation/automation.ts';
import { createCore, type Core } from '../../../electron/core.ts';
import { createMemorySecretStore } from '../../../electron/services/secrets/secret-store.ts';
import { KEY, must, OTHER_KEY, refusal } from '../support/settings-bench.ts';

let home: string;
let core: Core;
let importEnvironment: ReturnType<typeof createAutomation>['importEnvironment'];

beforeEach(() => {
  home = fs.mkdtempSync('/tmp/switchyard-import-');
  core = createCore({
    home,
    personHome: home,
    env: {},
    platform: 'linux',
    version: '1.2.3',
    secrets: createMemorySecretStore(),
  });
  ({ importEnvironment } = createAutomation(core));
});
afterEach(async () => {
  await core.dispose();
  fs.rmSync(home, { recursive: true, force: true });
});

const textWith = (key: string, provider = '@anthropic-prod') =>
  `export ANTHROPIC_BASE_URL="https://api.portkey.ai/v1"
export ANTHROPIC_AUTH_TOKEN="${key}"
export ANTHROPIC_CUSTOM_HEADERS="x-portkey-api-key: ${key}\\nx-portkey-provider: ${provider}"
export ANTHROPIC_MODEL="claude-sonnet-4-6"
export ANTHROPIC_API_KEY=""`;

function everyByte(): string {
  return fs
    .readdirSync(home)
    .map((name) => path.join(home, name))
    .filter((file) => fs.statSync(file).isFile())
    .map((file) => fs.readFileSync(file).toString('latin1'))
    .join('\0');
}

describe('importing a pasted environment', () => {
  it('shows first, and saves nothing for that', async () => {
    const preview = must(await importEnvironment({ text: textWith(KEY), save: false }));
    expect(preview).toMatchObject({ key: '••••41d3', refused: null, saved: null });
    expect(preview.findings.map((one) => one.code)).toEqual([
      'url.version-path',
      'headers.literal-newline',
    ]);
    expect(must(await core.accounts.read()).accounts).toEqual([]);
    expect(must(await core.presets.list())).toEqual([]);
  });

  it('puts the key into the keychain alone, and makes account and preset once', async () => {
    const saved = must(await importEnvironment({ text: textWith(KEY), save: true }));
    expect(saved.saved).toEqual({ account: 'work', preset: 'anthropic-prod' });
    expect(must(await core.vault.read('work'))).toBe(KEY);
    expect(must(await core.accounts.resolve('work')).gatewayUrl).toBe('https://api.portkey.ai');
    expect(JSON.stringify(saved)).not.toContain(KEY);
    expect(everyByte()).not.toContain(KEY);
    const again = must(await importEnvironment({ text: textWith(KEY), save: true }));
    expect(again.saved).toEqual(saved.saved);
    expect(must(await core.accounts.read()).accounts).toHaveLength(1);
    expect(must(await core.presets.list())).toHaveLength(1);
  });

  it('never replaces the key of an account', async () => {
    must(await importEnvironment({ text: textWith(KEY), save: true }));
    const named = await importEnvironment({
      text: textWith(OTHER_KEY),
      save: true,
      account: 'work',
    });
    expect(refusal(named).code).toBe('account.exists');
    expect(must(await core.vault.read('work'))).toBe(KEY);
    const free = must(await importEnvironment({ text: textWith(OTHER_KEY), save: true }));
    expect(free.saved?.account).toBe('work-2');
  });

  it('saves a route without a key, and says of a place-holder that it is none', async () => {
    const route = must(
      await importEnvironment({ text: textWith('YOUR_PORTKEY_API_KEY'), save: true, name: 'Team' }),
    );
    expect(route.saved).toEqual({ account: null, preset: 'team' });
    const text = textWith(KEY, '@your-provider');
    expect(refusal(await importEnvironment({ text, save: true })).code).toBe('preset.invalid');
    expect(must(await importEnvironment({ text, save: false })).refused).toContain('place-holder');
    expect(must(await core.accounts.read()).accounts).toEqual([]);
  });

  it('does not send the key to another gateway than the text meant', async () => {
    const text = textWith(KEY).replace(
      'https://api.portkey.ai/v1',
      'http://gateway.example.invalid',
    );
    expect(refusal(await importEnvironment({ text, save: true })).code).toBe('account.invalid');
    expect(must(await core.accounts.read()).accounts).toEqual([]);
  });
});
