import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  ACCOUNT,
  KEY,
  makeSettingsBench,
  must,
  OTHER_KEY,
  refusal,
  type SettingsBench,
  UNIVERSAL,
} from '../support/settings-bench.ts';

let bench: SettingsBench;
beforeEach(async () => {
  bench = await makeSettingsBench({ names: ['lisbon', 'quito'] });
});
afterEach(() => bench.dispose());

const ORIGINAL = '{\r\n\t"env": { "ANTHROPIC_API_KEY": "sk-ant-mine-0123456789" }\r\n}';
const assignment = () => bench.context.assignments.assignment(bench.worktree.id);

describe('undo', () => {
  it('goes back write by write, each byte for byte, until nothing is left', async () => {
    bench.set(ORIGINAL);
    const texts = [bench.read()];
    const assignments = [assignment()];
    for (const more of [
      {},
      { preset: UNIVERSAL },
      { key: OTHER_KEY, account: { ...ACCOUNT, id: 'b' } },
      { trace: null },
    ]) {
      must(await bench.apply(more));
      texts.push(bench.read());
      assignments.push(assignment());
    }
    for (let index = texts.length - 2; index >= 0; index -= 1) {
      const outcome = must(await bench.service.undo(undefined));
      expect(outcome.exact).toBe(true);
      expect(bench.read()).toBe(texts[index]);
      expect(assignment()).toEqual(assignments[index]);
    }
    expect(bench.read()).toBe(ORIGINAL);
    expect(refusal(await bench.service.undo(undefined)).code).toBe('journal.empty');
    expect(refusal(await bench.service.clear(bench.worktree)).code).toBe('journal.empty');
  });

  it('takes a named write back, and no write twice', async () => {
    must(await bench.apply());
    const [entry] = bench.context.journal.list(1);
    must(await bench.service.undo(entry?.id));
    expect(refusal(await bench.service.undo(entry?.id)).message).toContain('undone already');
    const [undo] = bench.context.journal.list(1);
    expect(undo?.action).toBe('undo');
    expect(refusal(await bench.service.undo(undo?.id)).message).toContain('is itself an undo');
    expect(refusal(await bench.service.undo(999)).code).toBe('journal.empty');
  });

  it('takes back a write that is not the last when the file is as it left it', async () => {
    must(await bench.apply());
    const quito = bench.repo.linked[1] ?? bench.repo.main;
    must(await bench.apply({ worktree: quito }));
    must(await bench.service.undo(1));
    expect(bench.read()).toBeNull();
    expect(bench.context.assignments.assignment(quito.id)).not.toBeNull();
  });

  it('leaves a file alone that has changed by one byte', async () => {
    must(await bench.apply());
    bench.set(`${bench.read() ?? ''} `);
    const failure = refusal(await bench.service.undo(undefined));
    expect(failure.code).toBe('journal.drifted');
    expect(bench.env()['ANTHROPIC_AUTH_TOKEN']).toBe(KEY);
    expect(assignment()).not.toBeNull();
    expect(bench.context.journal.list(5)).toHaveLength(1);
  });

  it('leaves a file alone that is a link by now, or gone', async () => {
    must(await bench.apply());
    const moved = path.join(path.dirname(bench.file), 'elsewhere.json');
    fs.renameSync(bench.file, moved);
    fs.symlinkSync('elsewhere.json', bench.file);
    expect(refusal(await bench.service.undo(undefined)).code).toBe('journal.drifted');
    fs.rmSync(bench.file);
    expect(refusal(await bench.service.undo(undefined)).code).toBe('journal.drifted');
    expect(fs.readFileSync(moved, 'utf8')).toContain(KEY);
  });

  it('brings a cleared workspace back so that it can be cleared again exactly', async () => {
    bench.set(ORIGINAL);
    must(await bench.apply());
    must(await bench.apply({ preset: UNIVERSAL }));
    const routed = bench.read();
    const before = assignment();
    for (let round = 0; round < 2; round += 1) {
      must(await bench.service.clear(bench.worktree));
      expect(bench.read()).toBe(ORIGINAL);
      must(await bench.service.undo(undefined));
      expect(bench.read()).toBe(routed);
      expect(assignment()).toEqual(before);
    }
    expect(must(await bench.service.clear(bench.worktree)).exact).toBe(true);
    expect(bench.read()).toBe(ORIGINAL);
  });

  it('brings a file back that a clear had removed, for its owner only', async () => {
    must(await bench.apply());
    const routed = bench.read();
    must(await bench.service.clear(bench.worktree));
    fs.rmSync(path.dirname(bench.file), { recursive: true });
    must(await bench.service.undo(undefined));
    expect(bench.read()).toBe(routed);
    expect(fs.statSync(bench.file).mode & 0o777).toBe(0o600);
  });

  it('keeps the trace history true', async () => {
    must(await bench.apply({ trace: 'one' }));
    must(await bench.apply({ trace: 'two' }));
    must(await bench.service.undo(undefined));
    const history = bench.context.assignments.traceHistory(bench.worktree.id);
    expect(history.map((use) => [use.trace, use.until === null])).toEqual([
      ['one', true],
      ['two', false],
      ['one', false],
    ]);
    must(await bench.service.undo(undefined));
    const after = bench.context.assignments.traceHistory(bench.worktree.id);
    expect(after.every((use) => use.until !== null)).toBe(true);
  });

  it('does not bring a trace ID back that another workspace has been given', async () => {
    must(await bench.apply({ trace: 'one' }));
    must(await bench.service.clear(bench.worktree));
    const quito = bench.repo.linked[1] ?? bench.repo.main;
    must(await bench.apply({ worktree: quito, trace: 'one' }));
    const [, clear] = bench.context.journal.list(2);
    expect(refusal(await bench.service.undo(clear?.id)).code).toBe('trace.taken');
    expect(bench.read()).toBeNull();
  });

  it('takes a repair back, comments and all', async () => {
    const broken = '{\n  // my note\n  "env": {},\n}\n';
    bench.set(broken);
    must(await bench.service.repair(bench.worktree));
    must(await bench.service.undo(undefined));
    expect(bench.read()).toBe(broken);
  });
});

describe('undoing the line in info/exclude', () => {
  let exclude: string;
  beforeEach(async () => {
    bench.dispose();
    bench = await makeSettingsBench({ excluded: false });
    exclude = path.join(bench.repo.main.commonDir, 'info/exclude');
  });

  it.each([['# theirs\n*.log'], ['# theirs\r\n'], [''], [null]])(
    'puts %j back once no workspace of the repository holds a key',
    async (text) => {
      if (text === null) fs.rmSync(exclude);
      else fs.writeFileSync(exclude, text);
      must(await bench.apply({ exclude: true }));
      expect(fs.readFileSync(exclude, 'utf8')).toContain('/.claude/settings.local.json');
      expect(bench.repo.git(bench.worktree.path, 'status', '--porcelain')).toBe('');
      const early = bench.context.journal.list(10).find((one) => one.action === 'exclude');
      expect(refusal(await bench.service.undo(early?.id)).code).toBe('journal.drifted');
      must(await bench.service.undo(undefined));
      expect(bench.read()).toBeNull();
      must(await bench.service.undo(undefined));
      expect(fs.existsSync(exclude) ? fs.readFileSync(exclude, 'utf8') : null).toBe(text);
      expect(refusal(await bench.service.undo(undefined)).code).toBe('journal.empty');
    },
  );

  it('leaves it alone when somebody has changed it since', async () => {
    must(await bench.apply({ exclude: true }));
    must(await bench.service.undo(undefined));
    fs.appendFileSync(exclude, 'mine\n');
    expect(refusal(await bench.service.undo(undefined)).code).toBe('journal.drifted');
    expect(fs.readFileSync(exclude, 'utf8')).toContain('mine');
  });

  it('adds one line for many workspaces of one repository', async () => {
    bench.dispose();
    bench = await makeSettingsBench({ excluded: false, names: ['a', 'b', 'c'] });
    const file = path.join(bench.repo.main.commonDir, 'info/exclude');
    const targets = bench.repo.linked.map((worktree) => bench.target({ worktree, exclude: true }));
    for (const result of await bench.service.applyAll(targets)) must(result);
    const lines = fs.readFileSync(file, 'utf8').split('\n');
    expect(lines.filter((line) => line.includes('settings.local'))).toHaveLength(1);
    expect(bench.context.journal.list(10).filter((one) => one.action === 'exclude')).toHaveLength(
      1,
    );
  });
});
