import path from 'node:path';

/** Where Switchyard keeps its own files. */
export interface Places {
  readonly home: string;
  readonly accounts: string;
  readonly presets: string;
  readonly settings: string;
  /** Rules for new workspaces. */
  readonly rules: string;
  readonly state: string;
  /** Budgets of one's own. */
  readonly budgets: string;
  /** Which crossings were told. */
  readonly alerts: string;
  /** What the accounts' keys may do. */
  readonly profiles: string;
  /** Portkey's price list as last fetched. */
  readonly prices: string;
  /** What was spent; can be made anew. */
  readonly spend: string;
  /** What was read of Claude Code's transcripts; can be made anew. */
  readonly transcripts: string;
  /** What the status line shows. */
  readonly glance: string;
  readonly log: string;
  /**
   * Put before an account's name in the keychain. Empty for the ordinary home; another home (SWITCHYARD_HOME) has keys of
   * its own under the same account names.
   */
  readonly keychainPrefix: string;
}

function ordinaryHome(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  personHome: string,
): string {
  if (platform === 'darwin')
    return path.join(personHome, 'Library', 'Application Support', 'Switchyard');
  if (platform === 'win32') {
    return path.join(env['APPDATA'] ?? path.join(personHome, 'AppData', 'Roaming'), 'Switchyard');
  }
  const data = env['XDG_DATA_HOME'];
  // The XDG specification says to ignore relative paths.
  return path.join(
    data !== undefined && path.isAbsolute(data) ? data : path.join(personHome, '.local', 'share'),
    'switchyard',
  );
}

/** Loads Node's cryptography when it is asked: that takes a fifth of the time in which a listing is done. */
function digestOf(home: string): string {
  const { hash } = process.getBuiltinModule('node:crypto');
  return hash('sha256', home).slice(0, 8);
}

/** Places for a platform; `home` (or SWITCHYARD_HOME) overrides the ordinary one. */
export function placesFor(options: {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly personHome: string;
  readonly home?: string | undefined;
}): Places {
  const ordinary = ordinaryHome(options.platform, options.env, options.personHome);
  const chosen = options.home ?? options.env['SWITCHYARD_HOME'];
  const home = chosen === undefined || chosen === '' ? ordinary : path.resolve(chosen);
  return {
    home,
    accounts: path.join(home, 'accounts.json'),
    presets: path.join(home, 'presets.json'),
    settings: path.join(home, 'settings.json'),
    rules: path.join(home, 'rules.json'),
    state: path.join(home, 'state.db'),
    budgets: path.join(home, 'budgets.json'),
    alerts: path.join(home, 'alerts.json'),
    profiles: path.join(home, 'profiles.json'),
    prices: path.join(home, 'prices.json'),
    spend: path.join(home, 'spend.db'),
    transcripts: path.join(home, 'transcripts.db'),
    glance: path.join(home, 'glance.json'),
    log: path.join(home, 'switchyard.log'),
    get keychainPrefix() {
      return home === ordinary ? '' : `${digestOf(home)}/`;
    },
  };
}
