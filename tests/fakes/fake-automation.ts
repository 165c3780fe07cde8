import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import type { BulkItem, BulkJob } from '../../shared/domain/bulk.ts';
import { importEnv } from '../../shared/domain/env-import.ts';
import { fail, ok } from '../../shared/domain/failure.ts';
import { checkPreset } from '../../shared/domain/preset.ts';
import {
  canBeProvisioned,
  checkRule,
  type Rule,
  ruleFor,
  ruleMatches,
} from '../../shared/domain/rule.ts';
import { SETUP_LINE } from '../../shared/domain/setup-script.ts';
import type { FakeHandlers } from './fake-model.ts';

export type AutomationName = Extract<
  keyof FakeHandlers,
  'presets.importEnvironment' | `automation.${string}` | `rules.${string}`
>;

type RuleRequest = 'list' | 'save' | 'remove' | 'reorder' | 'test';

interface FakeState {
  get: () => AppSnapshot;
  set: (part: Partial<AppSnapshot>) => void;
}

/** A job does one worktree each time that it is asked for, so that a view can be seen on the way. */
function jobHandlers(
  apply: FakeHandlers['assignments.apply'],
): Pick<
  FakeHandlers,
  'automation.start' | 'automation.job' | 'automation.cancel' | 'automation.setupScript'
> {
  const jobs = new Map<
    string,
    { readonly rest: Parameters<FakeHandlers['assignments.apply']>[0][]; job: BulkJob }
  >();
  const one = (input: Parameters<FakeHandlers['assignments.apply']>[0]): BulkItem => {
    const done = apply(input);
    const none = { trace: null, journalId: null, warnings: [] };
    if (!done.ok) {
      const { code, message, hint } = done.failure;
      return {
        ...none,
        worktree: input.worktree,
        state: 'failed',
        failure: { code, message, ...(hint === undefined ? {} : { hint }) },
      };
    }
    const { trace, journalId } = done.value;
    return { ...none, worktree: input.worktree, state: 'applied', trace, journalId, failure: null };
  };
  return {
    'automation.start': ({ worktrees, ...input }) => {
      const id = `bulk-${jobs.size + 1}`;
      const rest = worktrees.map((worktree) => ({ ...input, worktree }));
      jobs.set(id, {
        rest,
        job: { id, total: rest.length, done: 0, results: [], state: 'running' },
      });
      return ok({ id });
    },
    'automation.job': ({ id }) => {
      const known = jobs.get(id);
      if (known === undefined) return fail('request.invalid', { field: 'id' });
      const next = known.job.state === 'running' ? known.rest.shift() : undefined;
      if (next !== undefined) {
        const results = [...known.job.results, one(next)];
        const state = known.rest.length === 0 ? 'finished' : 'running';
        known.job = { ...known.job, results, done: results.length, state };
      }
      return ok(known.job);
    },
    'automation.setupScript': ({ repo, write = false }) =>
      ok({
        file: `${repo}/conductor.json`,
        exists: false,
        state: write ? 'written' : 'ready',
        before: null,
        after: `${JSON.stringify({ scripts: { setup: SETUP_LINE } }, null, 2)}\n`,
        script: SETUP_LINE,
        note: 'Commit the file.',
      }),
    'automation.cancel': ({ id }) => {
      const known = jobs.get(id);
      if (known === undefined) return fail('request.invalid', { field: 'id' });
      if (known.job.state === 'running') known.job = { ...known.job, state: 'cancelled' };
      return ok(null);
    },
  };
}

function importHandlers({ get, set }: FakeState): Pick<FakeHandlers, 'presets.importEnvironment'> {
  return {
    'presets.importEnvironment': ({ text, save, account, name }) => {
      const read = importEnv(text, name);
      if (!read.ok) return read;
      const checked = checkPreset(read.value.preset);
      if (save && !checked.ok) return checked;
      const { key, preset, gatewayUrl } = read.value;
      if (save) set({ presets: [...get().presets, preset] });
      return ok({
        gatewayUrl,
        key: key?.masked ?? null,
        preset,
        refused: checked.ok ? null : checked.failure.message,
        metadata: { ...read.value.metadata },
        findings: [...read.value.findings],
        ignored: [...read.value.ignored],
        saved: save
          ? { account: account ?? get().defaultAccount ?? 'work', preset: preset.id }
          : null,
      });
    },
  };
}

function ruleHandlers({
  get,
  set,
}: FakeState): Pick<FakeHandlers, `rules.${RuleRequest}` | 'automation.dismiss'> {
  const known = (id: string) => get().rules.some((one) => one.id === id);
  return {
    'rules.list': () => ok({ rules: get().rules }),
    'rules.save': (draft) => {
      const checked = checkRule(draft);
      if (!checked.ok) return checked;
      const { rules } = get();
      const id = draft.id ?? `r${rules.length + 1}`;
      const rule: Rule = { ...checked.value, id, since: '2026-08-14T10:00:00.000Z' };
      const isKnown = known(id);
      set({
        rules: isKnown ? rules.map((one) => (one.id === id ? rule : one)) : [...rules, rule],
      });
      return ok(rule);
    },
    'rules.remove': ({ id }) => {
      if (!known(id)) return fail('request.invalid', { field: 'id' });
      set({ rules: get().rules.filter((one) => one.id !== id) });
      return ok(null);
    },
    'rules.reorder': ({ ids }) => {
      const rank = (one: Rule) => (ids.includes(one.id) ? ids.indexOf(one.id) : ids.length);
      set({ rules: get().rules.toSorted((a, b) => rank(a) - rank(b)) });
      return ok(null);
    },
    'rules.test': ({ repo = null, path = null }) => {
      const tried = { repo: repo === '' ? null : repo, path: path === '' ? null : path };
      const isTried = tried.repo !== null || tried.path !== null;
      const matches = get()
        .worktrees.filter(canBeProvisioned)
        .flatMap((tree) => {
          const rule = ruleFor(get().rules, tree)?.id ?? null;
          const isMeant = isTried ? ruleMatches(tried, tree) : rule !== null;
          const { path: worktree, name, repo: of } = tree;
          return isMeant ? [{ worktree, name, repo: of, rule: isTried ? null : rule }] : [];
        });
      return ok({ matches });
    },
    'automation.dismiss': ({ ids }) => {
      const isKept = (one: { id: string }) => ids?.includes(one.id) === false;
      const { provisioned, drifts } = get();
      set({ provisioned: provisioned.filter(isKept), drifts: drifts.filter(isKept) });
      return ok(null);
    },
  };
}

/** Requests that take work off the person’s hands, answered from memory. */
export function automationHandlers(
  options: FakeState & { apply: FakeHandlers['assignments.apply'] },
): Pick<FakeHandlers, AutomationName> {
  return { ...importHandlers(options), ...jobHandlers(options.apply), ...ruleHandlers(options) };
}
