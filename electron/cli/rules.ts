import { setTimeout as pause } from 'node:timers/promises';

import { ok } from '../../shared/domain/failure.ts';
import type { ProvisionOutcome } from '../../shared/domain/provision.ts';
import type { Rule } from '../../shared/domain/rule.ts';
import { automationOf } from './automation-context.ts';
import { type CommandContext, findNamedWorktree } from './context.ts';
import { EXIT, finish, type Output, table } from './output.ts';

export interface RuleOptions {
  readonly preset: string;
  readonly repo?: string;
  readonly path?: string;
  readonly account?: string;
  readonly trace?: string;
  readonly meta?: Record<string, string>;
}

function aboutText(rule: Pick<Rule, 'repo' | 'path'>): string {
  return [rule.repo, rule.path].filter((part) => part !== null).join(', ');
}

/** `switchyard rules list` */
export async function listRules(context: CommandContext, output: Output): Promise<number> {
  const listed = await automationOf(context).automation.rules.list();
  return finish(output, listed, (rules) => ({
    json: rules,
    text:
      rules.length === 0
        ? 'No rules, so nothing is done by itself. Add one: switchyard rules add --repo NAME --preset ID.'
        : table([
            ['RULE', 'ABOUT', 'PRESET', 'ACCOUNT', 'TRACE'],
            ...rules.map((rule) => [
              rule.id,
              aboutText(rule),
              rule.preset,
              rule.account ?? 'default',
              rule.trace ?? 'made',
            ]),
          ]),
  }));
}

/** `switchyard rules add --repo NAME|--path GLOB --preset ID …` */
export async function addRule(
  options: RuleOptions,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const { meta, ...draft } = options;
  const saved = await automationOf(context).handlers['rules.save'](
    { ...draft, metadata: meta },
    context.request,
  );
  return finish(output, saved, (rule) => ({
    json: { ok: true, rule },
    text: `Rule ${rule.id}: new workspaces of ${aboutText(rule)} are put on “${rule.preset}”. Those that are there already stay as they are.`,
  }));
}

/** `switchyard rules remove ID` */
export async function removeRule(
  id: string,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const removed = await automationOf(context).handlers['rules.remove']({ id }, context.request);
  return finish(output, removed, () => ({
    json: { ok: true, removed: id },
    text: `Removed rule ${id}. What it has put on a preset stays there.`,
  }));
}

/** `switchyard rules reorder IDS…` */
export async function reorderRules(
  ids: string[],
  context: CommandContext,
  output: Output,
): Promise<number> {
  const ordered = await automationOf(context).handlers['rules.reorder']({ ids }, context.request);
  return finish(output, ordered, () => ({ json: { ok: true }, text: 'Done.' }));
}

/** `switchyard rules test [--repo NAME] [--path GLOB]` */
export async function testRules(
  options: { readonly repo?: string; readonly path?: string },
  context: CommandContext,
  output: Output,
): Promise<number> {
  const tested = await automationOf(context).handlers['rules.test'](options, context.request);
  return finish(output, tested, ({ matches }) => ({
    json: { ok: true, matches },
    text:
      matches.length === 0
        ? 'No worktree matches now.'
        : table(matches.map((one) => [`${one.repo}/${one.name}`, one.rule ?? '', one.worktree])),
  }));
}

const WORDS: Readonly<Record<ProvisionOutcome['state'], string>> = {
  provisioned: 'is on',
  failed: 'could not be put on',
  'no-rule': 'no rule is about it',
  older: 'was there before the rule, so it stays as it is',
  handled: 'was dealt with before, so it stays as it is',
  assigned: 'is on a preset already',
  unready: 'is still being made by git',
};

function sentence(one: ProvisionOutcome): string {
  const named = one.state === 'provisioned' || one.state === 'failed';
  const what = named ? `${WORDS[one.state]} “${one.preset ?? ''}”` : WORDS[one.state];
  return `${one.worktree}: ${what}${one.failure === null ? '' : `. ${one.failure}`}`;
}

/** A setup script runs right after the worktree is made; git is done within this time. */
const TRIES = 40;
const TRY_MS = 250;

/** `switchyard provision [worktree]`: asks the rules about one worktree, or about all that are found. */
export async function provisionWorktrees(
  name: string | undefined,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const provisioner = automationOf(context).automation.provisioner('cli');
  const find = async () => {
    if (name !== undefined) {
      const found = await findNamedWorktree(name, context.core);
      return found.ok ? ok([found.value]) : found;
    }
    const { scanner, chosenRoots } = context.core;
    return ok((await scanner.scan(await chosenRoots())).worktrees);
  };
  for (let tries = 0; ; tries += 1) {
    const found = await find();
    const outcomes = found.ok ? await provisioner.provision(found.value) : found;
    const waits = outcomes.ok && outcomes.value.some((one) => one.state === 'unready');
    if (waits && name !== undefined && tries < TRIES && !context.abort.signal.aborted) {
      await pause(TRY_MS);
      continue;
    }
    if (!outcomes.ok) return finish(output, outcomes, () => ({ json: null, text: '' }));
    const told = outcomes.value.filter(
      ({ state }) => name !== undefined || state === 'provisioned' || state === 'failed',
    );
    const broken = told.find((one) => one.state === 'failed');
    if (broken !== undefined) output.note(sentence(broken));
    output.result(
      { ok: broken === undefined, outcomes: told },
      told.length === 0 ? 'There is nothing to provision.' : told.map(sentence).join('\n'),
    );
    return broken === undefined ? EXIT.done : EXIT.failed;
  }
}
