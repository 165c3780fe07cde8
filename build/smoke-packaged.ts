import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

import { packagingConfig, releaseKind } from './electron-builder.ts';
import { readMeasureLine } from './packaging/measure-line.ts';

/** How long the app may take to start, to show the popover and to quit, milliseconds. */
const LIMIT_MS = 30_000;
/** Characters that say in the fuse wire that a fuse is off or on. Source: Electron's “Fuses”. */
const WIRE = { off: 48, on: 49 } as const;

const root = path.join(import.meta.dirname, '..');
const problems: string[] = [];

if (process.platform === 'darwin') await check();
else problems.push('The packaged app can be started on a Mac only.');
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;

function expect(holds: boolean, problem: string): void {
  if (!holds) problems.push(problem);
}

/** Looks at the app that `npm run dist` made, and starts it once. */
async function check(): Promise<void> {
  const release = path.join(root, 'release');
  const folder = existsSync(release)
    ? readdirSync(release).find((name) => name.startsWith('mac'))
    : undefined;
  const app = path.join(release, folder ?? '', 'Switchyard.app');
  if (!existsSync(app)) {
    problems.push('There is no packaged app. Run npm run dist first.');
    return;
  }
  const contents = path.join(app, 'Contents');
  const info = execFileSync(
    'plutil',
    ['-convert', 'json', '-o', '-', path.join(contents, 'Info.plist')],
    { encoding: 'utf8' },
  );
  const plist = JSON.parse(info) as Record<string, unknown>;
  expect(plist['LSUIElement'] === true, 'Info.plist does not say LSUIElement.');
  expect(plist['LSMinimumSystemVersion'] === '13.0', 'Info.plist names another macOS than 13.0.');
  expect('ElectronAsarIntegrity' in plist, 'Info.plist holds no hash of the archive.');

  const kind = releaseKind(process.env);
  const wanted = packagingConfig({ kind, staged: '', output: '' }).electronFuses;
  const wire: Readonly<Partial<Record<number, number>>> = await getCurrentFuseWire(app);
  const fuses = [
    ['RunAsNode', wanted?.runAsNode],
    ['EnableNodeOptionsEnvironmentVariable', wanted?.enableNodeOptionsEnvironmentVariable],
    ['EnableNodeCliInspectArguments', wanted?.enableNodeCliInspectArguments],
    ['EnableEmbeddedAsarIntegrityValidation', wanted?.enableEmbeddedAsarIntegrityValidation],
    ['OnlyLoadAppFromAsar', wanted?.onlyLoadAppFromAsar],
    ['GrantFileProtocolExtraPrivileges', wanted?.grantFileProtocolExtraPrivileges],
  ] as const;
  for (const [name, on] of fuses) {
    expect(
      wire[FuseV1Options[name]] === (on === true ? WIRE.on : WIRE.off),
      `The fuse ${name} is not as it should be.`,
    );
  }
  const verified = spawnSync('codesign', ['--verify', '--deep', '--strict', app], {
    encoding: 'utf8',
  });
  expect(verified.status === 0, `The signature does not hold: ${verified.stderr}`);
  const files = listPackage(path.join(contents, 'Resources/app.asar'), { isPack: false });
  expect(files.includes('/dist/main.js'), 'The archive has no dist/main.js.');
  const cli = spawnSync(path.join(contents, 'Resources/bin/switchyard'), ['--version'], {
    encoding: 'utf8',
  });
  expect(cli.status === 0, `The command line does not start: ${cli.stderr}`);
  start(path.join(contents, 'MacOS/Switchyard'));
}

function start(program: string): void {
  const home = mkdtempSync(path.join(tmpdir(), 'switchyard-smoke-'));
  try {
    const run = spawnSync(program, ['--measure'], {
      encoding: 'utf8',
      timeout: LIMIT_MS,
      env: { ...process.env, SWITCHYARD_HOME: home },
    });
    const measured = readMeasureLine(run.stdout);
    expect(run.status === 0, `The app ended with ${run.status ?? run.signal}: ${run.stderr}`);
    expect(measured !== null, `The app printed no times: ${run.stdout}`);
    if (measured !== null) console.log(JSON.stringify(measured));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
