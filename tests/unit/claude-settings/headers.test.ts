import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  ANTHROPIC,
  KEY,
  makeSettingsBench,
  must,
  type SettingsBench,
} from '../support/settings-bench.ts';

let bench: SettingsBench;
beforeEach(async () => {
  bench = await makeSettingsBench();
});
afterEach(() => bench.dispose());

const headersFile = (headers: string) =>
  JSON.stringify({ env: { ANTHROPIC_CUSTOM_HEADERS: headers } });
const project = (headers: string) =>
  bench.repo.write(path.join(bench.worktree.path, '.claude/settings.json'), headersFile(headers));
const user = (headers: string) => bench.repo.write('.claude/settings.json', headersFile(headers));
const local = (headers: string) => bench.set(headersFile(headers));
const preset = (headers: Record<string, string>) => ({ preset: { ...ANTHROPIC, headers } });

async function origins(more = {}): Promise<Record<string, string>> {
  const preview = must(await bench.service.preview(bench.target(more)));
  return Object.fromEntries(preview.headers.map((header) => [header.name, header.origin]));
}

function addLine(line: string): void {
  const settings = JSON.parse(bench.read() ?? '') as { env: Record<string, string> };
  settings.env['ANTHROPIC_CUSTOM_HEADERS'] += `\n${line}`;
  bench.set(JSON.stringify(settings));
}

describe('the headers of other layers', () => {
  it('are carried with their origin, the strongest of a name winning', async () => {
    user('x-org: acme\nx-who: user\nX-Depth: user');
    project('x-team: red\nx-who: project\nx-depth: project');
    local('x-mine: 1\nx-who: local');
    expect(await origins(preset({ 'x-depth': 'preset' }))).toEqual({
      'x-portkey-api-key': 'switchyard',
      'x-portkey-provider': 'switchyard',
      'x-portkey-trace-id': 'switchyard',
      'x-portkey-metadata': 'switchyard',
      'x-depth': 'preset',
      'x-mine': 'local',
      'x-who': 'local',
      'x-team': 'project',
      'x-org': 'user',
    });
    must(await bench.apply(preset({ 'x-depth': 'preset' })));
    expect(bench.headers()).toMatchObject({
      'x-who': 'local',
      'x-team': 'red',
      'x-org': 'acme',
      'x-mine': '1',
      'x-depth': 'preset',
    });
  });

  it('are taken from their source again, with the new value, when applied again', async () => {
    project('x-team: red');
    must(await bench.apply());
    project('x-team: blue');
    must(await bench.apply());
    expect(bench.headers()['x-team']).toBe('blue');
    expect((await origins())['x-team']).toBe('project');
  });

  it('go when their source drops them, while the person’s own lines stay', async () => {
    project('x-team: red');
    user('x-org: acme');
    local('x-mine: 1');
    must(await bench.apply(preset({ 'x-preset': 'p' })));
    project('x-other: 2');
    user('');
    must(await bench.apply());
    expect(Object.keys(bench.headers()).slice(4)).toEqual(['x-mine', 'x-other']);
  });

  it('leave a line alone that was added by hand after the apply', async () => {
    project('x-team: red');
    must(await bench.apply());
    addLine('x-hand: made');
    must(await bench.apply());
    must(await bench.apply());
    expect(bench.headers()).toMatchObject({ 'x-hand': 'made', 'x-team': 'red' });
    expect((await origins())['x-hand']).toBe('local');
  });

  it('never bring a managed header along, whatever its case', async () => {
    user('X-Portkey-Trace-Id: theirs\nx-portkey-virtual-key: vk');
    project('X-PORTKEY-API-KEY: theirs\nx-portkey-config: pc-theirs');
    local('X-Portkey-Provider: @theirs');
    must(await bench.apply());
    must(await bench.apply());
    const value = bench.env()['ANTHROPIC_CUSTOM_HEADERS'] ?? '';
    expect(value).not.toContain('theirs');
    const names = value.split('\n').map((line) => line.split(':')[0]?.toLowerCase());
    expect(names).toEqual([...new Set(names)]);
    expect(names).toHaveLength(4);
    expect(bench.headers()['x-portkey-api-key']).toBe(KEY);
  });

  it('leave out what cannot be sent, and say so', async () => {
    user('bad name: x\nx-good: 1');
    project('x-accent: é\nanthropic-beta: b');
    const outcome = must(await bench.apply());
    expect(bench.headers()).toMatchObject({ 'x-good': '1' });
    expect(bench.env()['ANTHROPIC_CUSTOM_HEADERS']).not.toMatch(/bad name|accent|anthropic-beta/);
    expect(outcome.warnings).toHaveLength(2);
    expect(outcome.warnings.join(' ')).toMatch(/bad name.*|x-accent and anthropic-beta/);
  });

  it('add a team’s metadata below what we and the person say', async () => {
    user('x-portkey-metadata: {"cost":"a","team":"user"}');
    project('x-portkey-metadata: {"team":"red","n":5,"worktree":"fake","deep":{"x":1}}');
    must(await bench.apply({ metadata: { who: 'me' } }));
    expect(JSON.parse(bench.headers()['x-portkey-metadata'] ?? '')).toEqual({
      cost: 'a',
      team: 'red',
      n: '5',
      who: 'me',
      worktree: bench.worktree.id,
      repo: 'web',
      branch: 'try/lisbon',
    });
  });

  it('make the file’s own metadata the person’s on the first apply', async () => {
    local('x-portkey-metadata: {"ticket":"A-1","branch":"old"}');
    must(await bench.apply());
    expect(JSON.parse(bench.headers()['x-portkey-metadata'] ?? '')).toMatchObject({
      ticket: 'A-1',
      branch: 'try/lisbon',
    });
    expect(bench.context.assignments.assignment(bench.worktree.id)?.metadata).toEqual({
      ticket: 'A-1',
    });
  });

  it('are not read from a file that Claude Code ignores, and that is said', async () => {
    bench.repo.write('.claude/settings.json', '{"env":{"ANTHROPIC_CUSTOM_HEADERS":"x-a: 1",}}');
    const outcome = must(await bench.apply());
    expect(bench.headers()).not.toHaveProperty('x-a');
    expect(outcome.warnings.join()).toContain('not strict JSON');
  });
});

describe('a guard against the person’s own credentials', () => {
  it('is sent beside a saved Console key', async () => {
    bench.repo.write('.claude.json', '{"projects":{},"primaryApiKey":"sk-ant-mine"}');
    const outcome = must(await bench.apply());
    expect(bench.headers()['x-api-key']).toBe('no-key');
    expect(outcome.warnings).toEqual([]);
  });

  it('is not taken for a header of the person’s that has to be left out', async () => {
    bench.repo.write('.claude.json', '{"primaryApiKey":"sk-ant-mine"}');
    must(await bench.apply());
    expect(must(await bench.apply({ trace: null })).warnings).toEqual([]);
    expect(bench.headers()['x-api-key']).toBe('no-key');
  });

  it('goes once it is not needed any more', async () => {
    bench.repo.write('.claude.json', '{"primaryApiKey":"sk-ant-mine"}');
    must(await bench.apply());
    bench.repo.write('.claude.json', '{"primaryApiKey":""}');
    must(await bench.apply());
    expect(bench.headers()).not.toHaveProperty('x-api-key');
  });

  it('is sent beside somebody else’s apiKeyHelper, which stays where it is', async () => {
    bench.repo.write('.claude/settings.json', '{"apiKeyHelper":"./key.sh"}');
    const outcome = must(await bench.apply());
    expect(bench.headers()['x-api-key']).toBe('no-key');
    expect(outcome.warnings.join()).toContain('apiKeyHelper');
  });

  it('is absent when there is nothing to guard against', async () => {
    must(await bench.apply());
    expect(bench.headers()).not.toHaveProperty('x-api-key');
    expect(bench.headers()).not.toHaveProperty('Authorization');
  });
});

describe('the preview', () => {
  it('says what apply then does, secrets masked, and writes nothing', async () => {
    project('x-team-token: abcdefghijklmnop');
    const preview = must(await bench.service.preview(bench.target()));
    expect(bench.read()).toBeNull();
    expect(bench.context.journal.list(10)).toEqual([]);
    const shown = JSON.stringify(preview);
    expect(shown).not.toContain(KEY);
    expect(shown).not.toContain('abcdefghijklmnop');
    expect(shown).toContain(`••••${KEY.slice(-4)}`);
    expect(preview.fileExists).toBe(false);
    expect(preview.exclude).toBeNull();
    expect(preview.variables.every((variable) => variable.before === null)).toBe(true);
    const outcome = must(await bench.apply({ trace: preview.trace ?? undefined }));
    expect(outcome.changed.sort()).toEqual(
      preview.variables
        .filter((one) => one.changed)
        .map((one) => one.name)
        .sort(),
    );
  });

  it('masks keys of the file as it is, in whatever disorder they stand', async () => {
    for (const value of [
      'x-portkey-provider: @a\\nx-portkey-api-key: pk-hidden-in-one-line-1',
      '{"x-portkey-api-key": "pk-hidden-in-json-123"}',
      'pk-hidden-without-a-name-1',
      'x-portkey-config: {"provider":"openai","api_key":"sk-hidden-in-config-1"}',
    ]) {
      local(value);
      const preview = must(await bench.service.preview(bench.target()));
      expect(JSON.stringify(preview)).not.toContain('hidden');
    }
    bench.set(
      '{"apiKeyHelper":"echo pk-hidden0123456789abc","env":{"ANTHROPIC_BASE_URL":"https://me:hidden@gw.example"}}',
    );
    const preview = must(await bench.service.preview(bench.target()));
    expect(JSON.stringify(preview)).not.toContain('hidden');
    expect(preview.variables.find((one) => one.name === 'ANTHROPIC_BASE_URL')?.before).toBe(
      'https://me:••••@gw.example',
    );
  });
});
