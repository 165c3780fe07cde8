import { describe, expect, it } from 'vitest';

import type { RequestContext } from '../../../electron/ipc/handlers.ts';
import { createRouter } from '../../../electron/ipc/router.ts';
import { REQUEST_NAMES } from '../../../shared/contract/channels.ts';
import { fail, ok } from '../../../shared/domain/failure.ts';
import { createFakeApp, snapshotOf } from './fake-app.ts';

const context: RequestContext = { face: 'browser', signal: new AbortController().signal };

function routerFor(app = createFakeApp(), verifyOutputs = true) {
  return createRouter({ handlers: app.handlers, log: app.log, verifyOutputs });
}

describe('the router', () => {
  it('gives a parsed input to the handler and its result back', async () => {
    const seen: unknown[] = [];
    const app = createFakeApp({
      'accounts.remove': (input, given) => {
        seen.push(input, given);
        return Promise.resolve(ok(null));
      },
    });
    expect(await routerFor(app).dispatch('accounts.remove', { id: 'work' }, context)).toEqual({
      ok: true,
      value: null,
    });
    expect(seen).toEqual([{ id: 'work' }, context]);
  });

  it('passes an expected failure on as it is', async () => {
    const app = createFakeApp({ 'worktrees.rescan': () => Promise.resolve(fail('worktree.bare')) });
    expect(await routerFor(app).dispatch('worktrees.rescan', {}, context)).toEqual(
      fail('worktree.bare'),
    );
  });

  it.each([
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    '',
    'snapshot.get ',
    'SNAPSHOT.GET',
    undefined,
    null,
    7,
    ['snapshot.get'],
    { toString: () => 'snapshot.get' },
  ])('refuses the name %j', async (name) => {
    const result = await routerFor().dispatch(name, {}, context);
    expect(result).toMatchObject({ ok: false, failure: { code: 'request.invalid' } });
  });

  it.each(REQUEST_NAMES)(
    'refuses foreign input for %s without calling the handler',
    async (name) => {
      const called: string[] = [];
      const app = createFakeApp();
      const handlers = { ...app.handlers, [name]: () => called.push(name) };
      const router = createRouter({ handlers, log: app.log, verifyOutputs: true });
      for (const input of [undefined, null, 'text', 7, [], { sk_live_secret: 'sk-very-secret' }]) {
        const result = await router.dispatch(name, input, context);
        expect(result).toMatchObject({ ok: false, failure: { code: 'request.invalid' } });
        expect(JSON.stringify(result)).not.toContain('secret”');
        expect(JSON.stringify(result)).not.toContain('sk-very-secret');
      }
      expect(called).toEqual([]);
      expect(app.lines).toEqual([]);
    },
  );

  it.each([
    ['accounts.remove', {}, 'id', 'is missing or of the wrong kind'],
    ['accounts.remove', { id: '' }, 'id', 'is empty or too short'],
    ['accounts.remove', { id: 'x'.repeat(65) }, 'id', 'is too long'],
    ['accounts.save', { id: 'a', secret: 'x'.repeat(5000) }, 'secret', 'is too long'],
    ['presets.save', { preset: { id: 'a', name: 7 } }, 'preset.name', 'of the wrong kind'],
    ['assignments.environment', { worktree: '/w', format: 'yaml' }, 'format', 'is not valid'],
  ])('names the field of %s that is wrong: %j', async (name, input, field, words) => {
    const result = await routerFor().dispatch(name, input, context);
    expect(result).toMatchObject({ ok: false, failure: { code: 'request.invalid', field } });
    expect(JSON.stringify(result)).toContain(words);
  });

  it('does not repeat a name that the sender made up', async () => {
    const input = {
      worktree: '/w',
      preset: 'p',
      metadata: { 'pk-made-up-name': 7 },
    };
    const result = await routerFor().dispatch('assignments.preview', input, context);
    expect(result).toMatchObject({ ok: false, failure: { field: 'metadata' } });
    expect(JSON.stringify(result)).not.toContain('made-up');
  });

  it('leaves prototypes alone when the input names them', async () => {
    const seen: unknown[] = [];
    const app = createFakeApp({
      'presets.save': (input) => {
        seen.push(input);
        return Promise.resolve(fail('preset.invalid'));
      },
    });
    const hostile: unknown = JSON.parse(
      '{"preset":{"id":"a","name":"b","__proto__":{"polluted":1},"constructor":{"polluted":1}}}',
    );
    await routerFor(app).dispatch('presets.save', hostile, context);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(seen).toHaveLength(1);
    const { preset } = seen[0] as { preset: object };
    expect('polluted' in preset).toBe(false);
  });

  it('answers a throwing handler with an id that is in the log, and no detail', async () => {
    const app = createFakeApp({
      'roots.add': () => Promise.reject(new Error('cannot read /home/person/private')),
    });
    const result = await routerFor(app).dispatch('roots.add', { path: '/x' }, context);
    if (result.ok) throw new Error('expected a failure');
    expect(result.failure.code).toBe('internal');
    expect(JSON.stringify(result)).not.toContain('private');
    const id = /number (\w+)/.exec(result.failure.message)?.[1] ?? 'none';
    expect(app.lines).toHaveLength(1);
    expect(app.lines[0]).toContain(`[${id}]`);
    expect(app.lines[0]).toContain('/home/person/private');
  });

  it.each([
    [
      'an error that quotes it',
      (secret: string) => new Error(`bad key ${secret}\n    at ${secret}`),
    ],
    ['a string', (secret: string) => secret],
  ])('keeps a secret out of the log when the handler throws %s', async (_what, make) => {
    const app = createFakeApp({
      'accounts.save': (input) => Promise.reject(make(input.secret ?? '')),
    });
    const input = { id: 'a', secret: 'pk-0123456789-secret' };
    const result = await routerFor(app).dispatch('accounts.save', input, context);
    expect(result).toMatchObject({ ok: false, failure: { code: 'internal' } });
    expect(app.lines).toHaveLength(1);
    expect(app.lines.join('\n')).not.toContain('0123456789');
  });

  it('takes a throw after the view went away for a cancellation', async () => {
    const leaving = new AbortController();
    const app = createFakeApp({
      'worktrees.rescan': () => {
        leaving.abort();
        return Promise.reject(new Error('aborted'));
      },
    });
    const gone: RequestContext = { face: 'app', signal: leaving.signal };
    expect(await routerFor(app).dispatch('worktrees.rescan', {}, gone)).toEqual(fail('cancelled'));
    expect(await routerFor(app).dispatch('worktrees.rescan', {}, gone)).toEqual(fail('cancelled'));
    expect(app.lines).toEqual([]);
  });

  it.each([
    ['misses something', { ...snapshotOf(1), rev: 'one' }, 'at rev'],
    ['holds more than the contract says', { ...snapshotOf(1), token: 'leak' }, 'holds more'],
  ])('verifies outputs: one that %s is a fault', async (_what, value, reason) => {
    const app = createFakeApp();
    const handlers = {
      ...app.handlers,
      'snapshot.get': () => Promise.resolve(ok(value as ReturnType<typeof snapshotOf>)),
    };
    const strict = createRouter({ handlers, log: app.log, verifyOutputs: true });
    expect(await strict.dispatch('snapshot.get', {}, context)).toMatchObject({
      ok: false,
      failure: { code: 'internal' },
    });
    expect(app.lines[0]).toContain(reason);
    const lenient = createRouter({ handlers, log: app.log, verifyOutputs: false });
    expect((await lenient.dispatch('snapshot.get', {}, context)).ok).toBe(true);
  });
});
