import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../../electron/demo/emulator/state.ts';
import { asker, rowsOf } from './ask.ts';
import { entry, fixtureState, HOUR, KEY_ID, NOW, windowQuery, WS } from './fixture.ts';

const COLUMNS = 'cost,total_tokens';
const GENERIC = [
  'ai_service',
  'model',
  'status_code',
  'api_key',
  'config',
  'workspace',
  'provider',
  'prompt',
].map((name) => `groups/${name}?columns=${COLUMNS}`);
const GROUPINGS = [
  'groups/metadata/worktree',
  'groups/metadata/nobody-sends-this',
  'groups/users',
  'groups/ai-models',
  ...GENERIC,
];

// Multiples of 1/1024 cent: their sums are exact in binary, so equal is really equal.
const cents = fc.integer({ min: 0, max: 1_000_000 }).map((n) => n / 1_024);
const someEntry: fc.Arbitrary<LedgerEntry> = fc
  .record({
    at: fc.oneof(
      fc.integer({ min: NOW - 3 * HOUR, max: NOW }),
      fc.integer({ min: NOW - 72 * HOUR, max: NOW }),
    ),
    workspaceId: fc.constantFrom(WS.main, WS.other),
    apiKeyId: fc.constantFrom(KEY_ID.service, KEY_ID.person),
    providerSlug: fc.constantFrom('anthropic-prod', 'bedrock-prod'),
    model: fc.constantFrom('claude-sonnet-4-6', 'claude-opus-4-8', '__proto__'),
    configSlug: fc.constantFrom(null, 'pc-fallback-1a2b3c'),
    metadata: fc.dictionary(
      fc.constantFrom('worktree', '_user', 'toString'),
      fc.constantFrom('', 'a', 'b'),
    ),
    inputTokens: fc.nat(10_000),
    outputTokens: fc.nat(10_000),
    costCents: cents,
    statusCode: fc.constantFrom(200, 429, 500),
    cacheHit: fc.boolean(),
  })
  .map((made) => entry(made));

const sum = (values: readonly unknown[]) => values.reduce<number>((so, it) => so + Number(it), 0);

describe('Amounts of the emulated analytics', () => {
  it('add up to the total of the window by every grouping, page by page, and by every bucket', () => {
    const windows = fc.oneof(
      fc.constantFrom(HOUR - 1, HOUR, 24 * HOUR, 240 * HOUR),
      fc.integer({ min: 0, max: 3 * HOUR }),
      fc.integer({ min: 0, max: 72 * HOUR }),
    );
    const filters = fc.constantFrom<Record<string, string>>(
      {},
      { virtual_keys: 'anthropic-prod' },
      { metadata: '{"worktree":"a"}' },
      { api_key_ids: `${KEY_ID.person},${KEY_ID.service}` },
    );
    fc.assert(
      fc.property(
        fc.array(someEntry, { maxLength: 40 }),
        windows,
        filters,
        fc.integer({ min: 1, max: 5 }),
        (ledger, span, filter, pageSize) => {
          const state = fixtureState();
          state.ledger.push(...ledger);
          const ask = asker(state);
          const query = windowQuery(NOW - span, NOW, filter);
          const graph = (name: string) =>
            ask(`/analytics/graphs/${name}?${query}`).body as {
              summary: { total: number };
              data_points: { total: number }[];
            };
          const total = {
            cost: graph('cost').summary.total,
            requests: graph('requests').summary.total,
            total_tokens: graph('tokens').summary.total,
          };
          for (const [name, wanted] of [
            ['cost', total.cost],
            ['requests', total.requests],
            ['tokens', total.total_tokens],
          ] as const) {
            expect(sum(graph(name).data_points.map((point) => point.total))).toBe(wanted);
          }
          for (const grouping of GROUPINGS) {
            const rows: Readonly<Record<string, unknown>>[] = [];
            for (let page = 0; ; page += 1) {
              const paging = `current_page=${page}&page_size=${pageSize}`;
              const next = rowsOf(
                ask(
                  `/analytics/${grouping}${grouping.includes('?') ? '&' : '?'}${query}&${paging}`,
                ),
              );
              rows.push(...next);
              if (next.length < pageSize) break;
            }
            expect(sum(rows.map((row) => row['requests']))).toBe(total.requests);
            expect(sum(rows.map((row) => row['cost']))).toBe(total.cost);
            if (grouping.includes('total_tokens')) {
              expect(sum(rows.map((row) => row['total_tokens']))).toBe(total.total_tokens);
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('are those of the ledger: the total is the sum of what is in the window and in the workspace', () => {
    fc.assert(
      fc.property(fc.array(someEntry, { maxLength: 30 }), (ledger) => {
        const state = fixtureState();
        state.ledger.push(...ledger);
        const inside = ledger.filter(
          ({ at, workspaceId }) => at >= NOW - 24 * HOUR && workspaceId === WS.main,
        );
        const answer = asker(state)(`/analytics/graphs/cost?${windowQuery(NOW - 24 * HOUR, NOW)}`);
        expect(answer.body['summary']).toStrictEqual({
          total: sum(inside.map(({ costCents }) => costCents)),
          avg:
            inside.length === 0 ? 0 : sum(inside.map(({ costCents }) => costCents)) / inside.length,
        });
      }),
      { numRuns: 40 },
    );
  });
});
