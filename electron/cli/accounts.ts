import { type Account, defaultAccountOf } from '../../shared/domain/account.ts';
import { ok } from '../../shared/domain/failure.ts';
import { readSecret } from '../services/secrets/read-secret.ts';
import type { CommandContext } from './context.ts';
import { EXIT, finish, type Output, table } from './output.ts';

/** An account for stdout: no more of the key than its last four characters. */
function listed(account: Account, isDefault: boolean): Record<string, unknown> {
  return { ...account, default: isDefault };
}

function keyText(account: Account): string {
  if (account.key === null) return 'no key';
  return account.key.last4 === '' ? 'key stored' : `••••${account.key.last4}`;
}

export interface AddOptions {
  readonly gateway?: string;
  readonly admin?: string;
  readonly delivery?: 'token' | 'helper';
  readonly selfHosted?: boolean;
  readonly replace?: boolean;
}

/** Adds an account; the key comes from a prompt without echo, or from stdin. */
export async function addAccount(
  id: string,
  options: AddOptions,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const { core } = context;
  const draft = {
    id,
    gatewayUrl: options.gateway,
    adminUrl: options.admin,
    delivery: options.delivery,
    selfHosted: options.selfHosted,
  };
  const secret = await readSecret({
    input: process.stdin,
    output: process.stderr,
    prompt: `Portkey key for “${id}” (not shown): `,
  });
  if (!secret.ok) {
    output.failure(secret.failure);
    return EXIT.failed;
  }
  const saved =
    options.replace === true
      ? await core.accounts.save(draft, secret.value)
      : await core.accounts.add(draft, secret.value);
  return finish(output, saved, (account) => ({
    json: { ok: true, account },
    text: `Stored the key ${keyText(account)} of “${account.id}” in the keychain, for ${account.gatewayUrl}.`,
  }));
}

export async function listAccounts(context: CommandContext, output: Output): Promise<number> {
  const file = await context.core.accounts.read();
  return finish(output, file, ({ accounts, ...rest }) => {
    const byDefault = defaultAccountOf({ accounts, ...rest });
    const isDefault = (account: Account) => account.id === byDefault;
    return {
      json: accounts.map((account) => listed(account, isDefault(account))),
      text:
        accounts.length === 0
          ? 'No accounts yet. Add one: switchyard accounts add work.'
          : table([
              ['ACCOUNT', 'KEY', 'GATEWAY', 'DELIVERY', ''],
              ...accounts.map((account) => [
                account.id,
                keyText(account),
                account.gatewayUrl,
                account.delivery,
                isDefault(account) ? 'default' : '',
              ]),
            ]),
    };
  });
}

export async function testAccount(
  id: string,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const tested = await context.handlers['accounts.test']({ id }, context.request);
  return finish(output, tested, (value) => ({ json: { ok: true, ...value }, text: value.message }));
}

export async function removeAccount(
  id: string,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const removed = await context.handlers['accounts.remove']({ id }, context.request);
  return finish(output, removed, () => ({
    json: { ok: true, removed: id },
    text: `Removed “${id}” and its key.`,
  }));
}

export async function renameAccount(
  id: string,
  to: string,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const renamed = await context.handlers['accounts.rename']({ id, to }, context.request);
  return finish(output, renamed, (account) => ({
    json: { ok: true, account },
    text: `“${id}” is now “${account.id}”.`,
  }));
}

export async function setDefaultAccount(
  id: string,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const set = await context.handlers['accounts.setDefault']({ id }, context.request);
  return finish(output, set, () => ({
    json: { ok: true, default: id },
    text: `“${id}” is the default account.`,
  }));
}

export async function listModels(
  id: string | undefined,
  provider: string | undefined,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const account = await context.core.accounts.resolve(id);
  const models = account.ok
    ? await context.handlers['accounts.models'](
        { id: account.value.id, provider: provider ?? null },
        context.request,
      )
    : account;
  return finish(output, models.ok ? ok(models.value) : models, (value) => ({
    json: { ok: true, ...value },
    text: value.models.join('\n'),
  }));
}
