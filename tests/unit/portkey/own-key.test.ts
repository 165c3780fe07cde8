import { describe, expect, it } from 'vitest';

import type { ApiKeyRecord } from '../../../electron/services/portkey/admin/types.ts';
import { findOwnKey, fitsMask } from '../../../electron/services/portkey/own-key.ts';

const record = (id: string, maskedKey: string | null): ApiKeyRecord => ({
  id, name: id, maskedKey, type: null, workspaceId: null, scopes: [], configId: null, metadata: {},
  expiresAt: null, status: 'active', usageLimits: [], rateLimits: [],
}); // prettier-ignore
const KEY = 'Xk0123456789abcdefS4';

describe('a key’s masked form', () => {
  it.each([
    ['Xk*******S4', true],
    ['Xk*S4', true],
    ['Xk********************************S4', true],
    ['Xk01**S4', true],
    ['Yk*******S4', false],
    ['Xk*******S5', false],
    ['*******S4', false],
    ['*****', false],
    ['', false],
    [KEY, false],
    ['Xk0123456789abcdefS4*Xk0123456789abcdefS4', false],
  ])('%s fits: %s', (masked, fits) => {
    expect(fitsMask(KEY, masked)).toBe(fits);
  });
});

describe('the key’s own record', () => {
  it('is the one that fits', () => {
    const records = [record('a', 'Yk**S4'), record('b', 'Xk**S4'), record('c', null)];
    expect(findOwnKey(records, KEY)?.id).toBe('b');
  });

  it('is none when two fit, because the other one’s money would be shown', () => {
    expect(findOwnKey([record('a', 'Xk**S4'), record('b', 'Xk****S4')], KEY)).toBeNull();
    expect(findOwnKey([], KEY)).toBeNull();
  });
});
