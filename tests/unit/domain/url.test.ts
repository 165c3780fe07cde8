import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { buildAccount } from '../../../shared/domain/account.ts';
import {
  defaultAdminUrl,
  isHostedGateway,
  normaliseAdminUrl,
  normaliseGatewayUrl,
} from '../../../shared/domain/url.ts';
import { must, refusal } from '../support/settings-bench.ts';

describe('a gateway URL and its admin URL', () => {
  it.each([
    ['https://api.portkey.ai', 'https://api.portkey.ai'],
    ['https://api.portkey.ai/', 'https://api.portkey.ai'],
    ['https://api.portkey.ai/v1', 'https://api.portkey.ai'],
    ['https://api.portkey.ai/v1/', 'https://api.portkey.ai'],
    ['https://api.portkey.ai//v1//', 'https://api.portkey.ai'],
    ['https://api.portkey.ai/v1/v1', 'https://api.portkey.ai'],
    ['  https://API.Portkey.AI/v1 ', 'https://api.portkey.ai'],
    ['https://gw.example:8443/portkey/v1', 'https://gw.example:8443/portkey'],
    ['https://gw.example/portkeyv1', 'https://gw.example/portkeyv1'],
    ['https://gw.example/v1/team', 'https://gw.example/v1/team'],
    ['https://gw.example:443', 'https://gw.example'],
    ['https://gw.example/?', 'https://gw.example'],
    ['http://localhost:8787', 'http://localhost:8787'],
    ['http://127.0.0.1:8787/v1', 'http://127.0.0.1:8787'],
    ['http://127.9.9.9', 'http://127.9.9.9'],
    ['http://[::1]:8787', 'http://[::1]:8787'],
  ])('%s is %s', (input, base) => {
    expect(must(normaliseGatewayUrl(input))).toBe(base);
    expect(must(normaliseAdminUrl(input))).toBe(`${base}/v1`);
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['api.portkey.ai', 'no scheme'],
    ['localhost:8787', 'no scheme'],
    ['https://', 'not a URL'],
    ['https://a b', 'not a URL'],
    ['ftp://gw.example', 'must use https'],
    ['file:///etc/passwd', 'must use https'],
    ['javascript://x', 'must use https'],
    ['http://gw.example', 'must use https'],
    ['http://localhost.example', 'must use https'],
    ['http://127.0.0.1.example', 'must use https'],
    ['http://10.0.0.1', 'must use https'],
    ['http://[::2]', 'must use https'],
    ['https://me@gw.example', 'user name'],
    ['https://me:pw@gw.example', 'user name'],
    ['https://gw.example/?key=1', 'after “?”'],
    ['https://gw.example/#x', 'after “?”'],
  ])('%j is refused: %s', (input, words) => {
    for (const [field, result] of [
      ['gatewayUrl', normaliseGatewayUrl(input)],
      ['adminUrl', normaliseAdminUrl(input)],
    ] as const) {
      expect(refusal(result)).toMatchObject({ code: 'account.invalid', field });
      expect(refusal(result).message).toContain(words);
    }
  });

  it('stays as it is once it is normal', () => {
    const path = fc
      .array(fc.constantFrom('v1', '', 'gw', 'v1beta', 'a.b'), { maxLength: 5 })
      .map((parts) => parts.join('/'));
    fc.assert(
      fc.property(path, (tail) => {
        const once = must(normaliseGatewayUrl(`https://gw.example/${tail}`));
        expect(must(normaliseGatewayUrl(once))).toBe(once);
        expect(once).not.toMatch(/\/(v1)?$/);
        const admin = must(normaliseAdminUrl(once));
        expect(must(normaliseAdminUrl(admin))).toBe(admin);
        expect(admin).not.toMatch(/\/v1\/v1$/);
      }),
    );
  });

  it('of a gateway that is not on this machine is Portkey’s own control plane', () => {
    expect(defaultAdminUrl('https://gw.example/x')).toBe('https://api.portkey.ai/v1');
    expect(defaultAdminUrl('http://127.0.0.1:8787')).toBe('http://127.0.0.1:8787/v1');
  });

  it('tells Portkey’s own gateways from others', () => {
    expect(isHostedGateway('https://api.portkey.ai')).toBe(true);
    expect(isHostedGateway('https://eu.gw.portkey.ai')).toBe(true);
    expect(isHostedGateway('https://portkey.ai.evil.example')).toBe(false);
    expect(isHostedGateway('https://notportkey.ai')).toBe(false);
  });
});

describe('an account', () => {
  it('keeps what is left out, and follows a new gateway with what depends on it', () => {
    const hosted = must(buildAccount({ id: 'work' }, null));
    expect(hosted).toMatchObject({ selfHosted: false, adminUrl: 'https://api.portkey.ai/v1' });
    const local = must(
      buildAccount({ id: 'work', gatewayUrl: 'http://localhost:8787/v1' }, hosted),
    );
    expect(local).toMatchObject({ selfHosted: true, adminUrl: 'http://localhost:8787/v1' });
    const named = must(buildAccount({ id: 'work', adminUrl: 'https://admin.example' }, local));
    expect(named).toMatchObject({
      gatewayUrl: 'http://localhost:8787',
      adminUrl: 'https://admin.example/v1',
      selfHosted: true,
    });
    expect(must(buildAccount({ id: 'work', delivery: 'helper' }, named))).toEqual({
      ...named,
      delivery: 'helper',
    });
  });
});
