import fs from 'node:fs';
import path from 'node:path';

import { describe, expect, it } from 'vitest';

import { ADVICE } from '../../../shared/domain/doctor/advice/advice.ts';
import { FINDING_CODES } from '../../../shared/domain/doctor/finding.ts';

const readme = fs.readFileSync(path.join(import.meta.dirname, '../../../README.md'), 'utf8');

describe('what the doctor advises', () => {
  it.each(FINDING_CODES)('the README has a row for %s, with the same words', (code) => {
    const { means, step } = ADVICE[code];
    // The table's columns are padded.
    const rows = readme.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
    const row = rows.filter(([, name]) => name === `\`${code}\``);
    expect(row).toEqual([['', `\`${code}\``, means, step, '']]);
  });

  it.each([
    'API Error: 500 fetch failed',
    'Lightning symbol (⚡) in logs',
    'Requests not appearing',
  ])('the README knows the vendor’s symptom “%s”', (symptom) => {
    const row = readme.split('\n').find((line) => line.startsWith('|') && line.includes(symptom));
    const named = [...(row ?? '').matchAll(/`([a-z]+\.[a-z-]+)`/g)].map(([, code]) => code);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((code) => !(FINDING_CODES as readonly unknown[]).includes(code))).toEqual(
      [],
    );
  });
});
