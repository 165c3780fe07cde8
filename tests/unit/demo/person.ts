import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { Timers } from '../../../electron/demo/live.ts';

/** Everything below a folder: for files what is in them, and when it was written. */
export function treeOf(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const { mode, mtimeMs } = fs.lstatSync(file);
      const content = entry.isFile()
        ? createHash('sha256').update(fs.readFileSync(file)).digest('hex')
        : '';
      return [path.relative(folder, file), mode, mtimeMs, content].join(' ');
    })
    .sort();
}

export interface Person {
  readonly home: string;
  /** The system's temporary folder, as this process sees it now. */
  readonly temporary: string;
  /** Puts the environment back and takes all folders away. */
  dispose(): void;
}

/** A person whose every setting leads somewhere: to another gateway, another home of ours, hooks that leave a trace. */
export function makePerson(): Person {
  const before = { ...process.env };
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-unit-')));
  const home = path.join(root, 'person');
  const temporary = path.join(root, 'tmp');
  fs.mkdirSync(temporary);
  const put = (file: string, text: string, mode = 0o644): void => {
    const target = path.join(home, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text, { mode });
  };
  const env = {
    ANTHROPIC_BASE_URL: 'https://elsewhere.example',
    ANTHROPIC_CUSTOM_HEADERS: 'x-a: b',
  };
  put('.claude/settings.json', JSON.stringify({ env }));
  put('claude/settings.json', JSON.stringify({ env }));
  put('conductor/workspaces/web/real/.git', 'gitdir: /nowhere');
  put('.local/share/switchyard/accounts.json', '{ "version": 1, "accounts": [] }');
  put('hooks/post-commit', `#!/bin/sh\ntouch '${home}/hooked'\n`, 0o755);
  put('hooks/post-checkout', `#!/bin/sh\ntouch '${home}/hooked'\n`, 0o755);
  put('.gitconfig', `[core]\n\thooksPath = ${home}/hooks\n[commit]\n\tgpgSign = true\n`);
  Object.assign(process.env, {
    HOME: home,
    TMPDIR: temporary,
    CLAUDE_CONFIG_DIR: path.join(home, 'claude'),
    SWITCHYARD_HOME: path.join(home, 'switchyard'),
    XDG_DATA_HOME: path.join(home, 'data'),
    XDG_CONFIG_HOME: path.join(home, 'config'),
    GIT_CONFIG_GLOBAL: path.join(home, '.gitconfig'),
    GIT_DIR: path.join(home, 'git-dir'),
    GIT_TEMPLATE_DIR: path.join(home, 'hooks'),
  });
  return {
    home,
    temporary,
    dispose: () => {
      for (const name of Object.keys(process.env)) {
        if (!Object.hasOwn(before, name)) delete process.env[name];
      }
      Object.assign(process.env, before);
      fs.rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Calls that wait until they are let go. */
export function heldTimers() {
  const waiting = new Set<() => void>();
  const timers: Timers = {
    after: (_, run) => {
      waiting.add(run);
      return () => waiting.delete(run);
    },
  };
  const letGo = (): void => {
    const runs = [...waiting];
    waiting.clear();
    // Whoever is called may wait again at once.
    for (const run of runs) run();
  };
  return { timers, waiting, letGo };
}
