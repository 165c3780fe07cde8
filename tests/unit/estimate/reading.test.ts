import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { PriceBook } from '../../../electron/services/estimate/price-book.ts';
import { readLines } from '../../../electron/services/estimate/read-lines.ts';
import { scanTranscripts } from '../../../electron/services/estimate/scan-transcripts.ts';
import {
  createTranscriptStore,
  TRANSCRIPT_MIGRATIONS,
} from '../../../electron/services/estimate/transcript-store.ts';
import { createRebuildableDatabase } from '../../../electron/services/state/rebuildable-database.ts';
import { type Bench, bench, estimated, line, NOW, PRICES, rows } from './transcript-bench.ts';

let room: Bench;
beforeEach(() => {
  room = bench();
});
afterEach(() => room.remove());

const nth = (index: number) => line({ id: `msg_${index}`, request: `req_${index}` });
const requests = async (estimator = room.start()) =>
  (await rows(estimator))?.map((row) => row.requests)[0] ?? 0;

/** Scans as the estimator does, and says what was read. */
const scan = async (signal = new AbortController().signal) => {
  const database = createRebuildableDatabase({
    file: path.join(room.folder, 'transcripts.db'),
    migrations: TRANSCRIPT_MIGRATIONS,
    now: NOW,
    onRebuilt: () => undefined,
  });
  try {
    const store = createTranscriptStore(database);
    return await scanTranscripts({ projects: [room.projects], store, now: NOW(), signal });
  } finally {
    await database.dispose();
  }
};

describe('Reading transcripts again', () => {
  it('reads nothing of files that did not change, after a restart too', async () => {
    room.write('a/s.jsonl', nth(1) + nth(2));
    const size = fs.statSync(room.at('a/s.jsonl')).size;
    expect(await scan()).toStrictEqual({ files: 1, bytesRead: size, unreadable: [] });
    expect(await scan()).toStrictEqual({ files: 1, bytesRead: 0, unreadable: [] });
  });

  it('reads only what was added, once its line is whole', async () => {
    const [half, rest] = [nth(3).slice(0, 90), nth(3).slice(90)];
    room.write('a/s.jsonl', nth(1) + nth(2) + half);
    await scan();
    expect(await requests()).toBe(2);
    room.append('a/s.jsonl', rest + nth(4));
    expect((await scan()).bytesRead).toBe(Buffer.byteLength(nth(3) + nth(4)));
    expect(await requests()).toBe(4);
  });

  it('reads a file anew that was cut or replaced, and keeps what was spent before', async () => {
    room.write('a/s.jsonl', nth(1) + nth(2));
    expect(await requests()).toBe(2);
    room.write('a/s.jsonl', nth(3));
    expect(await requests()).toBe(3);
    fs.rmSync(room.at('a/s.jsonl'));
    room.write('a/s.jsonl', nth(4));
    expect(await requests()).toBe(4);
    // Longer than before and not the same: in place, so that neither name nor inode tells.
    room.write('a/s.jsonl', nth(5) + nth(6) + nth(7));
    expect(await requests()).toBe(7);
  });

  it('keeps what was spent in files that are gone, for 400 days', async () => {
    room.write('a/s.jsonl', nth(1));
    expect(await requests()).toBe(1);
    fs.rmSync(room.at('a'), { recursive: true });
    expect(await requests()).toBe(1);
    const late = (iso: string) => requests(room.start({ now: () => new Date(iso) }));
    // The message is of 20 November 2026, 10:00.
    expect(await late('2027-12-25T10:00:00.000Z')).toBe(1);
    expect(await late('2027-12-25T10:00:00.001Z')).toBe(0);
  });

  it('says that amounts may be too low when a file cannot be read, until it can', async () => {
    room.write('a/s.jsonl', nth(1));
    room.write('b/s.jsonl', nth(2));
    // Root may read anything, so it is a link to itself that stands in for what cannot be read.
    fs.symlinkSync('loop.jsonl', room.at('b/loop.jsonl'));
    const estimator = room.start();
    const first = await estimated(estimator);
    expect([first.incomplete, first.windows[0]?.[0]?.requests]).toStrictEqual([true, 2]);
    expect(first.notes).toStrictEqual([
      `These transcripts could not be read, so amounts may be too low: “${room.at('b/loop.jsonl')}”. Check the permissions of the files.`,
    ]);
    fs.rmSync(room.at('b/loop.jsonl'));
    const second = await estimated(estimator);
    expect([second.incomplete, second.notes]).toStrictEqual([false, []]);
  });

  it('can be cancelled before, meanwhile and by the end of the app, and then goes on', async () => {
    const many = Array.from({ length: 3000 }, (_, index) => nth(index)).join('');
    room.write('a/s.jsonl', many.repeat(3));
    const estimator = room.start();
    const code = async (answer: ReturnType<typeof estimator.estimate>) => {
      const result = await answer;
      return result.ok ? 'ok' : result.failure.code;
    };
    expect(await code(estimator.estimate([], [], AbortSignal.abort()))).toBe('cancelled');
    const abort = new AbortController();
    const running = estimator.estimate([], [], abort.signal);
    setImmediate(() => {
      abort.abort();
    });
    expect(await code(running)).toBe('cancelled');
    const last = estimator.estimate([], []);
    await estimator.dispose();
    expect(await code(last)).toBe('cancelled');
    expect(await code(estimator.estimate([], []))).toBe('cancelled');
    expect(await requests()).toBe(3000);
  });

  it('does one scan at a time, and both answers are whole', async () => {
    room.write('a/s.jsonl', nth(1) + nth(2));
    const begun: (() => void)[] = [];
    const load: PriceBook['load'] = async () => {
      await new Promise<void>((resolve) => {
        begun.push(resolve);
      });
      return PRICES.load();
    };
    const estimator = room.start({ prices: { load } });
    const both = Promise.all([requests(estimator), requests(estimator)]);
    await expect.poll(() => begun.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(begun.length).toBe(1);
    begun[0]?.();
    await expect.poll(() => begun.length).toBe(2);
    begun[1]?.();
    expect(await both).toStrictEqual([2, 2]);
  });
});

describe('Reading lines', () => {
  const read = async (text: string, options: { from?: number; longest?: number } = {}) => {
    room.write('x.jsonl', text);
    const handle = await fs.promises.open(room.at('x.jsonl'));
    const { from = 0, longest = 100 } = options;
    const found: string[] = [];
    let position = from;
    try {
      for await (const step of readLines({ handle, from, to: text.length, longest })) {
        found.push(...step.lines.map((one) => one.toString()));
        position = step.position;
      }
    } finally {
      await handle.close();
    }
    return { found, position };
  };

  it('leaves out a line that is too long, and no other, across chunks too', async () => {
    const long = 'x'.repeat(2_500_000);
    expect(await read(`one\n${long}\ntwo\n`)).toStrictEqual({
      found: ['one', 'two'],
      position: long.length + 9,
    });
    const whole = await read(`one\n${long}\ntwo\nthr`, { longest: long.length });
    expect(whole.found).toStrictEqual(['one', long, 'two']);
    expect((await read(`${'y'.repeat(101)}\nz\n`)).found).toStrictEqual(['z']);
  });

  it('begins where it is told and ends with the last whole line', async () => {
    expect(await read('one\ntwo\nthr', { from: 4 })).toStrictEqual({ found: ['two'], position: 8 });
    expect(await read('')).toStrictEqual({ found: [], position: 0 });
  });
});

type Act =
  | { readonly kind: 'append'; readonly file: number; readonly text: string }
  | { readonly kind: 'scan' | 'restart' };

describe('Whatever the order of appends, scans and restarts', () => {
  const said = fc.record({
    id: fc.integer({ min: 1, max: 6 }).map((index) => `msg_${index}`),
    request: fc.constantFrom(null, 'req_1', 'req_2'),
    at: fc
      .integer({ min: 1, max: 28 })
      .map((day) => `2026-10-${String(day).padStart(2, '0')}T08:00:00.000Z`),
    cwd: fc.constantFrom('/code/lyon', '/code/lyon/src', '/elsewhere'),
    model: fc.constantFrom('claude-sonnet-5', 'claude-next', '<synthetic>'),
    sidechain: fc.boolean(),
    usage: fc.record({ input_tokens: fc.nat(9), output_tokens: fc.nat(9) }),
  });
  /** Lines, cut anywhere. */
  const text = fc.tuple(fc.array(said, { maxLength: 4 }), fc.nat(400)).map(([lines, cut]) => {
    const whole = lines.map(line).join('');
    return [whole.slice(0, cut), whole.slice(cut)];
  });
  const acts = fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: fc.tuple(fc.nat(2), text, fc.boolean()) },
        { weight: 1, arbitrary: fc.constantFrom('scan' as const, 'restart' as const) },
      ),
      { maxLength: 12 },
    )
    .map((list) =>
      list.flatMap((one): Act[] => {
        if (typeof one === 'string') return [{ kind: one }];
        const [file, [first = '', second = ''], scanBetween] = one;
        return [
          { kind: 'append', file, text: first },
          ...(scanBetween ? [{ kind: 'scan' as const }] : []),
          { kind: 'append', file, text: second },
        ];
      }),
    );

  it('totals are those of reading everything from scratch', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (list) => {
        const [one, other] = [bench(), bench()];
        try {
          let estimator = one.start();
          for (const act of list) {
            if (act.kind === 'append') {
              one.append(`p/s${act.file}.jsonl`, act.text);
              other.append(`p/s${act.file}.jsonl`, act.text);
              continue;
            }
            if (act.kind === 'restart') {
              await one.stop();
              estimator = one.start();
            }
            await estimated(estimator);
          }
          expect(await rows(estimator)).toStrictEqual(await rows(other.start()));
        } finally {
          await Promise.all([one.remove(), other.remove()]);
        }
      }),
      { numRuns: 25 },
    );
  }, 30_000);
});
