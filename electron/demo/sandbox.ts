import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The demo's own folder, and everything that is in it. */
export interface Sandbox {
  /** Absolute, without symbolic links. */
  readonly folder: string;
  /** What stands for the person's home. */
  readonly personHome: string;
  /** Switchyard's own folder. */
  readonly home: string;
  /** What the app may know of the environment it was started in. */
  readonly env: NodeJS.ProcessEnv;
  /** Takes the folder away with all that is in it. */
  remove(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Variables that say how programs run and what they speak. Everything else could lead out of the folder. */
const KEPT = /^(PATH|LANG|LANGUAGE|LC_[A-Z]+|TZ|DEVELOPER_DIR|SystemRoot|COMSPEC|PATHEXT)$/i;

/** The environment of the demo: none of the person's own configuration, of git neither. */
export function sandboxEnv(env: NodeJS.ProcessEnv, personHome: string): NodeJS.ProcessEnv {
  return {
    ...Object.fromEntries(Object.entries(env).filter(([name]) => KEPT.test(name))),
    HOME: personHome,
    USERPROFILE: personHome,
    GIT_CONFIG_GLOBAL: os.devNull,
    GIT_CONFIG_NOSYSTEM: '1',
  };
}

/**
 * Makes the folder, readable for this person alone. It is taken away when the process ends or is told to, too; only one that
 * is killed leaves it behind, where the system's own clearing finds it.
 *
 * @param options.folder one that was made already, for this alone
 * @param options.env what the demo was started with
 */
export function createSandbox(options: {
  readonly folder?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}): Sandbox {
  const folder = fs.realpathSync(
    options.folder ?? fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-demo-')),
  );
  const personHome = path.join(folder, 'home');
  const home = path.join(folder, 'switchyard');
  let asked = false;
  // A host that ends by itself gets its time; a second signal, or one that nobody else hears, would end the process without
  // a word to anybody.
  const onSignal = (signal: NodeJS.Signals): void => {
    if (asked || process.listenerCount(signal) === 1) {
      process.exit(128 + os.constants.signals[signal]);
    }
    asked = true;
  };
  const remove = (): void => {
    process.off('exit', remove);
    for (const signal of SIGNALS) process.off(signal, onSignal);
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  process.on('exit', remove);
  // First of all listeners: those that listen once are not counted any more when they have been called.
  for (const signal of SIGNALS) process.prependListener(signal, onSignal);
  for (const one of [personHome, home]) fs.mkdirSync(one, { mode: 0o700 });
  return { folder, personHome, home, env: sandboxEnv(options.env, personHome), remove };
}
