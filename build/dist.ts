import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { type MacArch, packagingConfig, releaseKind } from './electron-builder.ts';
import { writeIcons } from './icons/draw.ts';
import { stage } from './packaging/stage.ts';

const root = path.join(import.meta.dirname, '..');
process.chdir(root);

try {
  process.exitCode = await dist(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

/** Makes the app for this Mac's processor. @returns the exit code */
async function dist(args: readonly string[]): Promise<number> {
  if (process.platform !== 'darwin') {
    console.error(
      'The app can be packaged on a Mac only: its parts are built and signed there. Everything else works here.',
    );
    return 1;
  }
  const own: MacArch = process.arch === 'arm64' ? 'arm64' : 'x64';
  const arch = args.includes('--x64') ? 'x64' : args.includes('--arm64') ? 'arm64' : own;
  if (arch !== own) {
    console.error(`This Mac is ${own}: keytar is built for it alone. Run this on an ${arch} Mac.`);
    return 1;
  }
  const kind = releaseKind(process.env);
  const built = spawnSync(process.execPath, ['build/build.ts'], { stdio: 'inherit' });
  if (built.status !== 0) return built.status ?? 1;
  const staged = path.join(root, 'out');
  const { repository, signed } = kind;
  stage({
    root,
    out: staged,
    target: `darwin-${arch}`,
    release: repository === null ? null : { releases: repository, signed },
  });
  writeIcons(path.join(staged, 'icons'));
  const { Arch, build, Platform } = await import('electron-builder');
  const files = await build({
    projectDir: root,
    targets: Platform.MAC.createTarget(null, arch === 'arm64' ? Arch.arm64 : Arch.x64),
    config: packagingConfig({ kind, arch, staged, output: path.join(root, 'release') }),
    publish: 'never',
  });
  for (const file of files) console.log(path.relative(root, file));
  return 0;
}
