import util from 'node:util';

import { describe, expect, it } from 'vitest';

import { importEnv } from '../../../shared/domain/env-import.ts';
import { checkPreset } from '../../../shared/domain/preset.ts';
import { must, refusal } from '../support/settings-bench.ts';

const KEY = 'pk-live-5f0c2a7e9b41d3';

/** Portkey’s guide for Conductor, as published in March 2026: everything in one line, with “\n” written out. */
const GUIDE = `ANTHROPIC_BASE_URL=https://api.portkey.ai
ANTHROPIC_AUTH_TOKEN=YOUR_PORTKEY_API_KEY
ANTHROPIC_CUSTOM_HEADERS=x-portkey-api-key: YOUR_PORTKEY_API_KEY\\nx-portkey-provider: @anthropic-prod
ANTHROPIC_DEFAULT_SONNET_MODEL=claude-sonnet-4-20250514
ANTHROPIC_DEFAULT_OPUS_MODEL=claude-opus-4-20250514
ANTHROPIC_DEFAULT_HAIKU_MODEL=claude-haiku-4-20250514
ANTHROPIC_API_KEY=
`;

/** Portkey’s announcement: the variable twice, of which an environment keeps the last. */
const ANNOUNCEMENT = `Setup

Since Conductor uses Claude Code under the hood, it accepts the same ANTHROPIC_* environment variables.

ANTHROPIC_BASE_URL=https://api.portkey.ai
ANTHROPIC_AUTH_TOKEN=YOUR_PORTKEY_API_KEY
ANTHROPIC_CUSTOM_HEADERS=x-portkey-api-key: YOUR_PORTKEY_API_KEY
ANTHROPIC_CUSTOM_HEADERS=x-portkey-provider: @anthropic-prod
ANTHROPIC_DEFAULT_SONNET_MODEL=claude-sonnet-4-20250514
ANTHROPIC_DEFAULT_OPUS_MODEL=claude-opus-4-20250514
ANTHROPIC_DEFAULT_HAIKU_MODEL=claude-haiku-4-20250514
ANTHROPIC_API_KEY=

Two things worth noting before you start.
`;

const withKey = (text: string) => text.replaceAll('YOUR_PORTKEY_API_KEY', KEY);
const codesOf = (text: string) => must(importEnv(text)).findings.map((one) => one.code);

const MODELS = {
  sonnet: 'claude-sonnet-4-20250514',
  opus: 'claude-opus-4-20250514',
  haiku: 'claude-haiku-4-20250514',
};

describe('the text of a guide', () => {
  it.each([
    ['with a written out “\\n”', GUIDE, 'headers.literal-newline'],
    ['with the variable twice', ANNOUNCEMENT, 'headers.duplicate'],
  ])('%s becomes what was meant', (_, text, code) => {
    const read = must(importEnv(withKey(text)));
    expect(read.findings.map((one) => one.code)).toEqual([code]);
    expect(read).toMatchObject({ gatewayUrl: 'https://api.portkey.ai', ignored: [], metadata: {} });
    expect(read.key?.reveal()).toBe(KEY);
    expect(must(checkPreset(read.preset))).toEqual({
      id: 'anthropic-prod',
      name: 'anthropic-prod',
      provider: '@anthropic-prod',
      models: MODELS,
    });
  });

  it('is not taken for a key where it says YOUR_KEY', () => {
    expect(codesOf(GUIDE)).toContain('credential.missing');
    expect(must(importEnv(GUIDE)).key).toBeNull();
  });

  it('with place-holders for route and model says so', () => {
    const text =
      'ANTHROPIC_BASE_URL=https://api.portkey.ai\nANTHROPIC_CUSTOM_HEADERS=x-portkey-provider: @your-provider\nANTHROPIC_MODEL=$YOUR_MODEL\nANTHROPIC_API_KEY=';
    expect(codesOf(text)).toEqual(['credential.missing', 'route.missing', 'model.missing']);
  });

  it('with a trace ID for everything leaves that out', () => {
    const text = withKey(GUIDE).replace(
      '@anthropic-prod',
      '@anthropic-prod\\nx-portkey-trace-id: mine',
    );
    const read = must(importEnv(text));
    expect(read.findings.map((one) => one.code)).toContain('trace.duplicate');
    expect(JSON.stringify(read.preset)).not.toContain('mine');
  });
});

describe('pasted text', () => {
  const headers = (...lines: string[]) => lines.join('\n');
  it.each([
    [
      'export with quotes',
      `export ANTHROPIC_CUSTOM_HEADERS="${headers('x-portkey-provider: @a', 'x-team: web')}"`,
    ],
    [
      'single quotes',
      `ANTHROPIC_CUSTOM_HEADERS='${headers('x-portkey-provider: @a', 'x-team: web')}'`,
    ],
    ['carriage returns', `ANTHROPIC_CUSTOM_HEADERS="x-portkey-provider: @a\r\nx-team: web"\r\n`],
    ['quotes of a web page', 'ANTHROPIC_CUSTOM_HEADERS=“x-portkey-provider: @a\nx-team: web”'],
    [
      'a comment behind',
      '# mine\nANTHROPIC_CUSTOM_HEADERS="x-portkey-provider: @a\nx-team: web" # both',
    ],
    [
      'JSON of a settings file',
      JSON.stringify({ env: { ANTHROPIC_CUSTOM_HEADERS: 'x-portkey-provider: @a\nx-team: web' } }),
    ],
    [
      'JSON of variables alone',
      JSON.stringify({ ANTHROPIC_CUSTOM_HEADERS: 'x-portkey-provider: @a\nx-team: web' }),
    ],
    ['headers as JSON', `ANTHROPIC_CUSTOM_HEADERS={"x-portkey-provider":"@a","x-team":"web"}`],
    ['commas between headers', 'ANTHROPIC_CUSTOM_HEADERS=x-portkey-provider: @a, x-team: web'],
    [
      'a header on a line of its own',
      'ANTHROPIC_CUSTOM_HEADERS=x-team: web\nx-portkey-provider: @a',
    ],
  ])('in the form “%s” is understood', (_, text) => {
    const { preset } = must(importEnv(text));
    expect(preset).toMatchObject({ provider: '@a', headers: { 'x-team': 'web' } });
  });

  it.each([
    ['headers.joined', 'ANTHROPIC_CUSTOM_HEADERS=x-portkey-provider: @a, x-team: web'],
    ['headers.joined', 'ANTHROPIC_CUSTOM_HEADERS={"x-portkey-provider":"@a"}'],
    ['headers.duplicate', 'ANTHROPIC_CUSTOM_HEADERS="x-team: a\nX-Team: b"'],
    ['headers.invalid', 'ANTHROPIC_CUSTOM_HEADERS=content-type: text/plain'],
    ['headers.lost', 'ANTHROPIC_CUSTOM_HEADERS=x-other-token: sk-1234567890abcdef'],
    ['headers.lost', 'ANTHROPIC_CUSTOM_HEADERS="x-portkey-provider: @a\nx-portkey-config: pc-b"'],
    ['url.version-path', 'ANTHROPIC_BASE_URL=https://api.portkey.ai/v1/'],
    ['url.not-https', 'ANTHROPIC_BASE_URL=http://gateway.example.invalid'],
    ['url.invalid', `ANTHROPIC_BASE_URL=https://me:${KEY}@api.portkey.ai`],
    ['url.other-host', 'ANTHROPIC_BASE_URL=https://api.anthropic.com'],
    ['credential.api-key-set', 'ANTHROPIC_API_KEY=sk-ant-1234567890abcdef'],
    ['credential.api-key-open', 'ANTHROPIC_BASE_URL=https://api.portkey.ai'],
    [
      'credential.token-differs',
      `ANTHROPIC_AUTH_TOKEN=pk-1234567890abcdef\nANTHROPIC_CUSTOM_HEADERS=x-portkey-api-key: ${KEY}`,
    ],
    ['route.no-at', 'ANTHROPIC_CUSTOM_HEADERS=x-portkey-provider: anthropic'],
    [
      'route.config-invalid',
      'ANTHROPIC_CUSTOM_HEADERS=\'x-portkey-config: {"strategy":{"mode":"fallback"}}\'',
    ],
    ['metadata.invalid', 'ANTHROPIC_CUSTOM_HEADERS=x-portkey-metadata: team=web'],
    ['model.missing', 'ANTHROPIC_CUSTOM_HEADERS=x-portkey-provider: @a'],
  ])('gets %s for %s', (code, text) => {
    expect(codesOf(text)).toContain(code);
  });

  it.each([
    ['nothing of Claude Code', 'FOO=bar', 'No variable'],
    [
      'a quote that stays open',
      'FOO=1\nANTHROPIC_CUSTOM_HEADERS="x-portkey-provider: @a\n',
      'line 2',
    ],
    ['JSON with a comma too many', '{"env":{"ANTHROPIC_MODEL":"a",}}', 'JSON'],
    [
      'the key as a provider',
      `ANTHROPIC_AUTH_TOKEN=${KEY}\nANTHROPIC_CUSTOM_HEADERS=x-portkey-provider: ${KEY}`,
      'key also stands',
    ],
  ])('is refused for %s', (_, text, words) => {
    expect(refusal(importEnv(text))).toMatchObject({ code: 'request.invalid', field: 'text' });
    expect(refusal(importEnv(text)).message).toContain(words);
  });

  it('takes metadata apart, and names what is not taken over', () => {
    const read = must(
      importEnv(
        `ANTHROPIC_CUSTOM_HEADERS='x-portkey-metadata: {"team":"web","worktree":"old","branch":"b"}'\nHTTPS_PROXY=http://user:secret@proxy\n`,
      ),
    );
    expect(read.metadata).toEqual({ team: 'web' });
    expect(read.ignored).toEqual(['HTTPS_PROXY']);
    expect(JSON.stringify(read)).not.toContain('secret');
  });

  it('shows its key to nobody who prints it', () => {
    const read = must(importEnv(`${withKey(GUIDE)}ANTHROPIC_CUSTOM_HEADERS=x-mine: ${KEY}\n`));
    for (const printed of [
      JSON.stringify(read),
      util.inspect(read, { depth: 9, showHidden: true }),
    ])
      expect(printed).not.toContain(KEY);
    expect(read.key?.masked).toBe('••••41d3');
  });
});
