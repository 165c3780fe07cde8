import fs from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { compose } from '../../../electron/compose.ts';
import { type Emulator, startEmulator } from '../../../electron/demo/emulator/start-emulator.ts';
import type { AppHost } from '../../../electron/ipc/handlers.ts';
import { createRouter } from '../../../electron/ipc/router.ts';
import { createMemorySecretStore } from '../../../electron/services/secrets/secret-store.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../../shared/contract/index.ts';
import type { Result } from '../../../shared/domain/failure.ts';
import { fixtureState } from '../demo/emulator/fixture.ts';
import { type GitRepo, makeGitRepo } from '../support/git-repo.ts';

const KEY = 'pk-service-0001';
const PRESET = {
  id: 'prod',
  name: 'Prod',
  provider: '@anthropic-prod',
  models: { sonnet: 'claude-sonnet-4-6', opus: 'claude-opus-4-8', haiku: 'claude-haiku-9-9' },
};

let repo: GitRepo;
let emulator: Emulator;
let app: AppHost;
let faults: string[];
beforeAll(async () => {
  repo = await makeGitRepo(['lisbon', 'oslo']);
  emulator = await startEmulator({ state: fixtureState(), clock: { now: () => Date.now() } });
  faults = [];
  app = await compose({
    home: path.join(repo.root, 'own'),
    personHome: repo.root,
    env: {},
    platform: 'linux',
    version: '1.0.0',
    secrets: createMemorySecretStore(),
    pricesUrl: `${emulator.url}/no-prices`,
    watch: false,
    poll: false,
  });
});
afterAll(async () => {
  await app.dispose();
  await emulator.dispose();
  repo.dispose();
});

/** As a view asks: through the router, which holds every answer to the contract. */
async function ask<N extends RequestName>(
  name: N,
  input: RequestInput<N>,
): Promise<Result<RequestOutput<N>>> {
  const { dispatch } = createRouter({
    handlers: app.handlers,
    log: (line) => void faults.push(line),
    verifyOutputs: true,
  });
  const context = { face: 'app', signal: new AbortController().signal } as const;
  return (await dispatch(name, input, context)) as Result<RequestOutput<N>>;
}
async function must<N extends RequestName>(
  name: N,
  input: RequestInput<N>,
): Promise<RequestOutput<N>> {
  const answer = await ask(name, input);
  if (!answer.ok) throw new Error(`${name}: ${answer.failure.message} ${faults.join(' ')}`);
  return answer.value;
}

describe('the doctor of the composed app', () => {
  const lisbon = () => path.join(repo.root, 'workspaces/web/lisbon');

  it('examines what was applied, asks Portkey when told to, and keeps the answer for the next time', async () => {
    await must('accounts.save', {
      id: 'work',
      gatewayUrl: emulator.url,
      adminUrl: emulator.adminUrl,
      selfHosted: false,
      secret: KEY,
    });
    expect(await must('accounts.test', { id: 'work' })).toMatchObject({ status: 'valid' });
    await must('roots.add', { path: repo.root });
    await must('presets.save', { preset: PRESET });
    await must('assignments.apply', { worktree: lisbon(), preset: 'prod', exclude: true });

    const codes = async (asked: boolean) =>
      (await must('doctor.examine', { worktree: lisbon(), ask: asked })).flatMap(({ findings }) =>
        findings.map(({ code }) => code),
      );
    // Nobody asked Portkey yet, and the files are right.
    expect(await codes(false)).toEqual([]);
    expect(await codes(true)).toEqual(['model.unknown']);
    const requests = emulator.requests.length;
    expect(await codes(false)).toEqual(['model.unknown']);
    expect(emulator.requests.length).toBe(requests);

    const all = await must('doctor.examine', { ask: false });
    expect(all.map(({ name }) => name).toSorted()).toEqual(['lisbon', 'oslo', 'web']);
  });

  it('says which variables somebody else has changed since', async () => {
    const file = path.join(lisbon(), '.claude/settings.local.json');
    const text = fs.readFileSync(file, 'utf8');
    fs.writeFileSync(file, text.replace('"claude-opus-4-8"', '"claude-sonnet-4-6"'));
    const [examined] = await must('doctor.examine', { worktree: lisbon(), ask: false });
    const drift = examined?.findings.find(({ code }) => code === 'file.drifted');
    expect(drift?.message).toBe(
      'Somebody has changed ANTHROPIC_DEFAULT_OPUS_MODEL since it was applied.',
    );
    fs.writeFileSync(file, text);
  });

  it('explains what is in force, masked, and plans a probe that it does not send', async () => {
    const explained = await must('doctor.explain', { worktree: lisbon() });
    expect(explained.variables.find(({ name }) => name === 'ANTHROPIC_BASE_URL')?.winner).toEqual({
      layer: 'local',
      file: path.join(lisbon(), '.claude/settings.local.json'),
      value: emulator.url,
    });
    expect(JSON.stringify(explained)).not.toContain(KEY);
    const requests = emulator.requests.length;
    const plan = await must('doctor.planProbe', { worktree: lisbon() });
    expect(plan).toMatchObject({ url: `${emulator.url}/v1/messages`, model: 'claude-haiku-9-9' });
    expect(emulator.requests.slice(requests).map((one) => one.path)).not.toContain('/v1/messages');
  });

  it('sends a probe when told to, says what came back, and asks for its trace', async () => {
    const report = await must('doctor.probe', { worktree: lisbon() });
    expect(report.trace).toMatch(/-probe-[0-9a-f]{6}$/);
    expect(report.status).not.toBeNull();
    expect(JSON.stringify(report)).not.toContain(KEY);
    const { state } = await must('doctor.traceArrival', {
      worktree: lisbon(),
      trace: report.trace ?? '',
    });
    expect(state).toBe('not-yet');
    const nowhere = await ask('doctor.probe', {
      worktree: path.join(repo.root, 'workspaces/web/oslo'),
    });
    expect(nowhere).toMatchObject({ ok: false, failure: { code: 'request.invalid' } });
    expect(faults).toEqual([]);
  });
});
