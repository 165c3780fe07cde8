import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { countPlaywright, countVitest, noReport, type SuiteCounts } from './counts.ts';
import { runVisibly } from './exec.ts';
import { inKeyringSession, isolatedEnvironment } from './keyring.ts';
import type { Need } from './needs.ts';
import { prepare } from './prepare.ts';
import { blockedBy, selectStages, type Stage } from './stages.ts';
import { judge, type StageOutcome } from './verdict.ts';

const root = join(import.meta.dirname, '..', '..');
process.chdir(root);
// The project's own tools and its own Node come first, also when this file is not started through npm.
process.env['PATH'] = `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`;

const selection = selectStages(process.argv.slice(2));
if (selection.ok) process.exitCode = await runAll(selection.stages, selection.whole);
else {
  console.error(selection.message);
  process.exitCode = 2;
}

/** Runs the stages in order. @returns the exit code of the whole */
async function runAll(stages: readonly Stage[], whole: boolean): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), 'switchyard-tests-'));
  const began = performance.now();
  try {
    if (!whole) console.log(`A part of the tests: ${stages.map(({ name }) => name).join(', ')}.`);
    heading('Preparing the machine');
    const needs = new Set<Need>(stages.flatMap((stage) => stage.needs));
    const obstacle = await prepare(root, needs);
    if (obstacle !== null) {
      console.error(obstacle);
      return 1;
    }
    const outcomes: StageOutcome[] = [
      { name: 'prepare', seconds: since(began), exitCode: 0, counts: null },
    ];
    const failed = new Set<string>();
    for (const stage of stages) {
      const outcome = await runStage(stage, failed, scratch);
      outcomes.push(outcome);
      if (!judge([outcome], false).passed) failed.add(stage.name);
    }
    return report(outcomes, whole, since(began));
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function runStage(
  stage: Stage,
  failed: ReadonlySet<string>,
  scratch: string,
): Promise<StageOutcome> {
  heading(stage.heading);
  const notRun = blockedBy(stage, failed);
  const began = performance.now();
  if (notRun !== null) {
    console.log(`Not run: ${notRun}.`);
    return { name: stage.name, seconds: 0, exitCode: null, notRun, counts: null };
  }
  const reportFile = join(scratch, `${stage.name}.json`);
  const exitCode =
    stage.kind === 'check' ? await runCheck(stage) : await runSuite(stage, reportFile, scratch);
  const counts = stage.kind === 'check' ? null : readCounts(stage, reportFile);
  return { name: stage.name, seconds: since(began), exitCode, counts };
}

async function runCheck(stage: Stage): Promise<number> {
  for (const { program, args } of stage.commands) {
    const code = await runVisibly(program, args);
    if (code !== 0) return code;
  }
  return 0;
}

async function runSuite(stage: Stage, reportFile: string, scratch: string): Promise<number> {
  const [first] = stage.commands;
  if (first === undefined) return 1;
  if (stage.kind === 'playwright') {
    return runVisibly(first.program, [...first.args, '--reporter=list,json'], {
      ...process.env,
      PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile,
    });
  }
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const command = { program: first.program, args: [...first.args, ...reporters] };
  // Only Linux needs a keyring of its own: on a Mac the suite uses items of a service name that nobody else uses.
  if (stage.name !== 'secrets' || process.platform !== 'linux') {
    return runVisibly(command.program, command.args);
  }
  const session = inKeyringSession(command);
  const env = isolatedEnvironment(process.env, join(scratch, 'keyring'));
  return runVisibly(session.program, session.args, env);
}

function readCounts(stage: Stage, reportFile: string): SuiteCounts {
  if (!existsSync(reportFile)) return noReport('it left no report');
  try {
    const content: unknown = JSON.parse(readFileSync(reportFile, 'utf8'));
    return stage.kind === 'playwright' ? countPlaywright(content) : countVitest(content);
  } catch {
    return noReport('its report cannot be read');
  }
}

function report(outcomes: readonly StageOutcome[], whole: boolean, seconds: number): number {
  const strict = (process.env['CI'] ?? '') !== '';
  const verdict = judge(outcomes, strict);
  heading(`Result after ${seconds.toFixed(0)} s`);
  for (const line of verdict.table) console.log(line);
  for (const title of verdict.didNotRun) console.log(`did not run here: ${title}`);
  for (const problem of verdict.problems) console.log(`problem: ${problem}`);
  if (!whole) console.log('Only a part of the tests ran, so this is no full pass.');
  console.log(`\n${verdict.closingLine}`);
  return verdict.passed ? 0 : 1;
}

function heading(text: string): void {
  console.log(`\n── ${text} ${'─'.repeat(Math.max(3, 76 - text.length))}`);
}

function since(began: number): number {
  return (performance.now() - began) / 1000;
}
