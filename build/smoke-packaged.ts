import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { listPackage } from '@electron/asar';
import { getCurrentFuseWire } from '@electron/fuses';

import { packagingConfig, releaseKind } from './electron-builder.ts';
import { readMeasureLine } from './packaging/measure-line.ts';
import { findPackageFaults, fuseWire } from './packaging/package-faults.ts';

/** How long the app may take to start, to show the popover and to quit, milliseconds. */
const LIMIT_MS = 30_000;

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
  // electron-builder's names: the one without a processor is Intel's.
  const folder = process.arch === 'arm64' ? 'mac-arm64' : 'mac';
  const app = path.join(root, 'release', folder, 'Switchyard.app');
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
  const places = { kind: releaseKind(process.env), arch: 'arm64', staged: '', output: '' } as const;
  const faults = findPackageFaults(
    {
      plist: JSON.parse(info) as Record<string, unknown>,
      wire: fuseWire(await getCurrentFuseWire(app)),
      files: listPackage(path.join(contents, 'Resources/app.asar'), { isPack: false }),
    },
    packagingConfig(places).electronFuses ?? {},
  );
  problems.push(...faults);
  const verified = spawnSync('codesign', ['--verify', '--deep', '--strict', app], {
    encoding: 'utf8',
  });
  expect(verified.status === 0, `The signature does not hold: ${verified.stderr}`);
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
