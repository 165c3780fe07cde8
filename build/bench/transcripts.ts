import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { scanTranscripts } from '../../electron/services/estimate/scan-transcripts.ts';
import {
  createTranscriptStore,
  TRANSCRIPT_MIGRATIONS,
  type TranscriptStore,
} from '../../electron/services/estimate/transcript-store.ts';
import { createRebuildableDatabase } from '../../electron/services/state/rebuildable-database.ts';
import { type BenchLine, judge, median, millisecondsOf, ratios } from './measure.ts';

/*
 * Transcripts beside the least that any program must do: the first scan beside reading the same bytes, and a scan of files
 * that did not change beside listing and looking at them. Most of the corpus is what most of a transcript is: requests and results of
 * tools, with an answer's usage every few lines.
 */

const FOLDERS = 50;
const FILES_A_FOLDER = 8;
const ROUNDS = 5;
/** Of about 8 kB each; 400 files make 100 MB. */
const TURNS_A_FILE = 32;

const NOW = new Date('2026-11-23T12:00:00.000Z');

/** Builds the corpus in a temporary folder, times first scans and scans of unchanged files, prints, and removes it. */
export async function benchTranscripts(): Promise<BenchLine[]> {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), 'switchyard-bench-')));
  try {
    const projects = path.join(root, 'projects');
    const { files, bytes } = build(projects);
    const first: [number, number][] = [];
    const again: [number, number][] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      await withStore(path.join(root, `${round}.db`), async (store) => {
        const scan = () =>
          scanTranscripts({ projects: [projects], store, now: NOW, signal: NEVER });
        const cold = await millisecondsOf(async () => {
          requireBytes((await scan()).bytesRead, bytes);
        });
        first.push([cold, await millisecondsOf(() => readAll(files))]);
        await requireMessages(store, files.length * TURNS_A_FILE);
        const warm = await millisecondsOf(async () => {
          requireBytes((await scan()).bytesRead, 0);
        });
        again.push([warm, await millisecondsOf(() => lookAtAll(projects))]);
      });
    }
    const speed = bytes / 1e6 / (median(first.map(([ours]) => ours)) / 1000);
    console.log(
      `transcripts: ${(bytes / 1e6).toFixed(0)} MB in ${files.length} files: first scan ${speed.toFixed(0)} MB/s, unchanged scan ${median(again.map(([ours]) => ours)).toFixed(1)} ms and 0 bytes read`,
    );
    return [
      judge('transcripts, first scan vs reading', ratios(first), '≤', 8),
      judge('transcripts, unchanged vs looking', ratios(again), '≤', 3),
    ];
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

const NEVER = new AbortController().signal;

function build(projects: string): { files: string[]; bytes: number } {
  const files: string[] = [];
  let bytes = 0;
  // Quotes and line ends, as code has them, so that text is escaped as it is in a real transcript.
  const content = 'const usage = { "usage": "read" };\n'.repeat(110);
  for (let folder = 0; folder < FOLDERS; folder += 1) {
    const cwd = `/code/city-${folder}`;
    const at = path.join(projects, cwd.replaceAll('/', '-'));
    fs.mkdirSync(at, { recursive: true });
    for (let index = 0; index < FILES_A_FOLDER; index += 1) {
      const file = path.join(at, `session-${index}.jsonl`);
      const turns = Array.from({ length: TURNS_A_FILE }, (_, turn) =>
        turnOf(`${folder}-${index}-${turn}`, cwd, content),
      );
      fs.writeFileSync(file, turns.join(''));
      files.push(file);
      bytes += fs.statSync(file).size;
    }
  }
  return { files, bytes };
}

/** A question with a tool's long result, and an answer of two blocks, which are two lines with the same usage. */
function turnOf(id: string, cwd: string, content: string): string {
  const timestamp = '2026-11-20T10:00:00.000Z';
  const user = { type: 'user', message: { role: 'user', content }, timestamp, cwd };
  const usage = {
    input_tokens: 4,
    cache_creation_input_tokens: 812,
    cache_read_input_tokens: 41_322,
    output_tokens: 377,
    cache_creation: { ephemeral_5m_input_tokens: 812, ephemeral_1h_input_tokens: 0 },
    service_tier: 'standard',
  };
  const block = (text: string) => ({
    type: 'assistant',
    message: {
      id: `msg_${id}`,
      model: 'claude-sonnet-5',
      content: [{ type: 'text', text }],
      usage,
    },
    requestId: `req_${id}`,
    timestamp,
    cwd,
    isSidechain: false,
  });
  const tool = block(content.slice(0, 2000));
  return `${[user, block('I look at it.'), tool].map((one) => JSON.stringify(one)).join('\n')}\n`;
}

async function withStore(
  file: string,
  work: (store: TranscriptStore) => Promise<void>,
): Promise<void> {
  const database = createRebuildableDatabase({
    file,
    migrations: TRANSCRIPT_MIGRATIONS,
    now: () => NOW,
    onRebuilt: (sentence) => {
      throw new Error(sentence);
    },
  });
  try {
    await work(createTranscriptStore(database));
  } finally {
    await database.dispose();
  }
}

async function readAll(files: readonly string[]): Promise<void> {
  for (const file of files) await fs.promises.readFile(file);
}

async function lookAtAll(projects: string): Promise<void> {
  for (const folder of await fs.promises.readdir(projects)) {
    const at = path.join(projects, folder);
    for (const file of await fs.promises.readdir(at)) await fs.promises.stat(path.join(at, file));
  }
}

function requireBytes(read: number, expected: number): void {
  if (read !== expected) throw new Error(`A scan read ${read} bytes where ${expected} were due.`);
}

async function requireMessages(store: TranscriptStore, expected: number): Promise<void> {
  const [usages = []] = await store.usage([[0, NOW.getTime()]]);
  const found = usages.reduce((sum, { requests }) => sum + requests, 0);
  if (found !== expected || usages.length !== FOLDERS) {
    throw new Error(`${found} messages were counted where ${expected} were written.`);
  }
}

if (import.meta.main) await benchTranscripts();
