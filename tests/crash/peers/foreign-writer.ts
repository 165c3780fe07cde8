import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/*
 * Another program that adds permissions to a settings file, as Claude Code does, honestly: it looks again right before it
 * writes, looks afterwards whether its entry is there, and only then says that it has written it. Runs until it is told to
 * stop, then says what it has written.
 */

const [file = '', how = 'rename'] = process.argv.slice(2);

interface Settings {
  permissions?: { allow?: string[] };
}

/** Entries that stood in the file after they were written. */
const seen: string[] = [];
const stop = new AbortController();

function allowed(text: string): string[] {
  try {
    return (JSON.parse(text === '' ? '{}' : text) as Settings).permissions?.allow ?? [];
  } catch {
    // Nobody else writes in place, so this is never seen; it would count as not there.
    return [];
  }
}

function read(): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return '{}';
  }
}

function withEntry(text: string, entry: string): string {
  const settings = JSON.parse(text === '' ? '{}' : text) as Settings;
  const allow = [...(settings.permissions?.allow ?? []), entry];
  return `${JSON.stringify({ ...settings, permissions: { ...settings.permissions, allow } }, null, 2)}\n`;
}

/** @returns whether the entry is in the file now */
function add(entry: string): boolean {
  const before = read();
  const after = withEntry(before, entry);
  if (how === 'in-place') {
    if (read() !== before) return false;
    fs.writeFileSync(file, after, { mode: 0o600 });
  } else {
    const temp = path.join(path.dirname(file), `.foreign-${process.pid}`);
    fs.writeFileSync(temp, after, { mode: 0o600 });
    if (read() !== before) return false;
    fs.renameSync(temp, file);
  }
  return allowed(read()).includes(entry);
}

async function run(): Promise<void> {
  for (let number = 0; !stop.signal.aborted; number += 1) {
    const entry = `Bash(run ${number})`;
    while (!stop.signal.aborted && !add(entry)) await sleep(0);
    if (allowed(read()).includes(entry)) seen.push(entry);
    // Ever slower: the file grows, and what is tested is not how long a list of permissions can be.
    await sleep(Math.random() * 40 + number / 10);
  }
  fs.rmSync(path.join(path.dirname(file), `.foreign-${process.pid}`), { force: true });
  process.send?.({ seen });
}

process.on('message', (message) => {
  if (message === 'begin') void run();
  else stop.abort();
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
