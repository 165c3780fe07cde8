import { describe, expect, it } from 'vitest';

import { explainAnswer } from '../../../shared/domain/doctor/explain-answer.ts';
import { probeRequest } from '../../../shared/domain/doctor/probe-request.ts';
import { GOOD, SECRET } from './set-ups.ts';

const from = (env: Readonly<Record<string, string>>, helperKey: string | null = null) =>
  probeRequest((name) => env[name] ?? '', { helperKey, suffix: 'probe-1a2b3c' });

describe('the message of a probe', () => {
  it('is what Claude Code would send, with a trace ID of its own', () => {
    const made = from(GOOD);
    expect(made).toEqual({
      ok: true,
      value: {
        url: 'https://api.portkey.ai/v1/messages?beta=true',
        model: 'claude-opus-4-8',
        headers: {
          'content-type': 'application/json',
          'anthropic-version': '2023-06-01',
          'x-portkey-api-key': SECRET,
          'x-portkey-provider': '@anthropic',
          'x-portkey-trace-id': 'web-lisbon-1-probe-1a2b3c',
          'x-portkey-metadata': '{"worktree":"w1","repo":"web"}',
          authorization: `Bearer ${SECRET}`,
        },
        body: '{"model":"claude-opus-4-8","max_tokens":1,"messages":[{"role":"user","content":"Hi"}]}',
        trace: 'web-lisbon-1-probe-1a2b3c',
      },
    });
  });

  it('takes the cheapest model that is named, without Claude Code’s suffix', () => {
    const made = from({ ...GOOD, ANTHROPIC_DEFAULT_HAIKU_MODEL: 'small[1m]' });
    expect(made.ok && made.value.model).toBe('small');
  });

  it.each([
    ['a token and a key', { ANTHROPIC_API_KEY: 'sk-mine' }, null, [`Bearer ${SECRET}`, 'sk-mine']],
    [
      'a key alone',
      { ANTHROPIC_AUTH_TOKEN: '', ANTHROPIC_API_KEY: 'sk-mine' },
      null,
      [undefined, 'sk-mine'],
    ],
    [
      'a helper alone',
      { ANTHROPIC_AUTH_TOKEN: '' },
      'pk-helped',
      ['Bearer pk-helped', 'pk-helped'],
    ],
    [
      'a guard of ours beside the key',
      { ANTHROPIC_API_KEY: 'sk-mine', ANTHROPIC_CUSTOM_HEADERS: 'x-api-key: no-key' },
      null,
      [`Bearer ${SECRET}`, 'no-key'],
    ],
    [
      'a custom Authorization beside a token, which wins',
      { ANTHROPIC_CUSTOM_HEADERS: 'Authorization: Bearer other' },
      null,
      [`Bearer ${SECRET}`, undefined],
    ],
    [
      'a custom Authorization alone',
      { ANTHROPIC_AUTH_TOKEN: '', ANTHROPIC_CUSTOM_HEADERS: 'Authorization: Bearer other' },
      null,
      ['Bearer other', undefined],
    ],
  ])('carries the credentials that Claude Code would: %s', (_what, change, helperKey, expected) => {
    const made = from({ ...GOOD, ...change }, helperKey);
    const sent = made.ok ? made.value.headers : {};
    expect([sent['authorization'], sent['x-api-key']]).toEqual(expected);
  });

  it.each([
    ['no gateway', { ANTHROPIC_BASE_URL: '' }, 'ANTHROPIC_BASE_URL'],
    [
      'a gateway in the clear',
      { ANTHROPIC_BASE_URL: 'http://api.portkey.ai' },
      'ANTHROPIC_BASE_URL',
    ],
    ['no address', { ANTHROPIC_BASE_URL: 'api.portkey.ai' }, 'ANTHROPIC_BASE_URL'],
    ['no model', { ANTHROPIC_DEFAULT_OPUS_MODEL: '' }, 'ANTHROPIC_DEFAULT_HAIKU_MODEL'],
    [
      'no credential but the person’s login',
      { ANTHROPIC_AUTH_TOKEN: '', ANTHROPIC_CUSTOM_HEADERS: 'x-portkey-api-key: a' },
      'ANTHROPIC_AUTH_TOKEN',
    ],
    [
      'a header that cannot be sent',
      { ANTHROPIC_CUSTOM_HEADERS: 'x-a: größe' },
      'ANTHROPIC_CUSTOM_HEADERS',
    ],
  ])('is not sent with %s, and the refusal names the variable', (_what, change, field) => {
    const made = from({ ...GOOD, ...change });
    expect(made).toMatchObject({ ok: false, failure: { code: 'request.invalid', field } });
    expect(JSON.stringify(made)).not.toContain('SECRET');
  });
});

describe('what an answer means', () => {
  const answer = (status: number, more: Partial<Parameters<typeof explainAnswer>[0]> = {}) =>
    explainAnswer({ status, code: null, type: null, message: null, fromProvider: false, ...more });

  it.each([
    ['all is well', 200, { fromProvider: true }, /^The message was answered\.$/, null],
    ['a passthrough', 200, {}, /passthrough \(⚡/, /slug/],
    [
      'a guardrail that only objects',
      246,
      { fromProvider: true },
      /guardrail would have objected/,
      null,
    ],
    [
      'a saved-only organisation',
      400,
      { code: 'inline_provider_blocked' },
      /saved configs and providers only/,
      /@slug/,
    ],
    [
      'a provider nobody knows',
      400,
      { message: 'Invalid provider passed' },
      /does not take the provider/,
      /@anthropic-prod/,
    ],
    ['any other 400', 400, {}, /refused as invalid/, /findings/],
    ['a wrong key', 401, { code: '03' }, /does not know the key/, /tenancy/],
    ['an expired key', 401, { code: '01' }, /has expired/, /new key/],
    ['an expired provider', 401, { type: 'virtual_key_expired_error' }, /has expired/, /new key/],
    ['an outage at Portkey', 401, { code: '033' }, /could not check/, /Try again/],
    [
      'the provider’s own refusal',
      401,
      { fromProvider: true },
      /provider refuses the credential/,
      /Catalog/,
    ],
    ['a key without the scope', 403, {}, /may not send/, /completions\.write/],
    ['a cloud’s denial', 403, { fromProvider: true }, /denies access/, /DISABLE_PROMPT_CACHING/],
    ['a wrong path', 404, {}, /Nothing answers/, /no \/v1/],
    ['a timeout', 408, {}, /timeout/, /request_timeout/],
    ['a used-up key', 412, { code: '04' }, /key or of its workspace is used up/, /Raise/],
    [
      'a used-up provider',
      412,
      { type: 'integration_exhaust_error', code: '04' },
      /provider’s budget/,
      /Raise/,
    ],
    [
      'a used-up policy',
      412,
      { type: 'usage_limits_policy_exhaust_error' },
      /usage policy/,
      /policy/,
    ],
    ['a model that is off', 412, { type: 'model_not_allowed_error' }, /not switched on/, /Catalog/],
    ['Portkey’s rate limit', 429, { code: '05' }, /Portkey limits the rate/, /asks again/],
    [
      'a provider’s rate limit',
      429,
      { fromProvider: true },
      /provider limits the rate/,
      /fallback/,
    ],
    ['a guardrail', 446, {}, /guardrail refused/, /guardrails/],
    ['“fetch failed”', 500, { message: 'fetch failed' }, /fetch failed/, /\/v1/],
    [
      'a fault of the provider',
      529,
      { fromProvider: true },
      /The provider failed \(529\)/,
      /Try again/,
    ],
    ['a fault of the gateway', 502, {}, /The gateway failed \(502\)/, /Try again/],
    ['something new', 418, {}, /418/, null],
  ])('says so of %s', (_what, status, more, message, hint) => {
    const told = answer(status, more);
    expect(told.message).toMatch(message);
    if (hint === null) expect(told.hint).toBeNull();
    else expect(told.hint).toMatch(hint);
  });
});
