import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Cents, centsFromWire } from '../../../shared/domain/money.ts';
import { csvFileName, reportToCsv } from '../../../shared/domain/report-csv.ts';
import { reportRowName } from '../../../shared/domain/report-words.ts';
import type { ReportRow, SpendReport } from '../../../shared/domain/spend.ts';

const ROW: ReportRow = {
  kind: 'named',
  key: 'web-lisbon',
  label: 'web/lisbon',
  cents: 1240 as Cents,
  requests: 12,
  tokens: 34_500,
  unpriced: false,
};

function report(rows: readonly Partial<ReportRow>[]): SpendReport {
  return {
    account: 'work',
    range: 'week',
    by: 'worktree',
    source: 'portkey',
    scope: 'key',
    asOf: '2026-08-14T23:30:00.000Z',
    from: '2026-08-09T22:00:00.000Z',
    to: '2026-08-14T23:30:00.000Z',
    incomplete: false,
    total: { cents: null, requests: null, tokens: null, unpriced: false },
    rows: rows.map((row) => ({ ...ROW, ...row })),
    notes: [],
  };
}

/** RFC 4180, as strictly as it is written: CRLF between records and after the last, quotes doubled within quotes. */
function parse(csv: string): string[][] {
  const records: string[][] = [];
  let cells: string[] = [];
  let at = 0;
  while (at < csv.length) {
    let text = '';
    if (csv[at] === '"') {
      at += 1;
      while (csv[at] !== '"' || csv[at + 1] === '"') {
        if (at >= csv.length) throw new Error('a quote is not closed');
        if (csv[at] === '"') at += 1;
        text += csv[at];
        at += 1;
      }
      at += 1;
    } else {
      const plain = /^[^",\r\n]*/.exec(csv.slice(at))?.[0] ?? '';
      text = plain;
      at += plain.length;
    }
    cells.push(text);
    if (csv[at] === ',') {
      at += 1;
    } else if (csv.startsWith('\r\n', at)) {
      records.push(cells);
      cells = [];
      at += 2;
    } else {
      throw new Error(`neither a comma nor CRLF at ${at}`);
    }
  }
  if (cells.length > 0) throw new Error('the last record does not end');
  return records;
}

const cells = (row: Partial<ReportRow>): string[] => parse(reportToCsv(report([row])))[1] ?? [];

describe('a report as CSV', () => {
  it('has a head, a record a row and CRLF after each', () => {
    expect(reportToCsv(report([{}, { key: 'b', label: 'b', cents: 5 as Cents }]))).toBe(
      'kind,key,label,usd,requests,tokens,unpriced,source,from,to,asOf\r\n' +
        'named,web-lisbon,web/lisbon,12.40,12,34500,no,portkey,' +
        '2026-08-09T22:00:00.000Z,2026-08-14T23:30:00.000Z,2026-08-14T23:30:00.000Z\r\n' +
        'named,b,b,0.05,12,34500,no,portkey,' +
        '2026-08-09T22:00:00.000Z,2026-08-14T23:30:00.000Z,2026-08-14T23:30:00.000Z\r\n',
    );
  });

  it.each([
    [0, '0.00'],
    [1, '0.01'],
    [100, '1.00'],
    [1240, '12.40'],
    [6619.19, '66.1919'],
    [0.37, '0.0037'],
    [1e-9, '0.00000000001'],
    [123_456_789_012, '1234567890.12'],
    [1e21, '10000000000000000000.00'],
  ])('writes %d cents as %s dollars, every digit of them', (wire, usd) => {
    expect(cells({ cents: centsFromWire(wire) })[3]).toBe(usd);
  });

  it('leaves empty what is not known, which is not 0', () => {
    expect(cells({ cents: null, requests: null, tokens: null }).slice(3, 6)).toEqual(['', '', '']);
    expect(cells({ cents: 0 as Cents, requests: 0, tokens: 0 }).slice(3, 6)).toEqual([
      '0.00',
      '0',
      '0',
    ]);
  });

  it('names the rows that are about nothing in particular, and says what has no price', () => {
    expect(cells({ kind: 'other', key: '', label: '' }).slice(0, 3)).toEqual([
      'other',
      '',
      'Without a workspace',
    ]);
    expect(cells({ kind: 'elsewhere', key: '', label: '' })[2]).toBe(
      'Workspaces not on this machine',
    );
    expect(cells({ kind: 'rest', key: '', label: '' })[2]).toBe('Not accounted for');
    expect(cells({ unpriced: true })[6]).toBe('yes');
  });

  it.each(['=1+1', '+1', '-1', '@provider', '\t=1', '\r=1'])(
    'gives %j no chance to be a formula',
    (label) => {
      expect(cells({ label })[2]).toBe(`'${label}`);
    },
  );

  it('gives a parser every cell back, whatever the names are', () => {
    const text = fc.string({
      unit: fc.constantFrom(...Array.from('ab",\r\n\t=+-@é 🚋')),
      maxLength: 12,
    });
    const amount = fc.double({ min: 0, max: 1e12, noNaN: true }).map((value) => value as Cents);
    const row = fc.record({
      kind: fc.constantFrom<ReportRow['kind']>('named', 'other', 'elsewhere', 'rest'),
      key: text,
      label: text,
      cents: fc.option(amount),
      requests: fc.option(fc.nat()),
      tokens: fc.option(fc.maxSafeNat()),
      unpriced: fc.boolean(),
    });
    const bare = (cell: string | undefined) => (cell ?? '').replace(/^'(?=[=+\-@\t\r])/, '');
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
        const csv = reportToCsv(report(rows));
        const [head, ...records] = parse(csv);
        expect(head).toHaveLength(11);
        expect(records).toHaveLength(rows.length);
        rows.forEach((one, index) => {
          const record = records[index] ?? [];
          expect(record).toHaveLength(11);
          for (const cell of record) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
          expect(bare(record[1])).toBe(one.key);
          expect(bare(record[2])).toBe(reportRowName(one, 'worktree'));
          if (one.cents === null) {
            expect(record[3]).toBe('');
          } else {
            expect(record[3]).toMatch(/^\d+\.\d{2,}$/);
            expect(Number(record[3])).toBeCloseTo(one.cents / 100, 12 - digits(one.cents));
          }
          expect(record[5]).toBe(one.tokens === null ? '' : String(one.tokens));
        });
      }),
    );
  });

  it('is called after what it holds, by the local day', () => {
    expect(csvFileName(report([]), 'UTC')).toBe(
      'switchyard-spend-week-by-workspace-2026-08-14.csv',
    );
    expect(csvFileName({ ...report([]), by: 'trace' }, 'Europe/Berlin')).toBe(
      'switchyard-spend-week-by-trace-id-2026-08-15.csv',
    );
  });
});

/** Digits before the decimal point: a double holds about fifteen in all. */
function digits(value: number): number {
  return Math.max(0, Math.ceil(Math.log10(value + 1)));
}
