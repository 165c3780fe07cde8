import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type BenchLine, judge, millisecondsOf, ratios } from './measure.ts';

/* How long a command takes to answer beside the least that any Node program takes: one that does nothing. */

const ROUNDS = 25;
const LIMIT = 2.5;
/** What each command says in an empty home, without white space. */
const ANSWERS = {
  worktrees: '[]',
  statusline: '{"ok":true,"line":"Switchyard–today"}',
} as const;
const CLI = path.join(import.meta.dirname, '../../dist/cli.js');

/** Times commands that must start fast, with an empty home, under this Node and under another one on the PATH if there is one. */
export async function benchColdStart(): Promise<BenchLine[]> {
  if (!fs.existsSync(CLI)) throw new Error('There is no dist/cli.js yet: npm run build.');
  const root = fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), 'switchyard-bench-')));
  try {
    const lines: BenchLine[] = [];
    for (const node of [process.execPath, ...otherNodes()]) {
      for (const command of ['worktrees', 'statusline'] as const) {
        lines.push(await timeUnder(node, root, command));
      }
    }
    return lines;
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

async function timeUnder(
  node: string,
  root: string,
  name: keyof typeof ANSWERS,
): Promise<BenchLine> {
  const env = { PATH: process.env['PATH'], HOME: root, SWITCHYARD_HOME: path.join(root, 'home') };
  const run = (args: readonly string[]): string => {
    const done = spawnSync(node, args, { env, cwd: root, input: '', encoding: 'utf8' });
    if (done.status !== 0) throw new Error(`${node} ${args.join(' ')}: ${done.stderr}`);
    return done.stdout;
  };
  const command = [CLI, name, '--json'];
  if (run(command).replaceAll(/\s/g, '') !== ANSWERS[name]) {
    throw new Error(`${name} should answer ${ANSWERS[name]} in an empty home.`);
  }
  const pairs: [number, number][] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const ours = await millisecondsOf(() => run(command));
    pairs.push([ours, await millisecondsOf(() => run(['-e', '0']))]);
  }
  const version = run(['--version']).trim();
  return judge(`cold start of ${name}, Node ${version}`, ratios(pairs), '≤', LIMIT);
}

/** What `node` means outside this project: a person's own one, where the command line has to start as well. */
function otherNodes(): string[] {
  const found = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    .filter((folder) => folder !== '' && !folder.includes('node_modules'))
    .map((folder) => path.join(folder, 'node'))
    .find((file) => fs.existsSync(file));
  return found === undefined || fs.realpathSync(found) === fs.realpathSync(process.execPath)
    ? []
    : [found];
}
