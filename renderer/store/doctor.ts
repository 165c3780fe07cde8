import { createStore, type StoreApi } from 'zustand/vanilla';

import type { Bridge, RequestOutput } from '../../shared/contract/index.ts';
import { type FixRequest, fixRequest } from '../../shared/domain/doctor/fix-request.ts';
import type { Finding } from '../../shared/domain/doctor/finding.ts';
import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import type { Failure, Result } from '../../shared/domain/failure.ts';
import type { Acts } from './acts.ts';
import type { MirrorState } from './mirror.ts';

export type Report = RequestOutput<'doctor.examine'>[number];

/** Several workspaces are being mended, one after the other. */
export interface Bulk {
  readonly code: Finding['code'];
  readonly done: number;
  readonly total: number;
  /** Names of workspaces, each with the reason. */
  readonly failed: readonly { readonly name: string; readonly reason: string }[];
  readonly state: 'running' | 'cancelled' | 'finished';
}

export interface DoctorState {
  /** Null before the first examination. */
  readonly reports: readonly Report[] | null;
  readonly running: boolean;
  readonly failure: Failure | null;
  readonly bulk: Bulk | null;
  /** How many findings of severity error a workspace has, by path; those without are left out. */
  readonly errors: Readonly<Record<string, number>>;
}

/** The doctor of this view: what was found, and mending several workspaces at once. */
export interface Doctor {
  readonly store: StoreApi<DoctorState>;
  /** @param ask whether Portkey is asked anew */
  examine(ask: boolean): Promise<void>;
  mend(wanted: FixRequest): Promise<Result<unknown>>;
  mendAll(code: Finding['code']): Promise<void>;
  cancel(): void;
}

/** How long nothing may change before the workspaces are examined again, milliseconds. */
const REST_MS = 1000;

/** What changes when a workspace should be looked at again. Spend and the like change nothing. */
function signature(snapshot: AppSnapshot | null): string {
  return JSON.stringify(
    snapshot?.worktrees.map(({ path, assignment, drifted, shadowedBy }) => [
      path,
      assignment?.appliedAt,
      assignment?.trace,
      drifted,
      shadowedBy.length,
    ]),
  );
}

function errorsOf(reports: readonly Report[]): Record<string, number> {
  return Object.fromEntries(
    reports.flatMap(({ worktree, findings }) => {
      const number = findings.filter(({ severity }) => severity === 'error').length;
      return number === 0 ? [] : [[worktree, number]];
    }),
  );
}

export function createDoctor(options: {
  readonly bridge: Bridge;
  readonly mirror: StoreApi<MirrorState>;
  readonly acts: Acts;
}): Doctor {
  const { bridge, mirror, acts } = options;
  const store = createStore<DoctorState>(() => ({
    reports: null,
    running: false,
    failure: null,
    bulk: null,
    errors: {},
  }));
  let turn = 0;

  const examine = async (ask: boolean): Promise<void> => {
    turn += 1;
    const mine = turn;
    store.setState({ running: true });
    const answer = await bridge.request('doctor.examine', { ask });
    // A later examination knows better.
    if (mine !== turn) return;
    store.setState(
      answer.ok
        ? {
            reports: answer.value,
            errors: errorsOf(answer.value),
            running: false,
            failure: null,
          }
        : { running: false, failure: answer.failure },
    );
  };

  let seen = signature(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  mirror.subscribe(({ snapshot }) => {
    const now = signature(snapshot);
    if (snapshot === null || now === seen) return;
    seen = now;
    clearTimeout(timer);
    timer = setTimeout(() => void examine(false), REST_MS);
  });

  const mend = (wanted: FixRequest): Promise<Result<unknown>> => {
    switch (wanted.name) {
      case 'assignments.apply':
        return acts.apply(wanted.input);
      case 'assignments.setTrace':
        return acts.setTrace(wanted.input.worktree, null);
      case 'settings.repair':
        return acts.repair(wanted.input.worktree);
    }
  };

  return {
    store,
    examine,
    mend,
    mendAll: async (code) => {
      const trees = mirror.getState().snapshot?.worktrees ?? [];
      const wanted = (store.getState().reports ?? []).flatMap(({ worktree, name, findings }) => {
        const finding = findings.find((one) => one.code === code);
        const assignment = trees.find(({ path }) => path === worktree)?.assignment ?? null;
        const request = finding === undefined ? null : fixRequest(finding, worktree, assignment);
        return request === null ? [] : [{ name, request }];
      });
      const failed: { name: string; reason: string }[] = [];
      const show = (done: number, state: Bulk['state']) =>
        store.setState({ bulk: { code, done, total: wanted.length, failed: [...failed], state } });
      const state = (): Bulk['state'] => store.getState().bulk?.state ?? 'cancelled';
      show(0, 'running');
      for (const [index, { name, request }] of wanted.entries()) {
        const answer = await mend(request);
        if (!answer.ok) failed.push({ name, reason: answer.failure.message });
        // Cancelling lets the one that is under way finish.
        const now = state();
        show(index + 1, now === 'running' && index + 1 === wanted.length ? 'finished' : now);
        if (now !== 'running') return;
      }
    },
    cancel: () =>
      store.setState(({ bulk }) => ({
        bulk: bulk === null ? null : { ...bulk, state: 'cancelled' },
      })),
  };
}
