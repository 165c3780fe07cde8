import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { duplicateEnvNames } from '../../../electron/services/claude-settings/json/json-text.ts';
import { diagnose } from '../../../shared/domain/doctor/diagnose.ts';
import { FINDING_CODES, FINDINGS, findingSchema } from '../../../shared/domain/doctor/finding.ts';
import {
  compareVersions,
  explainEnv,
  type LayerKind,
  precedenceFor,
} from '../../../shared/domain/effective-env.ts';
import { CORPUS } from './corpus.ts';
import { factsOf, GOOD, SECRET, told } from './set-ups.ts';

describe('the doctor', () => {
  it.each(CORPUS)('finds exactly what is wrong with: %s', (_what, facts, codes) => {
    const found = diagnose(facts);
    expect(found.map(({ code }) => code).toSorted()).toEqual([...codes].toSorted());
    for (const one of found) {
      expect(findingSchema.parse(one)).toEqual(one);
      expect(one.severity).toBe(FINDINGS[one.code]);
      expect(one.message).toMatch(/^\S.*[.]$/);
      expect(JSON.stringify(one)).not.toContain('SECRET');
    }
  });

  it('has a case for every code that it knows, and more than sixty in all', () => {
    const met = new Set(CORPUS.flatMap(([, , codes]) => codes));
    expect(FINDING_CODES.filter((code) => !met.has(code))).toEqual([]);
    expect(CORPUS.length).toBeGreaterThan(60);
  });

  it('puts the worst first', () => {
    const rank = ['error', 'warning', 'note'];
    for (const [, facts] of CORPUS) {
      const ranks = diagnose(facts).map(({ severity }) => rank.indexOf(severity));
      expect(ranks).toEqual(ranks.toSorted((a, b) => a - b));
    }
  });

  it('never throws and never shows a secret, whatever the settings are', () => {
    const secret = fc.constantFrom(SECRET, 'sk-ant-SECRET-9');
    // Mostly pieces that mean something, because making arbitrary text takes longer than examining it.
    const pieces =
      '{|}|"|:|,|\n|\\n| |@|x-a: 1|pc-1|http://|https://api.portkey.ai|/v1|ü|\u0000|\uD800|anthropic';
    const config = '{"strategy":{"mode":"load-balance"}}';
    const piece = fc.constantFrom(...pieces.split('|'), config, SECRET);
    const text = fc.oneof(
      { weight: 3, arbitrary: fc.array(piece, { maxLength: 5 }).map((parts) => parts.join('')) },
      { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
      { weight: 1, arbitrary: secret },
    );
    const names = fc.constantFrom(
      ...Object.keys(GOOD),
      'CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST',
      'OTHER',
    );
    const header = fc
      .tuple(
        fc.constantFrom(
          'x-portkey-api-key',
          'x-portkey-provider',
          'x-portkey-config',
          'x-portkey-metadata',
          'x-portkey-trace-id',
          'Authorization',
          'x-a',
        ),
        text,
      )
      .map(([name, value]) => `${name}: ${value}`);
    const value = fc.oneof(
      text,
      fc.array(header, { maxLength: 4 }).map((lines) => lines.join('\n')),
    );
    const env = fc.oneof(
      { weight: 5, arbitrary: fc.dictionary(names, value) },
      { weight: 1, arbitrary: fc.constant('malformed' as const) },
    );
    const kinds: LayerKind[] = [
      'managed',
      'main-local',
      'local',
      'project',
      'user',
      'conductor',
      'process',
    ];
    const tree = fc.record(
      Object.fromEntries(kinds.map((kind) => [kind, env])) as Record<LayerKind, typeof env>,
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(tree, fc.boolean(), fc.boolean(), (layers, isApplied, isTold) => {
        const facts = factsOf(layers, {
          ...(isApplied ? {} : { applied: null }),
          ...(isTold ? told({ isPriced: () => false }) : {}),
        });
        expect(() => explainEnv(facts.layers, null)).not.toThrow();
        return !JSON.stringify(diagnose(facts)).includes('SECRET');
      }),
      { numRuns: 20_000 },
    );
  }, 60_000);
});

describe('what is in force', () => {
  it('names the winner and what it wins over, masked', () => {
    const { layers } = factsOf({
      managed: { ANTHROPIC_BASE_URL: 'https://m' },
      local: GOOD,
      process: { ANTHROPIC_AUTH_TOKEN: SECRET },
    });
    const explained = explainEnv(layers, '2.1.330');
    expect(explained[0]).toEqual({
      name: 'ANTHROPIC_BASE_URL',
      winner: {
        layer: 'managed',
        file: '/etc/claude-code/managed-settings.json',
        value: 'https://m',
      },
      shadowed: [
        {
          layer: 'local',
          file: '/w/lisbon/.claude/settings.local.json',
          value: 'https://api.portkey.ai',
        },
      ],
    });
    expect(JSON.stringify(explained)).not.toContain('SECRET');
    expect(explained.find(({ name }) => name === 'ANTHROPIC_AUTH_TOKEN')).toMatchObject({
      winner: { layer: 'local', value: '••••7890' },
      shadowed: [{ layer: 'process', file: null }],
    });
  });

  it('follows the version', () => {
    expect(precedenceFor('2.1.210')).not.toContain('main-local');
    expect(precedenceFor('2.1.211').indexOf('main-local')).toBeLessThan(
      precedenceFor('2.1.211').indexOf('local'),
    );
    expect(precedenceFor(null)).toEqual(precedenceFor('99.0.0'));
    expect(
      [
        compareVersions('2.1.9', '2.1.10'),
        compareVersions('2.1.10', '2.1.10'),
        compareVersions('3.0', '2.9.9'),
      ].map(Math.sign),
    ).toEqual([-1, 0, 1]);
  });
});

describe('names that stand twice', () => {
  it.each([
    ['{"env":{"A":"1","B":"2","A":"3"}}', ['A']],
    ['\uFEFF{"env":{"A":"1","A":"2","A":"3","B":1,"B":2}}', ['A', 'B']],
    ['{"env":{"A":"1"}}', []],
    ['{"env":[]}', []],
    ['', []],
    ['nonsense', []],
  ])('are found in %s', (text, names) => {
    expect(duplicateEnvNames(text)).toEqual(names);
  });
});
