import type { AppSnapshot, WorktreeView } from '../../shared/domain/app-snapshot.ts';
import { formatMoney } from '../../shared/domain/money.ts';
import { gaugeSpend, todayOf } from './gauge-model.ts';

/** What a menu item asks for. */
export type MenuCommand =
  | { readonly kind: 'open' | 'window' | 'settings' | 'refresh' | 'restart-to-update' | 'quit' }
  | { readonly kind: 'pause'; readonly paused: boolean }
  | { readonly kind: 'copy-trace'; readonly worktree: string; readonly trace: string }
  | { readonly kind: 'switch'; readonly worktree: string; readonly preset: string }
  | { readonly kind: 'open-update'; readonly url: string };

export interface MenuAct {
  readonly label: string;
  readonly command: MenuCommand;
  /** Given for one of several of which one is in force. */
  readonly checked?: boolean;
  /** As Electron writes it; shown beside the label. */
  readonly accelerator?: string;
}

export type MenuItem =
  | { readonly separator: true }
  | MenuAct
  | { readonly label: string; readonly items: readonly MenuItem[] }
  /** A line to read. */
  | { readonly label: string; readonly note: true };

/** Workspaces in the menu: those that were switched last. */
const QUICK = 3;
/** A menu is as wide as its longest line. */
const LABEL_LIMIT = 44;

/** The menu behind a right click. Quit stands here because an app without a Dock icon has no other menu to quit from. */
export function trayMenu(snapshot: AppSnapshot, now: Date): readonly MenuItem[] {
  const { paused } = snapshot;
  const separator = { separator: true } as const;
  const quick = latestAssigned(snapshot).map((worktree) => switchItem(worktree, snapshot));
  return [
    { label: 'Open Switchyard', command: { kind: 'open' } },
    { label: spendLine(snapshot, now), note: true },
    separator,
    ...(quick.length === 0 ? [] : [...quick, separator]),
    { label: 'Refresh', command: { kind: 'refresh' } },
    {
      label: paused ? 'Resume Reading Spend' : 'Pause Reading Spend',
      command: { kind: 'pause', paused: !paused },
    },
    separator,
    ...updateItems(snapshot),
    { label: 'Open in a Window', command: { kind: 'window' } },
    { label: 'Settings…', command: { kind: 'settings' }, accelerator: 'Command+,' },
    separator,
    { label: 'Quit Switchyard', command: { kind: 'quit' }, accelerator: 'Command+Q' },
  ];
}

function spendLine(snapshot: AppSnapshot, now: Date): string {
  if (!snapshot.accounts.some((one) => one.key !== null)) return 'No Portkey key yet';
  const spend = gaugeSpend(snapshot);
  const today = todayOf(spend, now.getTime());
  const amount = `${formatMoney(today?.cents ?? null)} today`;
  const estimate = today?.source === 'estimate' ? ', an estimate' : '';
  if (snapshot.paused) return `${amount}${estimate}, paused`;
  const problem = spend?.problem ?? null;
  if (problem === null) return today === null ? 'Reading today’s spend…' : `${amount}${estimate}`;
  return shorten(`${amount}${estimate}: ${problem.message}`);
}

/** The workspaces that were put on a preset last, latest first. */
function latestAssigned({ worktrees }: AppSnapshot): readonly WorktreeView[] {
  const at = ({ assignment }: WorktreeView): string => assignment?.appliedAt ?? '';
  return worktrees
    .filter((one) => one.assignment !== null)
    .toSorted((a, b) => at(b).localeCompare(at(a)))
    .slice(0, QUICK);
}

function switchItem(worktree: WorktreeView, { presets }: AppSnapshot): MenuItem {
  const { assignment, path } = worktree;
  const trace = assignment?.trace ?? '';
  return {
    label: shorten(`${worktree.repo}/${worktree.name}`),
    items: [
      ...presets.map(({ id, name }) => ({
        label: shorten(name),
        command: { kind: 'switch', worktree: path, preset: id } as const,
        checked: id === assignment?.presetId,
      })),
      { separator: true },
      { label: 'Copy Trace ID', command: { kind: 'copy-trace', worktree: path, trace } },
    ],
  };
}

function updateItems({ desktop }: AppSnapshot): readonly MenuItem[] {
  const update = desktop?.update;
  if (update?.state === 'ready') {
    return [
      { label: `Restart to Update to ${update.version}`, command: { kind: 'restart-to-update' } },
    ];
  }
  if (update?.state === 'available') {
    const { version, url } = update;
    return [{ label: `Version ${version} Is Out…`, command: { kind: 'open-update', url } }];
  }
  return [];
}

/** Cut in the middle: names of branches differ at their ends. */
function shorten(text: string): string {
  if (text.length <= LABEL_LIMIT) return text;
  const letters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  if (letters.length <= LABEL_LIMIT) return text;
  const half = Math.floor((LABEL_LIMIT - 1) / 2);
  return `${letters.slice(0, half).join('')}…${letters.slice(-half).join('')}`;
}

/**
 * Whether a command still means what it said when the menu was built: what it names may have gone since.
 * @returns a sentence for the person when it does not
 */
export function resolveCommand(
  command: MenuCommand,
  snapshot: AppSnapshot,
): { readonly ok: true } | { readonly ok: false; readonly message: string } {
  if (command.kind !== 'switch' && command.kind !== 'copy-trace') return { ok: true };
  const worktree = snapshot.worktrees.find((one) => one.path === command.worktree);
  if (worktree === undefined) {
    return { ok: false, message: 'This workspace is not there any more, so nothing was done.' };
  }
  if (command.kind === 'copy-trace') {
    return worktree.assignment?.trace === command.trace
      ? { ok: true }
      : {
          ok: false,
          message: 'This workspace has another trace ID by now, so nothing was copied.',
        };
  }
  return snapshot.presets.some((one) => one.id === command.preset)
    ? { ok: true }
    : { ok: false, message: 'This preset is not there any more, so nothing was written.' };
}
