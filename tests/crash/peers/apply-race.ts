import fs from 'node:fs';
import path from 'node:path';

import type { Worktree } from '../../../shared/domain/worktree.ts';
import { openServices, type PresetId } from '../services.ts';

/* One of two runs of ours that apply at the same time: does what it is told and says how each apply ended. */

const [brief = '', swap = 'swap'] = process.argv.slice(2);

/** Applies in turn: worktree, preset, and a trace ID when it is not the worktree's usual one. */
export interface RaceOrder {
  readonly applies: readonly { index: number; preset: PresetId; trace?: string }[];
}
export interface RaceReport {
  /** `ok`, `same` (nothing was to be written), or the failure's code. */
  readonly outcomes: readonly string[];
}

const worktrees = JSON.parse(fs.readFileSync(brief, 'utf8')) as Worktree[];
const services = await openServices({
  root: path.dirname(brief),
  worktrees,
  swap: swap === 'swap',
});

process.on('message', (order: RaceOrder) => {
  void (async () => {
    const outcomes: string[] = [];
    for (const { index, preset, trace } of order.applies) {
      const target = services.target(index, preset);
      const done = await services.service.apply({ ...target, trace: trace ?? target.trace });
      outcomes.push(done.ok ? (done.value.journalId === null ? 'same' : 'ok') : done.failure.code);
    }
    process.send?.({ outcomes } satisfies RaceReport);
  })();
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
