import type { Node } from 'jsonc-parser';

import {
  bomLength,
  lastProperty,
  parseSettings,
  propertiesOf,
  type Property,
  rawOf,
} from './json-text.ts';

/** One replacement in a text. Steps apply one after another, each to the outcome of the one before. */
export interface EditStep {
  readonly offset: number;
  readonly removed: string;
  readonly inserted: string;
}

/** Applies steps in order. */
export function applySteps(text: string, steps: readonly EditStep[]): string {
  return steps.reduce(
    (current, step) =>
      current.slice(0, step.offset) +
      step.inserted +
      current.slice(step.offset + step.removed.length),
    text,
  );
}

/** The steps that lead back. */
export function invertSteps(steps: readonly EditStep[]): EditStep[] {
  return steps.toReversed().map((step) => ({
    offset: step.offset,
    removed: step.inserted,
    inserted: step.removed,
  }));
}

export interface Style {
  readonly eol: string;
  /** One level of indentation; null when the document is written in one line. */
  readonly unit: string | null;
}

export function styleOf(text: string, root: Node | null): Style {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  if (root === null) return { eol, unit: '  ' };
  const first = propertiesOf(root)[0];
  const body = text.slice(bomLength(text));
  const inside = body.slice(root.offset, root.offset + root.length);
  if (!inside.includes('\n')) return { eol, unit: first === undefined ? '  ' : null };
  if (first === undefined) return { eol, unit: '  ' };
  const indent = /\n([ \t]*)$/.exec(body.slice(0, first.offset))?.[1];
  return { eol, unit: indent === undefined || indent === '' ? '  ' : indent };
}

/** White space at the start of the line that holds the offset. */
export function lineIndent(body: string, offset: number): string {
  const start = body.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(body.slice(start, offset))?.[0] ?? '';
}

/** An object with these properties (names and raw values), indented for a place whose own line has `indent`. */
export function block(
  entries: readonly (readonly [string, string])[],
  indent: string,
  style: Style,
): string {
  const { eol, unit } = style;
  if (unit === null) {
    return `{${entries.map(([name, raw]) => `${JSON.stringify(name)}:${raw}`).join(',')}}`;
  }
  const lines = entries.map(([name, raw]) => `${indent}${unit}${JSON.stringify(name)}: ${raw}`);
  return `{${eol}${lines.join(`,${eol}`)}${eol}${indent}}`;
}

/** Works on one text, one step at a time, parsing anew after each: simple, and exact in the face of duplicates. */
export function createEditor(initial: string) {
  let text = initial;
  const steps: EditStep[] = [];

  const replace = (offset: number, length: number, inserted: string) => {
    const at = offset + bomLength(text);
    const step = { offset: at, removed: text.slice(at, at + length), inserted };
    if (step.removed === inserted) return;
    steps.push(step);
    text = applySteps(text, [step]);
  };

  const root = (): Node | null => {
    const document = parseSettings(text, 'settings');
    if (!document.ok) throw new Error(`An edit left invalid JSON: ${document.failure.message}`);
    return document.value.root;
  };

  const body = () => text.slice(bomLength(text));

  /** Adds a property as the last one of an object, in the object's own style. */
  const append = (object: Node, name: string, raw: string) => {
    const properties = propertiesOf(object);
    const last = properties.at(-1);
    const content = body();
    if (last !== undefined) {
      const gapStart = properties.length > 1 ? (properties.at(-2)?.end ?? 0) : object.offset;
      // Between `{` or `,` and the key: only white space, in strict JSON.
      const gap = /[\s]*$/.exec(content.slice(gapStart, last.offset))?.[0] ?? '';
      const colon = content.slice(last.keyEnd, last.value.offset);
      replace(last.end, 0, `,${gap}${JSON.stringify(name)}${colon}${raw}`);
      return;
    }
    const style = styleOf(text, root());
    replace(
      object.offset,
      object.length,
      block([[name, raw]], lineIndent(content, object.offset), style),
    );
  };

  const remove = (object: Node, name: string) => {
    const properties = propertiesOf(object);
    const index = properties.findLastIndex((property) => property.name === name);
    const property = properties[index];
    if (property === undefined) return;
    const previous = properties[index - 1];
    const next = properties[index + 1];
    if (previous !== undefined) replace(previous.end, property.end - previous.end, '');
    else if (next !== undefined) replace(property.offset, next.offset - property.offset, '');
    else replace(object.offset, object.length, '{}');
  };

  const setValue = ({ value }: Property, raw: string) => {
    const current = rawOf(text, value);
    // Same value in other spelling (escapes): not ours to respell.
    if (JSON.stringify(JSON.parse(current)) === JSON.stringify(JSON.parse(raw))) return;
    replace(value.offset, value.length, raw);
  };

  const set = (object: Node, name: string, raw: string) => {
    const existing = lastProperty(object, name);
    if (existing === null) append(object, name, raw);
    else setValue(existing, raw);
  };

  /** Sets properties that are there, from the last to the first: what comes before a change keeps its place. */
  const setAll = (object: Node, entries: readonly (readonly [string, string])[]) => {
    const found = entries.flatMap(([name, raw]) => {
      const property = lastProperty(object, name);
      return property === null ? [] : [{ property, raw }];
    });
    const backwards = found.toSorted((a, b) => b.property.offset - a.property.offset);
    for (const { property, raw } of backwards) setValue(property, raw);
  };

  return {
    root,
    set,
    setAll,
    remove,
    replace,
    body,
    append,
    result: (): { text: string; steps: readonly EditStep[] } => ({ text, steps }),
  };
}

export type Editor = ReturnType<typeof createEditor>;
