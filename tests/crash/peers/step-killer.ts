import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync, StatementSync } from 'node:sqlite';

import {
  replaceFile,
  systemSwap,
} from '../../../electron/services/claude-settings/file/atomic-file.ts';
import { createSettingsService } from '../../../electron/services/claude-settings/settings-service.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import { carryOut } from '../carry-out.ts';
import type { Operation } from '../operations.ts';
import { openServices } from '../services.ts';

/*
 * Carries one operation out and kills itself right before its n-th step: a step is anything that changes files or the
 * database. With a third argument it is also the other program that writes the file in the last moment before an exchange.
 */

export interface StepOrder {
  readonly operation: Operation;
  readonly index: number;
  /** Counted from 1, from when the database is open. */
  readonly step: number;
  /** What the other program makes of the file right before the first exchange; null when there is no other program. */
  readonly foreign: string | null;
}

const [brief = ''] = process.argv.slice(2);
let left = Number.POSITIVE_INFINITY;

function step(): void {
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** Counts each call of a method as a step. */
function count(owner: object, name: string): void {
  const methods = owner as Record<string, Method | undefined>;
  const method = methods[name];
  if (method === undefined) throw new Error(`There is no ${name}.`);
  methods[name] = function counted(this: unknown, ...args) {
    step();
    return method.apply(this, args);
  };
}

for (const name of [
  'openSync',
  'writeFileSync',
  'fsyncSync',
  'linkSync',
  'renameSync',
  'unlinkSync',
  'rmSync',
  'mkdirSync',
  'rmdirSync',
]) {
  count(fs, name);
}
count(StatementSync.prototype, 'run');
count(DatabaseSync.prototype, 'exec');

async function run(order: StepOrder): Promise<void> {
  const worktrees = JSON.parse(fs.readFileSync(brief, 'utf8')) as Worktree[];
  const services = await openServices({ root: path.dirname(brief), worktrees, swap: true });
  const swap = systemSwap();
  let isFirst = true;
  const service = createSettingsService({
    ...services.context,
    replace: (file, options) =>
      replaceFile(file, {
        ...options,
        swap: (a, b) => {
          if (isFirst && order.foreign !== null) {
            const before = left;
            left = Number.POSITIVE_INFINITY;
            fs.writeFileSync(`${b}.foreign`, order.foreign, { mode: 0o600 });
            fs.renameSync(`${b}.foreign`, b);
            left = before;
          }
          isFirst = false;
          step();
          swap?.(a, b);
        },
      }),
  });
  left = order.step;
  const result = await carryOut(order.operation, order.index, { ...services, service }, worktrees);
  left = Number.POSITIVE_INFINITY;
  process.send?.(result.ok ? 'ok' : result.failure.code);
}

process.on('message', (order: StepOrder) => void run(order));
process.on('disconnect', () => process.exit());
process.send?.('ready');
