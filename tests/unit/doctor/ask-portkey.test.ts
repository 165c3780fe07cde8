import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { type Emulator, startEmulator } from '../../../electron/demo/emulator/start-emulator.ts';
import { askPortkey, type Asking } from '../../../electron/doctor/ask-portkey.ts';
import { createAdminClient } from '../../../electron/services/portkey/admin-client.ts';
import { createGatewayClient } from '../../../electron/services/portkey/gateway-client.ts';
import type { Account } from '../../../shared/domain/account.ts';
import { fail, ok } from '../../../shared/domain/failure.ts';
import { fixtureState, key, NOW, uuid } from '../demo/emulator/fixture.ts';

let emulator: Emulator;
beforeAll(async () => {
  const state = fixtureState();
  state.keys.push(
    key({ id: uuid(61), secret: 'pk-expired-0061', expiresAt: NOW - 1 }),
    key({
      id: uuid(62),
      secret: 'pk-pinned-0062',
      defaults: { configSlug: 'pc-fallback-1a2b3c', metadata: {} },
    }),
    key({ id: uuid(63), secret: 'pk-narrow-0063', scopes: ['completions.write'] }),
  );
  emulator = await startEmulator({ state, clock: { now: () => NOW } });
});
afterAll(() => emulator.dispose());

function asking(secret: string | null, now = new Date()): Asking {
  const keyOf = () => Promise.resolve(secret === null ? fail('key.missing') : ok(secret));
  return {
    gateway: createGatewayClient({ version: '0.0.0' }),
    admin: (account) =>
      createAdminClient({
        adminUrl: account.adminUrl,
        key: () => keyOf(),
        version: '0.0.0',
        clock: { now: () => NOW },
        random: () => 0,
        pause: () => Promise.resolve(),
      }),
    keyOf,
    prices: {
      load: () =>
        Promise.resolve({
          priceOf: (model) =>
            model === 'claude-opus-4-8'
              ? { input: 1, output: 1, cacheRead: 1, cacheWrite: 1, cacheWriteHour: 1 }
              : null,
          notes: [],
        }),
    },
    now: () => now,
  };
}

const account = (): Account => ({
  id: 'work',
  gatewayUrl: emulator.url,
  adminUrl: emulator.adminUrl,
  delivery: 'token',
  selfHosted: false,
  key: null,
});

describe('asking Portkey for the doctor', () => {
  it('learns the key’s state, the catalogue, the providers with their kinds, and prices', async () => {
    const facts = await askPortkey(account(), asking('pk-service-0001'));
    expect(facts).toMatchObject({
      account: 'work',
      key: 'valid',
      unreachable: null,
      pinnedConfig: null,
    });
    expect([...(facts.models ?? [])].toSorted()).toEqual([
      '@anthropic-prod/claude-opus-4-8',
      '@anthropic-prod/claude-sonnet-4-6',
      '@bedrock-prod/us.anthropic.claude-sonnet-4-6',
    ]);
    expect(facts.providers).toEqual([
      { slug: 'anthropic-prod', kind: 'anthropic', status: 'active' },
      { slug: 'bedrock-prod', kind: 'bedrock', status: 'active' },
    ]);
    expect(['claude-opus-4-8', 'claude-none-1', 'gpt-5'].map((id) => facts.isPriced?.(id))).toEqual(
      [true, false, null],
    );
    expect(Math.abs(facts.clockAheadMs ?? Number.NaN)).toBeLessThan(5000);
  });

  it('sees how far the clock here is off, from the answer’s own date', async () => {
    const ahead = asking('pk-service-0001', new Date(Date.now() + 3_600_000));
    const { clockAheadMs } = await askPortkey(account(), ahead);
    expect(Math.round((clockAheadMs ?? 0) / 60_000)).toBe(60);
  });

  it('tells a wrong key, an expired one and a narrow one apart', async () => {
    const keys = ['pk-nobody-9999', 'pk-expired-0061', 'pk-narrow-0063'];
    const facts = await Promise.all(keys.map((one) => askPortkey(account(), asking(one))));
    expect(facts.map(({ key: state }) => state)).toEqual(['invalid', 'expired', 'valid']);
    expect(facts[2]?.providers).toBeNull();
    expect(JSON.stringify(facts)).not.toMatch(/pk-(nobody|expired|narrow)/);
  });

  it('knows the config that the key itself always uses', async () => {
    const facts = await askPortkey(account(), asking('pk-pinned-0062'));
    expect(facts.pinnedConfig).toBe('pc-fallback-1a2b3c');
  });

  it('says why, where nobody answers or no key is stored, and claims nothing', async () => {
    const nobody = { ...account(), gatewayUrl: 'http://127.0.0.1:9' };
    const facts = await askPortkey(nobody, asking('pk-service-0001'));
    expect(facts).toMatchObject({ key: 'not-asked', models: null, providers: null });
    expect(facts.unreachable).toMatch(/could not be reached/);
    const keyless = await askPortkey(account(), asking(null));
    expect(keyless).toMatchObject({ key: 'not-asked', models: null });
    expect(keyless.unreachable).not.toBeNull();
  });
});
