import type { AppHost, Handlers, SnapshotSource } from '../../../electron/ipc/handlers.ts';
import { REQUEST_NAMES } from '../../../shared/contract/channels.ts';
import type { AppSnapshot } from '../../../shared/domain/app-snapshot.ts';
import { DEFAULT_CHOICES } from '../../../shared/domain/default-settings.ts';
import { fail, ok } from '../../../shared/domain/failure.ts';

/** A snapshot of an app that was just installed. */
export function snapshotOf(rev: number): AppSnapshot {
  return {
    rev,
    mode: 'live',
    version: '0.0.0',
    platform: 'linux',
    secrets: { available: true, reason: null },
    accounts: [],
    defaultAccount: null,
    presets: [],
    roots: [],
    worktrees: [],
    scan: { running: false, at: null, problems: [] },
    spend: [],
    budgets: [],
    profiles: [],
    alerts: [],
    settings: DEFAULT_CHOICES,
    paused: false,
    desktop: null,
    link: null,
    rules: [],
    provisioned: [],
    drifts: [],
    undo: null,
  };
}

export interface FakeApp extends AppHost {
  readonly lines: string[];
  /** Links that were opened. */
  readonly links: string[];
  push(snapshot: AppSnapshot): void;
  listeners(): number;
}

/** An app without services: every request fails as cancelled but those that the test gives. */
export function createFakeApp(given: Partial<Handlers> = {}): FakeApp {
  const lines: string[] = [];
  const links: string[] = [];
  const listeners = new Set<(snapshot: AppSnapshot) => void>();
  let current = snapshotOf(1);
  const snapshots: SnapshotSource = {
    get: () => current,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const refusing = Object.fromEntries(
    REQUEST_NAMES.map((name) => [name, () => Promise.resolve(fail('cancelled'))]),
  ) as unknown as Handlers;
  return {
    handlers: {
      ...refusing,
      'snapshot.get': () => Promise.resolve(ok(current)),
      ...given,
    },
    snapshots,
    log: (line) => lines.push(line),
    openLink: (link) => links.push(link),
    links,
    dispose: () => Promise.resolve(),
    lines,
    listeners: () => listeners.size,
    push(snapshot) {
      current = snapshot;
      for (const listener of listeners) listener(snapshot);
    },
  };
}
