import fs from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';

export interface SourceImport {
  /** A file of the project (`shared/domain/url.ts`), a package (`npm:zod`), or a part of Node (`node:fs`). */
  readonly to: string;
  /** True when nothing of it exists at run time. */
  readonly isType: boolean;
  /** Loaded when it is needed (`await import(…)`), so it makes no circle while modules load. */
  readonly isLazy: boolean;
  /** An `export … from`. */
  readonly isExport: boolean;
}

export interface SourceFile {
  /** Path from the project's top folder, with `/`. */
  readonly file: string;
  readonly lines: number;
  readonly imports: readonly SourceImport[];
  /** Names of what is not wanted in it: `enum`, `any`, `default export`, `class`, `non-null`. */
  readonly oddities: readonly string[];
}

const ROOT = path.resolve(import.meta.dirname, '../../..');

function filesIn(folder: string, pattern: RegExp): string[] {
  return fs.readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return filesIn(file, pattern);
    return pattern.test(entry.name) ? [file] : [];
  });
}

/** A relative import as a path from the top folder; a package with `npm:` in front, since a folder may be called the same. */
function resolve(from: string, request: string): string {
  if (!request.startsWith('.')) return request.startsWith('node:') ? request : `npm:${request}`;
  return path.posix.normalize(path.posix.join(path.posix.dirname(from), request));
}

interface SyntaxNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is SyntaxNode {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
  );
}

function* walk(value: unknown): Generator<SyntaxNode> {
  if (Array.isArray(value)) for (const item of value) yield* walk(item);
  if (!isNode(value)) return;
  yield value;
  for (const child of Object.values(value)) if (typeof child === 'object') yield* walk(child);
}

const ODD_NODES: ReadonlyMap<string, string> = new Map([
  ['TSEnumDeclaration', 'enum'],
  ['TSAnyKeyword', 'any'],
  ['ExportDefaultDeclaration', 'default export'],
  ['ClassDeclaration', 'class'],
  ['TSNonNullExpression', 'non-null'],
]);

function stringOf(node: unknown): string | null {
  return isNode(node) && node.type === 'Literal' && typeof node['value'] === 'string'
    ? node['value']
    : null;
}

function hasValues(node: SyntaxNode): boolean {
  const specifiers = node['specifiers'];
  // `import './x.css'` and `export *` run the other file.
  if (!Array.isArray(specifiers) || specifiers.length === 0) return true;
  return specifiers.some(
    (one) => isNode(one) && one['importKind'] !== 'type' && one['exportKind'] !== 'type',
  );
}

function importOf(file: string, node: SyntaxNode): SourceImport | null {
  const request = stringOf(node['source'] ?? node['argument']);
  if (request === null) return null;
  const to = resolve(file, request);
  switch (node.type) {
    case 'ImportDeclaration':
      return {
        to,
        isType: node['importKind'] === 'type' || !hasValues(node),
        isLazy: false,
        isExport: false,
      };
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return {
        to,
        isType: node['exportKind'] === 'type' || !hasValues(node),
        isLazy: false,
        isExport: true,
      };
    case 'ImportExpression':
      return { to, isType: false, isLazy: true, isExport: false };
    case 'TSImportType':
      return { to, isType: true, isLazy: true, isExport: false };
    default:
      return null;
  }
}

/** Reads one source text; `file` says where it is taken to lie. */
export function readSource(file: string, text: string): SourceFile {
  const parsed = parseSync(file, text);
  if (parsed.errors.length > 0) throw new Error(`${file}: ${parsed.errors[0]?.message ?? ''}`);
  const nodes = [...walk(parsed.program)];
  return {
    file,
    lines: text.replace(/\n$/, '').split('\n').length,
    imports: nodes.flatMap((node) => importOf(file, node) ?? []),
    oddities: nodes.flatMap((node) => ODD_NODES.get(node.type) ?? []),
  };
}

/** Every TypeScript file below these folders. */
export function readSources(folders: readonly string[]): SourceFile[] {
  return folders
    .flatMap((folder) => filesIn(folder, /\.tsx?$/))
    .map((file) => readSource(file, fs.readFileSync(path.join(ROOT, file), 'utf8')));
}

/** Number of lines of every file of the project that people read. */
export function countLines(folders: readonly string[]): { file: string; lines: number }[] {
  return folders
    .flatMap((folder) => filesIn(folder, /\.(tsx?|css|html|py|mjs|cjs|js)$/))
    .map((file) => ({
      file,
      lines: fs.readFileSync(path.join(ROOT, file), 'utf8').replace(/\n$/, '').split('\n').length,
    }));
}

/** Names in the project's top folder. */
export function topLevel(): string[] {
  return fs.readdirSync(ROOT);
}
