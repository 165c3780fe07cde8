import type { RequestOutput } from '../../../shared/contract/index.ts';
import type { Finding } from '../../../shared/domain/doctor/finding.ts';
import type { ProbePlan, ProbeReport, TraceArrival } from '../../../shared/domain/doctor/probe.ts';
import { ok, type Result } from '../../../shared/domain/failure.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import type { Handlers } from '../handlers.ts';

/** What the doctor can be asked, by whoever put it together. */
export interface DoctorServices {
  readonly find: (path: string) => Promise<Result<Worktree>>;
  readonly all: () => Promise<readonly Worktree[]>;
  readonly examine: (
    worktrees: readonly Worktree[],
    options: { readonly ask: boolean; readonly signal: AbortSignal },
  ) => Promise<readonly { readonly worktree: Worktree; readonly findings: readonly Finding[] }[]>;
  readonly explain: (
    worktree: Worktree,
  ) => Awaited<ReturnType<Handlers['doctor.explain']>> & { readonly ok: true };
  readonly probe: {
    plan(worktree: Worktree, signal: AbortSignal): Promise<Result<ProbePlan>>;
    run(worktree: Worktree, signal: AbortSignal): Promise<Result<ProbeReport>>;
    arrival(worktree: Worktree, trace: string, signal: AbortSignal): Promise<Result<TraceArrival>>;
  };
}

/** Handlers of the `doctor.*` requests. None of them writes. */
export function createDoctorHandlers(
  services: DoctorServices,
): Pick<
  Handlers,
  'doctor.examine' | 'doctor.explain' | 'doctor.planProbe' | 'doctor.probe' | 'doctor.traceArrival'
> {
  const { find, probe } = services;
  return {
    'doctor.examine': async ({ worktree, ask }, { signal }) => {
      const found = worktree === undefined ? null : await find(worktree);
      if (found?.ok === false) return found;
      const worktrees = found === null ? await services.all() : [found.value];
      const examined = await services.examine(worktrees, { ask, signal });
      return ok(
        examined.map(
          ({
            worktree: { path, name, repo },
            findings,
          }): RequestOutput<'doctor.examine'>[number] => ({
            worktree: path,
            name,
            repo,
            findings: [...findings],
          }),
        ),
      );
    },

    'doctor.explain': async ({ worktree }) => {
      const found = await find(worktree);
      return found.ok ? services.explain(found.value) : found;
    },

    'doctor.planProbe': async ({ worktree }, { signal }) => {
      const found = await find(worktree);
      return found.ok ? probe.plan(found.value, signal) : found;
    },

    'doctor.probe': async ({ worktree }, { signal }) => {
      const found = await find(worktree);
      return found.ok ? probe.run(found.value, signal) : found;
    },

    'doctor.traceArrival': async ({ worktree, trace }, { signal }) => {
      const found = await find(worktree);
      if (!found.ok) return found;
      const state = await probe.arrival(found.value, trace, signal);
      return state.ok ? ok({ state: state.value }) : state;
    },
  };
}
