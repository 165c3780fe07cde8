import { spawn } from 'node:child_process';

/**
 * Which program shows a link, or null where there is no browser to show it in. Under SSH it would open on another screen
 * than the person's, if at all.
 */
export function browserCommand(
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  if (env['SSH_CONNECTION'] !== undefined || env['SSH_TTY'] !== undefined) return null;
  if (platform === 'darwin') return 'open';
  const hasScreen = Boolean(env['DISPLAY']) || Boolean(env['WAYLAND_DISPLAY']);
  return platform === 'linux' && hasScreen ? 'xdg-open' : null;
}

/**
 * Opens a link in the person's browser, without a shell. Failing is no failure: the link was printed as well. The link
 * can be seen in the process list while the program runs, which is why its token works once.
 */
export function openBrowser(
  link: string,
  options: {
    readonly platform: string;
    readonly env: Readonly<Record<string, string | undefined>>;
  },
): void {
  const command = browserCommand(options.platform, options.env);
  if (command === null) return;
  const child = spawn(command, [link], { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
