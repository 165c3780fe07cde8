import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { createEstimator } from '../../../electron/services/estimate/estimator.ts';
import type { ModelPrice } from '../../../electron/services/estimate/model-price.ts';
import type { PriceBook } from '../../../electron/services/estimate/price-book.ts';
import { TRANSCRIPT_MIGRATIONS } from '../../../electron/services/estimate/transcript-store.ts';
import type { Estimate, Estimator } from '../../../electron/services/estimate/types.ts';
import { createRebuildableDatabase } from '../../../electron/services/state/rebuildable-database.ts';

/** What a transcript's line of an answer says; the rest is filled in as Claude Code 2.1.330 writes it. */
export interface Said {
  readonly id?: string;
  readonly request?: string | null;
  readonly at?: string;
  readonly cwd?: string;
  readonly model?: string;
  readonly sidechain?: boolean;
  readonly usage?: Readonly<Record<string, unknown>>;
}

export function line(said: Said = {}): string {
  const { request = 'req_1' } = said;
  return `${JSON.stringify({
    parentUuid: 'b6e5',
    isSidechain: said.sidechain ?? false,
    type: 'assistant',
    message: {
      id: said.id ?? 'msg_1',
      type: 'message',
      role: 'assistant',
      model: said.model ?? 'claude-sonnet-5',
      content: [{ type: 'text', text: 'Done; “usage” is in the README.' }],
      usage: said.usage ?? { input_tokens: 10, output_tokens: 5 },
    },
    ...(request === null ? {} : { requestId: request }),
    timestamp: said.at ?? '2026-11-20T10:00:00.000Z',
    cwd: said.cwd ?? '/code/lyon',
    sessionId: 's',
    version: '2.1.330',
  })}\n`;
}

export const SONNET: ModelPrice = {
  input: 1,
  output: 10,
  cacheWrite: 100,
  cacheWriteHour: 1000,
  cacheRead: 10_000,
};

/** Round prices, so that a sum shows what it is made of. */
export const PRICES: PriceBook = {
  load: () =>
    Promise.resolve({
      priceOf: (model) => (model === 'claude-sonnet-5' ? SONNET : null),
      notes: [],
    }),
};

export const EVER = { from: '2000-01-01T00:00:00.000Z', to: '2100-01-01T00:00:00.000Z' };
export const LYON = { id: 'lyon', path: '/code/lyon' };

export interface Bench {
  readonly folder: string;
  readonly projects: string;
  /** A file below the folder of projects. */
  at(file: string): string;
  write(file: string, text: string): void;
  append(file: string, text: string): void;
  /** A new estimator on the same database file, as after a restart. */
  start(options?: { now?: () => Date; prices?: PriceBook }): Estimator;
  /** Ends everything that was started, and removes the folder. */
  remove(): Promise<void>;
  /** Ends everything that was started, and keeps the files. */
  stop(): Promise<void>;
}

export const NOW = () => new Date('2026-11-23T12:00:00.000Z');

export function bench(): Bench {
  const folder = fs.mkdtempSync(path.join(tmpdir(), 'switchyard-estimate-'));
  const projects = path.join(folder, 'projects');
  const ends: (() => Promise<void>)[] = [];
  const at = (file: string): string => path.join(projects, file);
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0)) await end();
  };
  return {
    folder,
    projects,
    at,
    write(file, text) {
      fs.mkdirSync(path.dirname(at(file)), { recursive: true });
      fs.writeFileSync(at(file), text);
    },
    append: (file, text) => {
      fs.mkdirSync(path.dirname(at(file)), { recursive: true });
      fs.appendFileSync(at(file), text);
    },
    start({ now = NOW, prices = PRICES } = {}) {
      const database = createRebuildableDatabase({
        file: path.join(folder, 'transcripts.db'),
        migrations: TRANSCRIPT_MIGRATIONS,
        now,
        onRebuilt: (sentence) => {
          throw new Error(sentence);
        },
      });
      const estimator = createEstimator({ projects: () => [projects], database, prices, now });
      ends.push(async () => {
        await estimator.dispose();
        await database.dispose();
      });
      return estimator;
    },
    stop,
    async remove() {
      await stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The estimate, which must have come about. */
export async function estimated(
  estimator: Estimator,
  windows = [EVER],
  worktrees: readonly { id: string; path: string }[] = [LYON],
): Promise<Estimate> {
  const result = await estimator.estimate(windows, worktrees);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

/** Rows of the only window. */
export async function rows(estimator: Estimator, worktrees = [LYON]) {
  return (await estimated(estimator, [EVER], worktrees)).windows[0];
}
