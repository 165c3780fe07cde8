import { buildAccount } from '../../shared/domain/account.ts';
import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import { fail, ok } from '../../shared/domain/failure.ts';
import { decodePresetLink, encodePresetLink } from '../../shared/domain/preset-link.ts';
import { checkPreset, type Preset } from '../../shared/domain/preset.ts';
import type { FakeHandlers } from './fake-model.ts';

type CatalogueName = Exclude<
  Extract<keyof FakeHandlers, `accounts.${string}` | `presets.${string}`>,
  'accounts.probe' | 'presets.importEnvironment'
>;

/** Accounts and presets of the fake model: what is kept in lists. */
export function catalogueHandlers(options: {
  get: () => AppSnapshot;
  set: (part: Partial<AppSnapshot>) => void;
  secrets: Map<string, string>;
  now: () => string;
}): Pick<FakeHandlers, CatalogueName> {
  const { get, set, secrets, now } = options;
  return {
    'accounts.save': (input) => {
      const existing = get().accounts.find((one) => one.id === input.id) ?? null;
      const built = buildAccount(input, existing);
      if (!built.ok) return built;
      if (input.secret !== undefined && input.secret.length < 8) {
        return fail('key.invalid', { field: 'secret' });
      }
      if (input.secret !== undefined) secrets.set(built.value.id, input.secret);
      const key =
        input.secret === undefined
          ? built.value.key
          : { last4: input.secret.slice(-4), savedAt: now() };
      const account = { ...built.value, key };
      const others = get().accounts.filter((one) => one.id !== account.id);
      set({ accounts: [...others, account], defaultAccount: get().defaultAccount ?? account.id });
      return ok(account);
    },
    'accounts.rename': ({ id, to }) => {
      const old = get().accounts.find((one) => one.id === id);
      if (old === undefined) return fail('account.missing');
      if (get().accounts.some((one) => one.id === to))
        return fail('account.exists', { field: 'id' });
      const built = buildAccount({ ...old, id: to }, old);
      if (!built.ok) return built;
      set({ accounts: get().accounts.map((one) => (one.id === id ? built.value : one)) });
      return ok(built.value);
    },
    'accounts.remove': ({ id }) => {
      set({ accounts: get().accounts.filter((one) => one.id !== id) });
      return ok(null);
    },
    'accounts.setDefault': ({ id }) => {
      set({ defaultAccount: id });
      return ok(null);
    },
    'accounts.test': () => ok({ status: 'valid', message: 'The gateway knows this key.' }),
    'accounts.models': ({ provider }) =>
      ok({
        models:
          provider === null || provider === '@anthropic-prod'
            ? ['claude-haiku-4-5', 'claude-opus-4-8', 'claude-sonnet-4-6', 'claude-sonnet-4-5']
            : [],
        providers: ['@anthropic-prod', '@bedrock-prod'],
      }),
    'presets.save': ({ preset, replaces }) => {
      const checked = checkPreset(preset);
      if (!checked.ok) return checked;
      const { id } = checked.value;
      if (id !== replaces && get().presets.some((one) => one.id === id)) {
        return fail('preset.exists', { field: 'id' });
      }
      const known = get().presets.some((one) => one.id === replaces);
      set({
        presets: known
          ? get().presets.map((one) => (one.id === replaces ? checked.value : one))
          : [...get().presets, checked.value],
      });
      return checked;
    },
    'presets.duplicate': ({ id }) => {
      const found = get().presets.find((one) => one.id === id);
      if (found === undefined) return fail('preset.missing');
      const copy: Preset = { ...found, id: `${id}-copy`, name: `${found.name} copy` };
      set({ presets: [...get().presets, copy] });
      return ok(copy);
    },
    'presets.remove': ({ id }) => {
      if (get().worktrees.some((tree) => tree.assignment?.presetId === id))
        return fail('preset.in_use');
      set({ presets: get().presets.filter((one) => one.id !== id) });
      return ok(null);
    },
    'presets.reorder': ({ ids }) => {
      set({ presets: ids.flatMap((id) => get().presets.filter((one) => one.id === id)) });
      return ok(null);
    },
    'presets.import': ({ text, save }) => {
      const decoded = decodePresetLink(text);
      if (!decoded.ok) return decoded;
      if (save)
        set({
          presets: [...get().presets.filter((one) => one.id !== decoded.value.id), decoded.value],
        });
      return ok({ presets: [decoded.value] });
    },
    'presets.export': ({ id }) => {
      const found = get().presets.find((one) => one.id === id);
      if (found === undefined) return fail('preset.missing');
      const json = JSON.stringify({ version: 1, presets: [found] }, null, 2);
      return ok({ fileName: `${id}.switchyard.json`, json, link: encodePresetLink(found) });
    },
  };
}
