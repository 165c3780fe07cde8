import { describe, expect, it } from 'vitest';

import {
  pageOf,
  PARTITION,
  popoverOptions,
  windowOptions,
} from '../../../electron/windows/window-options.ts';

describe.each([
  ['popover', popoverOptions],
  ['window', windowOptions],
])('the options of the %s', (_name, make) => {
  it('keep the page in its sandbox', () => {
    expect(make({ preload: '/app/preload.cjs', packaged: true }).webPreferences).toEqual({
      preload: '/app/preload.cjs',
      partition: PARTITION,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    });
  });

  it('have developer tools in development only, and show nothing unpainted', () => {
    const options = make({ preload: '/p', packaged: false });
    expect(options.webPreferences.devTools).toBe(true);
    expect(options.show).toBe(false);
  });
});

describe('the views', () => {
  it('keep nothing on disk', () => {
    expect(PARTITION.startsWith('persist:')).toBe(false);
  });

  it('have a page each', () => {
    expect([pageOf('popover'), pageOf('window')]).toEqual([
      '/index.html?view=popover',
      '/index.html',
    ]);
  });

  it('give the popover a panel, which does not take the focus from other apps', () => {
    expect(popoverOptions({ preload: '/p', packaged: true })).toMatchObject({
      type: 'panel',
      frame: false,
      skipTaskbar: true,
    });
  });
});
