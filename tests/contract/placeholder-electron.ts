import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What Electron's binary has in front of its fuses. Source: @electron/fuses, `SENTINEL`. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
/** Nine fuses, set as Electron 45 ships them: `1` on, `0` off. */
const SHIPPED_FUSES = '101100011';
const FRAMEWORK = 'Contents/Frameworks/Electron Framework.framework';
const HELPERS = ['', ' (GPU)', ' (Plugin)', ' (Renderer)'];

const plist = (executable: string, more = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>CFBundleExecutable</key><string>${executable}</string>
<key>CFBundlePackageType</key><string>APPL</string>${more}
</dict></plist>
`;

function writeProgram(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
}

function writeBundle(folder: string, executable: string): void {
  writeProgram(path.join(folder, 'Contents/MacOS', executable));
  writeFileSync(path.join(folder, 'Contents/Info.plist'), plist(executable));
}

function writeLanguage(resources: string, language: string): void {
  const folder = path.join(resources, `${language}.lproj`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'locale.pak'), language);
}

/**
 * Lays out what electron-builder unpacks for a Mac, with the names and places of Electron 45's own download, the languages
 * and the fuses, but no program in it.
 */
export function writePlaceholderElectron(folder: string): void {
  const app = path.join(folder, 'Electron.app');
  writeBundle(app, 'Electron');
  for (const kind of HELPERS) {
    const name = `Electron Helper${kind}`;
    writeBundle(path.join(app, `Contents/Frameworks/${name}.app`), name);
  }
  const framework = path.join(app, FRAMEWORK);
  for (const resources of ['Contents/Resources', path.join(FRAMEWORK, 'Versions/A/Resources')])
    for (const language of ['en', 'de', 'fr']) writeLanguage(path.join(app, resources), language);
  writeFileSync(path.join(app, 'Contents/Resources/electron.icns'), 'icns');
  writeFileSync(
    path.join(framework, 'Versions/A/Electron Framework'),
    Buffer.concat([
      Buffer.from(`code${SENTINEL}`),
      Buffer.from([1, SHIPPED_FUSES.length]),
      Buffer.from(`${SHIPPED_FUSES}code`),
    ]),
  );
  symlinkSync('A', path.join(framework, 'Versions/Current'));
  for (const name of ['Electron Framework', 'Resources'])
    symlinkSync(`Versions/Current/${name}`, path.join(framework, name));
}
