import type { AppSettings } from '../../../shared/domain/app-settings.ts';
import { checkShortcut } from '../../../shared/domain/shortcut.ts';
import type { MenuBarSettings } from '../../../shared/domain/menu-bar.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { Document } from '../state/document.ts';

/** What the person has chosen about alerts, links and the menu bar. */
export type Choices = Pick<AppSettings, 'alerts' | 'portkeyLink' | 'menuBar'>;

/** What changes. Of `menuBar` only what is given. */
export interface ChoiceChanges {
  readonly alerts?: Choices['alerts'] | undefined;
  readonly portkeyLink?: string | undefined;
  readonly menuBar?:
    { readonly [K in keyof MenuBarSettings]?: MenuBarSettings[K] | undefined } | undefined;
}

export interface Preferences {
  read(): Promise<Result<Choices>>;
  /** Changes what is given. @returns `request.invalid` naming the field */
  save(changes: ChoiceChanges): Promise<Result<Choices>>;
}

/** A template must lead to a web page once its places are filled. */
function checkLink(template: string): Result<string> {
  const text = template.trim();
  const filled = text.replaceAll('{trace}', 'trace').replaceAll('{worktree}', 'worktree');
  const url = URL.parse(filled);
  if (url?.protocol === 'https:' && !/[{}]/.test(filled)) return ok(text);
  return fail('request.invalid', {
    field: 'portkeyLink',
    message: `“${text}” is not a web address that “Open in Portkey” could lead to.`,
    hint: 'Begin it with https://, and use {trace} and {worktree} where those belong.',
  });
}

function checkThresholds(thresholds: readonly number[]): Result<number[]> {
  const sorted = [...new Set(thresholds)].toSorted((a, b) => a - b);
  const wrong = sorted.find((one) => !Number.isInteger(one) || one < 1 || one > 1000);
  if (sorted.length > 0 && sorted.length <= 10 && wrong === undefined) return ok(sorted);
  return fail('request.invalid', {
    field: 'alerts.thresholds',
    message:
      wrong === undefined
        ? `${sorted.length} thresholds cannot be used.`
        : `${wrong} % cannot be a threshold.`,
    hint: 'Give one to ten whole percentages from 1 to 1000, for example 80 and 100.',
  });
}

/** Without the keys whose value is undefined, which would otherwise hide what is kept. */
function definedOf<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, one]) => one !== undefined),
  ) as Partial<T>;
}

/** Keeps them in `settings.json`, beside the folders that are searched. */
export function createPreferences({
  document,
}: {
  readonly document: Document<AppSettings>;
}): Preferences {
  const choicesOf = ({ alerts, portkeyLink, menuBar }: AppSettings): Choices => ({
    alerts,
    portkeyLink,
    menuBar,
  });
  return {
    read: async () => {
      const settings = await document.read();
      return settings.ok ? ok(choicesOf(settings.value)) : settings;
    },
    save: ({ alerts, portkeyLink, menuBar }) =>
      document.update((settings) => {
        let next = settings;
        if (alerts !== undefined) {
          const thresholds = checkThresholds(alerts.thresholds);
          if (!thresholds.ok) return thresholds;
          next = { ...next, alerts: { enabled: alerts.enabled, thresholds: thresholds.value } };
        }
        if (portkeyLink !== undefined) {
          const link = checkLink(portkeyLink);
          if (!link.ok) return link;
          next = { ...next, portkeyLink: link.value };
        }
        if (menuBar !== undefined) {
          const shortcut = checkShortcut(menuBar.shortcut ?? null);
          if (!shortcut.ok) return shortcut;
          const changes = definedOf(menuBar);
          const typed = 'shortcut' in changes ? { shortcut: shortcut.value } : {};
          next = { ...next, menuBar: { ...next.menuBar, ...changes, ...typed } };
        }
        return ok({ next, value: choicesOf(next) });
      }),
  };
}
