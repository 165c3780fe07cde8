import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

import { circles, ownFolder, roomOf, violations } from './support/architecture-rules.ts';
import {
  countLines,
  readSource,
  readSources,
  type SourceFile,
  topLevel,
} from './support/source-files.ts';

const sources = readSources(['shared', 'electron', 'renderer']);
const everything = [...sources, ...readSources(['build', 'tests'])];

/** What stands in for Electron in tests, which offers classes. */
const STAND_INS = /^tests\/(unit\/shell\/fake-electron\.ts$|electron\/stand-in\/)/;

describe('the house', () => {
  it('has a room for every file', () => {
    expect(sources.length).toBeGreaterThan(150);
    expect(
      sources.filter(({ file }) => roomOf(file) === undefined).map(({ file }) => file),
    ).toEqual([]);
  });

  it('is built so that each room imports only what it may', () => {
    expect(violations(sources)).toEqual([]);
  });

  it('has no circles', () => {
    expect(circles(everything)).toEqual([]);
  });

  it('has no circles among its types either, where a service is concerned', () => {
    const folders = new Map<string, Set<string>>();
    for (const { file, imports } of sources) {
      const from = ownFolder(file);
      if (from === null) continue;
      const to = imports
        .map((one) => ownFolder(one.to))
        .filter((one) => one !== null && one !== from);
      folders.set(
        from,
        new Set([...(folders.get(from) ?? []), ...to.filter((one) => one !== null)]),
      );
    }
    const asFiles = [...folders].map(([file, to]): SourceFile => ({
      file,
      lines: 0,
      oddities: [],
      imports: [...to].map((one) => ({ to: one, isType: false, isLazy: false, isExport: false })),
    }));
    expect(circles(asFiles)).toEqual([]);
  });

  it('touches Electron and keytar in the shell and the two entries of Electron alone, types included', () => {
    const users = sources
      .filter(({ imports }) => imports.some((one) => /^npm:(electron|keytar)(\/|$)/.test(one.to)))
      .map(({ file }) => file);
    expect(users.length).toBeGreaterThan(3);
    expect(
      users.filter((file) => !/^electron\/(shell\/|main\.ts$|preload\.ts$)/.test(file)),
    ).toEqual([]);
  });

  it('loads the demo only when it is asked for', () => {
    const eager = sources.flatMap(({ file, imports }) =>
      file.startsWith('electron/demo/')
        ? []
        : imports
            .filter((one) => one.to.startsWith('electron/demo/') && !one.isLazy && !one.isType)
            .map((one) => `${file} imports ${one.to}`),
    );
    expect(eager).toEqual([]);
  });

  it('has one door that hands on what others make', () => {
    const barrels = everything
      .filter(({ imports }) => imports.some((one) => one.isExport))
      .map(({ file }) => file);
    expect(barrels).toEqual(['shared/contract/index.ts']);
  });

  it('imports its own files by their whole name', () => {
    const short = everything.flatMap(({ file, imports }) =>
      imports
        .filter((one) => /^(shared|electron|renderer|build|tests)\//.test(one.to))
        .filter((one) => !/\.(tsx?|css)$/.test(one.to))
        .map((one) => `${file}: ${one.to}`),
    );
    expect(short).toEqual([]);
  });
});

describe('its files', () => {
  it('have 250 lines at the most', () => {
    const long = countLines(['shared', 'electron', 'renderer', 'build', 'tests'])
      .filter(({ lines }) => lines > 250)
      .map(({ file, lines }) => `${file}: ${lines}`);
    expect(long).toEqual([]);
  });

  it('in the shell have less than 120', () => {
    const long = countLines(['electron/shell']).filter(({ lines }) => lines >= 120);
    expect(long).toEqual([]);
  });

  it('hold no enums, no any, no non-null assertions, no classes and no default exports', () => {
    const odd = everything.flatMap(({ file, oddities }) =>
      [...new Set(oddities)]
        // The tools want their configuration as a default export; the stand-ins for Electron have its classes.
        .filter(
          (what) =>
            what !== 'default export' || !/^build\/.*\bconfig\.ts$|^build\/vite\./.test(file),
        )
        .filter((what) => what !== 'class' || !STAND_INS.test(file))
        .map((what) => `${file}: ${what}`),
    );
    expect(odd).toEqual([]);
  });

  it('are called in kebab-case, and components in PascalCase', () => {
    const odd = everything
      .map(({ file }) => file)
      .filter((file) => {
        const name = file.split('/').at(-1) ?? '';
        const stem = name.replace(/(\.(test|spec|config|node|renderer|d))?\.tsx?$/, '');
        const isKebab = /^[a-z0-9]+(-[a-z0-9]+)*$/.test(stem);
        const isComponent = name.endsWith('.tsx') && /^[A-Z][A-Za-z0-9]*$/.test(stem);
        return !isKebab && !isComponent;
      });
    expect(odd).toEqual([]);
  });
});

describe('the top level', () => {
  it('holds the names that were asked for, dot-files and the lock file', () => {
    const asked = [
      'README.md',
      'build',
      'electron',
      'package.json',
      'renderer',
      'shared',
      'tests',
      'tsconfig.json',
    ];
    const ignored = (name: string): boolean => {
      try {
        execFileSync('git', ['check-ignore', '-q', name], { cwd: `${import.meta.dirname}/../..` });
        return true;
      } catch {
        return false;
      }
    };
    const names = topLevel().filter((name) => !name.startsWith('.') && !ignored(name));
    expect(names.sort()).toEqual([...asked, 'package-lock.json'].sort());
  });
});

describe('these rules', () => {
  const read = (file: string, text: string) => violations([readSource(file, text)]);

  it.each([
    ['shared/domain/a.ts', "import fs from 'node:fs';", 1],
    ['shared/domain/a.ts', "import type { X } from '../contract/index.ts';", 1],
    ['shared/domain/a.ts', "import { z } from 'zod'; export { x } from './b.ts';", 0],
    ['electron/services/a/b.ts', "import { x } from '../c/d.ts';", 1],
    ['electron/services/a/b.ts', "import { type X } from '../c/d.ts';", 0],
    ['electron/services/a/b.ts', "import type { X } from '../c/d.ts';", 0],
    ['electron/services/a/b.ts', "import { type X, y } from '../c/d.ts';", 1],
    ['electron/services/a/b.ts', "const x = await import('../c/d.ts');", 1],
    ['electron/services/a/b.ts', "let x: typeof import('../c/d.ts');", 0],
    ['electron/services/a/b.ts', "import type { App } from 'electron';", 1],
    ['electron/services/a/b.ts', "export * from '../c/d.ts';", 1],
    ['electron/services/a/b.ts', "import { x } from '../../ipc/y.ts';", 1],
    ['electron/services/a/b/c.ts', "import { x } from '../d.ts';", 0],
    ['electron/ipc/handlers/a.ts', "import { x } from '../../services/a/b.ts';", 1],
    ['electron/ipc/handlers/a.ts', "import type { x } from '../../services/a/b.ts';", 0],
    ['electron/web/a.ts', "import type { x } from '../services/a/b.ts';", 1],
    ['renderer/a.tsx', "import './a.css'; import { x } from '../electron/ipc/y.ts';", 1],
    ['renderer/a.tsx', "import 'node:fs';", 1],
    ['electron/nowhere/a.ts', "import { x } from './b.ts';", 1],
  ])('find in %s %s: %i', (file, text, count) => {
    expect(read(file, text)).toHaveLength(count);
  });

  it('find circles', () => {
    const file = (name: string, text: string) => readSource(`shared/domain/${name}.ts`, text);
    const b = file('b', "import { c } from './c.ts';");
    expect(
      circles([
        file('a', "import { b } from './b.ts';"),
        b,
        file('c', "import { a } from './a.ts';"),
      ]),
    ).toHaveLength(1);
    expect(
      circles([
        file('a', "import type { b } from './b.ts';"),
        b,
        file('c', "import { a } from './a.ts';"),
      ]),
    ).toEqual([]);
  });

  it('find what is odd', () => {
    const { oddities } = readSource(
      'a.ts',
      'enum A { b }; export default class B {}; let x: any; x!.y;',
    );
    expect([...new Set(oddities)].sort()).toEqual([
      'any',
      'class',
      'default export',
      'enum',
      'non-null',
    ]);
  });
});
