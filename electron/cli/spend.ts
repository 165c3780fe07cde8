import type { Result } from '../../shared/domain/failure.ts';
import { formatMoney } from '../../shared/domain/money.ts';
import { reportToCsv } from '../../shared/domain/report-csv.ts';
import { reportRowName } from '../../shared/domain/report-words.ts';
import type { ReportRow, SpendRange, SpendReport } from '../../shared/domain/spend.ts';
import type { Account } from '../../shared/domain/account.ts';
import { spendAccount } from '../ipc/handlers/spend.ts';
import type { SpendAccount } from '../services/spend/account-state.ts';
import { reportNotes } from '../services/spend/report.ts';
import { traceReport } from '../services/spend/traces.ts';
import type { CommandContext } from './context.ts';
import { type CommandMoney, withMoney } from './money-context.ts';
import { EXIT, finish, type Output, table, usd } from './output.ts';

export interface SpendCommand {
  readonly range: SpendRange;
  readonly by: SpendReport['by'];
  readonly account?: string;
  readonly csv?: boolean;
}

/** A row as the contract has it. */
function rowJson(row: ReportRow, by: SpendReport['by']): Record<string, unknown> {
  const name =
    row.kind !== 'named'
      ? { key: row.kind }
      : by === 'worktree'
        ? { worktree: row.key }
        : { key: row.key };
  return {
    ...name,
    label: reportRowName(row, by),
    usd: usd(row.cents),
    ...(row.requests === null ? {} : { requests: row.requests }),
    ...(row.tokens === null ? {} : { tokens: row.tokens }),
    ...(row.unpriced ? { unpriced: true } : {}),
  };
}

function text(report: SpendReport): string {
  const rows = report.rows.map((row) => [
    reportRowName(row, report.by),
    row.unpriced && (row.cents ?? 0) === 0 ? 'not priced' : formatMoney(row.cents),
    row.requests === null ? '' : String(row.requests),
  ]);
  const estimate = report.source === 'estimate' ? ' (estimate)' : '';
  return [
    table([
      [report.by.toUpperCase(), `SPEND${estimate}`, 'REQUESTS'],
      ...rows,
      ['Total', formatMoney(report.total.cents), ''],
    ]),
    '',
    ...reportNotes(report),
    ...report.notes,
  ].join('\n');
}

async function ask(
  { range, by }: SpendCommand,
  account: SpendAccount,
  money: CommandMoney,
  signal: AbortSignal,
): Promise<Result<SpendReport>> {
  const profile = await money.profileOf(account, signal);
  if (!profile.ok) return profile;
  if (by !== 'trace') return money.reporter.report({ account, range, by, signal });
  return traceReport({
    account,
    client: money.client(account),
    profile: profile.value,
    uses: await money.usesOf(money.worktrees()),
    range,
    now: new Date(),
    signal,
  });
}

/** `switchyard spend`: asks now. */
export async function showSpend(
  options: SpendCommand,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const resolved: Result<Account> = await context.core.accounts.resolve(options.account);
  const account = resolved.ok ? spendAccount(resolved.value) : resolved;
  if (!account.ok) return finish(output, account, () => ({ json: null, text: '' }));
  const report = await withMoney(context, output, (money) =>
    ask(options, account.value, money, context.request.signal),
  );
  if (report.ok && options.csv === true) {
    process.stdout.write(reportToCsv(report.value));
    return EXIT.done;
  }
  return finish(output, report, (value) => ({
    json: {
      ok: true,
      range: { from: value.from, to: value.to },
      currency: 'USD',
      account: value.account,
      source: value.source,
      scope: value.scope,
      asOf: value.asOf,
      incomplete: value.incomplete,
      total: usd(value.total.cents),
      rows: value.rows.map((row) => rowJson(row, value.by)),
      notes: [...reportNotes(value), ...value.notes],
    },
    text: text(value),
  }));
}

/** What a key may do, in a table. */
export async function showCapabilities(
  id: string,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const resolved = await context.core.accounts.resolve(id);
  const account = resolved.ok ? spendAccount(resolved.value) : resolved;
  if (!account.ok) return finish(output, account, () => ({ json: null, text: '' }));
  const probe = (money: CommandMoney) =>
    money.profiles.probe(account.value, context.request.signal);
  const profile = await withMoney(context, output, probe, []);
  return finish(output, profile, (value) => ({
    json: {
      ok: true,
      account: value.account,
      probedAt: value.probedAt,
      key: value.key,
      capabilities: value.capabilities,
    },
    text: table(
      Object.entries(value.capabilities).map(([part, one]) => [
        part,
        one.can,
        `${one.reason}${one.can === 'yes' ? '' : ` ${one.hint ?? ''}`}`.trim(),
      ]),
    ),
  }));
}
