import { createStore, type StoreApi } from 'zustand/vanilla';

import { type Drafts, NO_DRAFTS } from './drafts.ts';
import { FIRST_SPEND_VIEW, type SpendView } from './spend-view.ts';

export const PAGES = [
  'workspaces',
  'spend',
  'presets',
  'accounts',
  'doctor',
  'history',
  'settings',
] as const;
export type Page = (typeof PAGES)[number];
export type Selectable = 'workspaces' | 'presets' | 'accounts' | 'doctor';
export type WizardStep = 1 | 2 | 3;

/** What belongs to this view alone: where the person is, what has the focus, what is typed. */
export interface UiState {
  readonly page: Page;
  /** The thing that is open on a page: a worktree's path, a preset's id or draft key, an account's id. */
  readonly selected: Readonly<Record<Selectable, string | null>>;
  readonly search: string;
  /** Repositories (their common git directory) that are folded. */
  readonly collapsed: readonly string[];
  /** The list row that a Tab leads to. */
  readonly activeRow: string | null;
  /** The worktree whose preset menu is open. */
  readonly picker: string | null;
  /** The worktree whose repair is shown. */
  readonly repair: string | null;
  readonly wizard: {
    readonly open: boolean;
    readonly step: WizardStep;
    readonly decided: boolean;
    /** The preset that the second step saved. */
    readonly preset: string | null;
  };
  readonly spend: SpendView;
  readonly drafts: Drafts;
}

export function pageOf(hash: string): Page | null {
  const name = hash.replace(/^#\/?/, '').split(/[?/&]/)[0];
  return PAGES.find((page) => page === name) ?? null;
}

export function createUi(hash: string): StoreApi<UiState> {
  return createStore<UiState>(() => ({
    page: pageOf(hash) ?? 'workspaces',
    selected: { workspaces: null, presets: null, accounts: null, doctor: null },
    search: '',
    collapsed: [],
    activeRow: null,
    picker: null,
    repair: null,
    wizard: { open: false, step: 1, decided: false, preset: null },
    spend: FIRST_SPEND_VIEW,
    drafts: NO_DRAFTS,
  }));
}

type DraftKind = 'presets' | 'accounts' | 'assignments' | 'budgets';

/** The few moves that more than one place makes. */
export interface UiMoves {
  go(page: Page): void;
  select(page: Selectable, key: string | null): void;
  /** Goes to the page and opens the thing there. */
  open(page: Selectable, key: string): void;
  setDraft<K extends DraftKind>(kind: K, key: string, draft: Drafts[K][string] | null): void;
  /** After saving: forgets the draft that was sent, or hands what was typed meanwhile on to the saved thing. */
  settleDraft<K extends DraftKind>(
    kind: K,
    key: string,
    sent: Drafts[K][string] | undefined,
    savedAs: string,
  ): void;
  /** One step back: a picker, a repair, a detail, a page. @returns false when there was nothing to go back from */
  back(compact: boolean): boolean;
}

export function createMoves(ui: StoreApi<UiState>): UiMoves {
  const go = (page: Page) => ui.setState({ page, picker: null });
  const select = (page: Selectable, key: string | null) =>
    ui.setState((state) => ({ selected: { ...state.selected, [page]: key }, repair: null }));
  const setDraft: UiMoves['setDraft'] = (kind, key, draft) =>
    ui.setState((state) => {
      const kept = Object.entries(state.drafts[kind]).filter(([name]) => name !== key);
      const next = draft === null ? kept : [...kept, [key, draft] as const];
      return { drafts: { ...state.drafts, [kind]: Object.fromEntries(next) } };
    });
  return {
    go,
    select,
    open: (page, key) => {
      select(page, key);
      go(page);
    },
    setDraft,
    settleDraft: (kind, key, sent, savedAs) => {
      const now = ui.getState().drafts[kind][key] as typeof sent;
      setDraft(kind, key, null);
      if (now !== undefined && now !== sent) setDraft(kind, savedAs, now);
    },
    back: (compact) => {
      const state = ui.getState();
      if (state.picker !== null) {
        ui.setState({ picker: null });
      } else if (state.repair !== null) {
        ui.setState({ repair: null });
      } else if (compact && state.page in state.selected && hasSelection(state)) {
        select(state.page as Selectable, null);
      } else if (state.search !== '' && state.page === 'workspaces') {
        ui.setState({ search: '' });
      } else if (state.page !== 'workspaces') {
        go('workspaces');
      } else {
        return false;
      }
      return true;
    },
  };
}

function hasSelection(state: UiState): boolean {
  return state.selected[state.page as Selectable] !== null;
}
