import { defaultAccountOf } from '../../shared/domain/account.ts';
import type { AlertSettings } from '../../shared/domain/alert.ts';
import type { BudgetPeriod, BudgetScope, BudgetView } from '../../shared/domain/budget.ts';
import { fail, ok, type Result } from '../../shared/domain/failure.ts';
import { measureWords, paceSentence, statusWords } from '../../shared/domain/pace-words.ts';
import { readBudgets } from '../money/budget-reading.ts';
import { isSameSubject } from '../services/budgets/budgets.ts';
import { writeGlance } from '../services/spend/glance.ts';
import { type CommandContext, findNamedWorktree } from './context.ts';
import { type CommandMoney, withMoney } from './money-context.ts';
import { finish, type Output, table, usd } from './output.ts';

const LIMIT = /^\$?(\d{1,9}(?:\.\d{1,2})?)$/;

function viewJson(view: BudgetView): Record<string, unknown> {
  const { measure } = view;
  const amounts =
    measure.unit === 'usd'
      ? {
          limit: usd(measure.limit),
          used: usd(measure.used),
          projected: usd(measure.projected),
        }
      : { limit: measure.limit, used: measure.used, projected: measure.projected };
  const { id, origin, kind, account, label, worktree, period, status, source, asOf } = view;
  return {
    id: view.local?.id ?? id,
    origin,
    kind,
    account,
    label,
    ...(worktree === null ? {} : { worktree }),
    period,
    unit: measure.unit,
    ...amounts,
    status,
    source,
    asOf,
    ...(view.reason === null ? {} : { reason: view.reason }),
    ...(view.reachedAt === null ? {} : { reachedAt: view.reachedAt }),
  };
}

function line(view: BudgetView, now: Date): string[] {
  return [
    view.local?.id ?? view.id,
    view.label,
    view.period.name,
    measureWords(view.measure),
    statusWords(view),
    paceSentence(view, now) ?? view.reason ?? '',
  ];
}

/** `switchyard budgets list`: reads what is needed now, and tells crossings where alerts are on. */
export async function listBudgets(context: CommandContext, output: Output): Promise<number> {
  const read = await withMoney(context, output, async (money) => {
    const file = await context.core.accounts.read();
    if (!file.ok) return file;
    const records = await context.core.records();
    const views = await readBudgets({
      money,
      accounts: file.value.accounts,
      defaultAccount: defaultAccountOf(file.value),
      worktrees: money.worktrees().map(({ id, repo, name, commonDir }) => ({
        id,
        repo,
        name,
        commonDir,
        account: records.get(id)?.accountId ?? null,
      })),
      now: context.core.now,
      signal: context.request.signal,
    });
    if (!views.ok) return views;
    const choices = await money.preferences.read();
    const settings: AlertSettings = choices.ok
      ? choices.value.alerts
      : { enabled: false, thresholds: [] };
    await money.alerts.observe(views.value.budgets, settings);
    if (views.value.glance !== null) writeGlance(context.core.places.glance, views.value.glance);
    return ok(views.value.budgets);
  });
  const now = new Date();
  return finish(output, read, (views) => ({
    json: { ok: true, budgets: views.map(viewJson) },
    text:
      views.length === 0
        ? 'No budgets. Set one: switchyard budgets set 20 --period day --worktree lisbon.'
        : table([
            ['BUDGET', 'OF', 'PERIOD', 'USED', 'STATUS', 'PACE'],
            ...views.map((view) => line(view, now)),
          ]),
  }));
}

export interface SetBudget {
  readonly period: BudgetPeriod;
  readonly account?: string;
  readonly repo?: string;
  readonly worktree?: string;
}

async function scopeOf(
  options: SetBudget,
  context: CommandContext,
  money: CommandMoney,
): Promise<Result<BudgetScope>> {
  const { core } = context;
  const named = [options.account, options.repo, options.worktree].filter(
    (one) => one !== undefined,
  );
  if (named.length > 1) {
    return fail('budget.invalid', {
      field: 'scope',
      message: 'A budget is about one thing.',
      hint: 'Give one of --account, --repo and --worktree.',
    });
  }
  if (options.worktree !== undefined) {
    const found = await findNamedWorktree(options.worktree, core);
    if (!found.ok) return found;
    const { id, repo, name } = found.value;
    return ok({ kind: 'worktree', worktree: id, name: `${repo}/${name}` });
  }
  if (options.repo !== undefined) {
    const wanted = options.repo;
    const tree =
      money.worktrees().find((one) => one.repo === wanted || one.commonDir === wanted) ??
      (await resolveRepository(wanted, context));
    return tree === null
      ? fail('budget.invalid', {
          field: 'repo',
          message: `There is no repository “${wanted}” among the worktrees that are known.`,
          hint: 'List them: switchyard worktrees.',
        })
      : ok({ kind: 'repository', repository: tree.commonDir, name: tree.repo });
  }
  const account = await core.accounts.resolve(options.account);
  return account.ok ? ok({ kind: 'account', account: account.value.id }) : account;
}

async function resolveRepository(folder: string, context: CommandContext) {
  const found = await context.core.scanner.findWorktree(folder);
  return found.ok ? found.value : null;
}

/** `switchyard budgets set <limit>`: a new one, or another limit for the one that is about the same. */
export async function setBudget(
  limit: string,
  options: SetBudget,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const amount = LIMIT.exec(limit.trim())?.[1];
  const saved =
    amount === undefined
      ? fail('budget.invalid', {
          field: 'limitUsd',
          message: `“${limit}” is no amount in dollars.`,
          hint: 'Write it like 20 or 20.50.',
        })
      : await withMoney(context, output, async (money) => {
          const scope = await scopeOf(options, context, money);
          if (!scope.ok) return scope;
          const known = await money.budgets.list();
          if (!known.ok) return known;
          const subject = { scope: scope.value, period: options.period };
          const same = known.value.find((one) => isSameSubject(one, subject));
          return money.budgets.save({ ...subject, id: same?.id, limitUsd: Number(amount) });
        });
  return finish(output, saved, (budget) => ({
    json: { ok: true, budget },
    text: `Set $${budget.limitUsd.toFixed(2)} a ${budget.period} (${budget.id}).`,
  }));
}

export async function removeBudget(
  id: string,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const removed = await withMoney(context, output, (money) => money.budgets.remove(id), []);
  return finish(output, removed, () => ({
    json: { ok: true, removed: id },
    text: `Removed the budget ${id}.`,
  }));
}
