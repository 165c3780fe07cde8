import fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { AppSnapshot } from '../../../shared/domain/app-snapshot.ts';
import { createLog } from '../../../electron/services/state/log.ts';
import { placesFor } from '../../../electron/services/state/places.ts';
import { createSnapshotStore } from '../../../electron/services/state/snapshot-store.ts';
import { snapshotOf } from '../ipc/fake-app.ts';
import { makeStateHome, type StateHome } from '../support/state-home.ts';

const EMPTY: Omit<AppSnapshot, 'rev'> = { ...snapshotOf(1), version: '1' };

describe('the snapshot', () => {
  it('is told with a rising revision, and only when it changed', () => {
    const store = createSnapshotStore(EMPTY);
    const seen: number[] = [];
    const stop = store.subscribe((snapshot) => seen.push(snapshot.rev));
    store.update(() => ({ platform: 'darwin' }));
    store.update(() => ({ platform: 'darwin', presets: [] }));
    store.update((current) => ({ version: `${current.version}.1` }));
    expect(seen).toEqual([2, 3]);
    expect(store.get()).toMatchObject({ rev: 3, version: '1.1', platform: 'darwin' });
    stop();
    store.update(() => ({ platform: 'linux' }));
    expect(seen).toEqual([2, 3]);
  });

  it('that somebody holds does not change', () => {
    const store = createSnapshotStore(EMPTY);
    const held = store.get();
    store.update(() => ({ platform: 'darwin' }));
    expect(held).toMatchObject({ rev: 1, platform: 'linux' });
  });
});

describe('places', () => {
  const personHome = '/home/ada';
  it.each([
    ['darwin', {}, '/home/ada/Library/Application Support/Switchyard'],
    ['linux', {}, '/home/ada/.local/share/switchyard'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/switchyard'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/ada/.local/share/switchyard'],
    ['darwin', { SWITCHYARD_HOME: '/elsewhere' }, '/elsewhere'],
    ['darwin', { SWITCHYARD_HOME: '' }, '/home/ada/Library/Application Support/Switchyard'],
  ] as const)('on %s with %j are in %s', (platform, env, home) => {
    expect(placesFor({ platform, env, personHome }).home).toBe(home);
  });

  it('of another home keep their keys apart, and the ordinary one needs no prefix', () => {
    const prefix = (home?: string) =>
      placesFor({ platform: 'linux', env: {}, personHome, home }).keychainPrefix;
    expect(prefix()).toBe('');
    expect(prefix('/home/ada/.local/share/switchyard')).toBe('');
    expect(prefix('/a')).toMatch(/^[0-9a-f]{8}\/$/);
    expect(prefix('/a')).not.toBe(prefix('/b'));
  });
});

describe('the log', () => {
  let state: StateHome;
  beforeEach(async () => {
    state = await makeStateHome();
  });
  afterEach(() => state.dispose());

  it('is for its owner only, redacted, one entry a line', () => {
    const log = createLog({
      file: state.at('a.log'),
      now: () => new Date(0),
      redact: (text) => text.replaceAll('secret', '••••'),
    });
    log('one secret\ntwo');
    expect(fs.readFileSync(state.at('a.log'), 'utf8')).toBe(
      '1970-01-01T00:00:00.000Z one ••••\n  two\n',
    );
    expect(fs.statSync(state.at('a.log')).mode & 0o777).toBe(0o600);
  });

  it('loses its older half when it grows, at a line’s end', () => {
    const log = createLog({
      file: state.at('a.log'),
      now: () => new Date(0),
      redact: (text) => text,
    });
    fs.writeFileSync(state.at('a.log'), 'old line\n'.repeat(70_000));
    log('newest');
    const text = fs.readFileSync(state.at('a.log'), 'utf8');
    expect(text.length).toBeLessThan(300_000);
    expect(text.startsWith('old line\n')).toBe(true);
    expect(text.endsWith('newest\n')).toBe(true);
  });

  it('that cannot be written fails nothing', () => {
    const log = createLog({
      file: state.at('no/such/a.log'),
      now: () => new Date(0),
      redact: (text) => text,
    });
    expect(() => log('x')).not.toThrow();
  });
});
