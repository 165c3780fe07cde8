import { expect } from 'vitest';
import { startEmulator, type Emulator } from '../../electron/demo/emulator/start-emulator.ts';
import type { Dialect } from '../../electron/demo/emulator/state.ts';
import {
  DAY,
  entry,
  fixtureState,
  HOUR,
  key,
  KEY_ID,
  limits,
  NOW,
  uuid,
} from '../unit/demo/emulator/fixture.ts';

export const ADMIN = 'pk-admin-0002';
export const SERVICE = 'pk-service-0001';

function spentState() {
  const state = fixtureState();
  state.keys.push(
    key({ id: uuid(16), secret: 'pk-past-0006', expiresAt: NOW - DAY }),
    key({
      id: uuid(17),
      secret: 'pk-bare-0007',
      defaults: { configSlug: 'pc-fallback-1a2b3c', metadata: { team: 'tide' } },
      usageLimits: limits({ type: 'tokens', period: { days: 1 }, alertThreshold: null }),
    }),
  );
  state.ledger.push(
    entry({ costCents: 12.75, feedback: 4, outputTokens: 21 }),
    entry({ at: NOW - 26 * HOUR, costCents: 0, model: 'unpriced', metadata: {} }),
    entry({ apiKeyId: KEY_ID.person, costCents: 400.25, configSlug: 'pc-fallback-1a2b3c' }),
    entry({ providerSlug: 'bedrock-prod', aiService: 'bedrock', statusCode: 500 }),
  );
  return state;
}

/** An emulator in which every kind of record and of request is to be seen. */
export const open = (dialect: Dialect): Promise<Emulator> =>
  startEmulator({ state: spentState(), clock: { now: () => NOW }, dialect });

/** What a GET below `/v1` answers; anything but 200 fails the test. */
export async function ask(
  emulator: Emulator,
  path: string,
  secret: string = SERVICE,
): Promise<unknown> {
  const response = await fetch(`${emulator.adminUrl}${path}`, {
    headers: { 'x-portkey-api-key': secret },
  });
  expect([path, response.status]).toStrictEqual([path, 200]);
  return response.json();
}
