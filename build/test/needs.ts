/** What a look at the machine has found. */
export interface Probes {
  readonly platform: NodeJS.Platform;
  readonly root: boolean;
  readonly aptGet: boolean;
  readonly chromium: boolean;
  /** keytar's native module can be loaded. */
  readonly keytar: boolean;
  /** pkg-config, and libsecret's headers through it: what keytar is built with on Linux. */
  readonly pkgConfig: boolean;
  readonly libsecretHeaders: boolean;
  readonly compiler: boolean;
  readonly secretTool: boolean;
  readonly keyringDaemon: boolean;
  readonly dbusSession: boolean;
}

/** The parts of the test run that need something of the machine. */
export type Need = 'chromium' | 'keychain';

/** What is missing on a Linux machine: the thing in plain words, and Debian's packages that bring it. */
export interface Missing {
  readonly thing: string;
  readonly packages: readonly string[];
}

/** Every Debian package that a full test run can ask for. `.ci/run` installs the same ones before `npm ci`. */
export const DEBIAN_PACKAGES: readonly string[] = [
  'build-essential',
  'chromium',
  'dbus',
  'gnome-keyring',
  'libsecret-1-dev',
  'libsecret-tools',
  'pkg-config',
  'python3',
];

/** Decides what a Linux machine lacks for the given needs. Nothing that works is asked for again. */
export function missingPackages(probes: Probes, needs: ReadonlySet<Need>): Missing[] {
  if (probes.platform !== 'linux') return [];
  const missing: Missing[] = [];
  const want = (present: boolean, thing: string, ...packages: string[]): void => {
    if (!present) missing.push({ thing, packages });
  };
  if (needs.has('chromium')) want(probes.chromium, 'a Chromium browser', 'chromium');
  if (needs.has('keychain')) {
    // Headers and compiler only serve to build keytar: a keytar that loads needs neither.
    want(probes.keytar || probes.pkgConfig, 'pkg-config (to build keytar)', 'pkg-config');
    want(
      probes.keytar || probes.libsecretHeaders,
      'libsecret’s headers (to build keytar)',
      'libsecret-1-dev',
    );
    want(
      probes.keytar || probes.compiler,
      'a C++ compiler, make and python3 (to build keytar)',
      'build-essential',
      'python3',
    );
    want(probes.secretTool, 'secret-tool', 'libsecret-tools');
    want(probes.keyringDaemon, 'gnome-keyring-daemon', 'gnome-keyring');
    want(probes.dbusSession, 'dbus-run-session', 'dbus');
  }
  return missing;
}

export type Remedy =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'install'; readonly packages: readonly string[]; readonly text: string }
  | { readonly kind: 'tell'; readonly text: string };

/** Decides what to do about it: install as root where there is apt-get, else say the exact line and stop. */
export function remedy(probes: Probes, missing: readonly Missing[]): Remedy {
  if (missing.length === 0) return { kind: 'nothing' };
  const things = missing.map(({ thing }) => thing).join(', ');
  const packages = [...new Set(missing.flatMap((each) => each.packages))].sort();
  const line = `apt-get install -y --no-install-recommends ${packages.join(' ')}`;
  if (!probes.aptGet) {
    return {
      kind: 'tell',
      text: `This machine lacks ${things}. Install them with its own package manager (Debian calls the packages ${packages.join(', ')}), then run npm test again.`,
    };
  }
  if (!probes.root) {
    return {
      kind: 'tell',
      text: `This machine lacks ${things}. Run this line, then npm test again:\n\n  sudo ${line}\n`,
    };
  }
  return { kind: 'install', packages, text: `Missing: ${things}. Installing: ${line}` };
}
