import { describe, expect, it } from 'vitest';

import { APP_ORIGIN, isOwnFrame, isOwnUrl } from '../../../electron/ipc/sender-policy.ts';

const own = { origin: APP_ORIGIN, url: `${APP_ORIGIN}/index.html?view=popover`, parent: null };

describe('the sender policy', () => {
  it('lets the top frame of our own page through', () => {
    expect(isOwnFrame(own)).toBe(true);
  });

  it.each([
    ['no frame: it navigated or was destroyed', null],
    ['no frame at all', undefined],
    ['a frame inside the page', { ...own, parent: {} }],
    ['a frame whose parent is unknown', { ...own, parent: undefined }],
    ['another host', { ...own, origin: 'app://switchyard2', url: 'app://switchyard2/index.html' }],
    ['another scheme', { ...own, origin: 'https://switchyard', url: 'https://switchyard/' }],
    ['an opaque origin', { ...own, origin: 'null' }],
    ['about:blank that inherited our origin', { ...own, url: 'about:blank' }],
    ['an empty address', { ...own, url: '' }],
    ['our address with another origin', { ...own, origin: 'https://example.com' }],
    ['our name as a user', { ...own, url: 'app://switchyard@evil/' }],
    [
      'our name as a prefix',
      { ...own, origin: 'app://switchyard.evil', url: 'app://switchyard.evil/' },
    ],
    ['a port', { ...own, url: 'app://switchyard:8080/' }],
    ['a frame of a local file', { ...own, origin: 'file://', url: 'file:///index.html' }],
  ])('refuses %s', (_what, frame) => {
    expect(isOwnFrame(frame)).toBe(false);
  });

  it('refuses a frame that throws when it is read', () => {
    const gone = {
      parent: null,
      url: own.url,
      get origin(): string {
        throw new Error('Render frame was disposed');
      },
    };
    expect(isOwnFrame(gone)).toBe(false);
  });

  it.each([
    ['app://switchyard/', true],
    ['app://switchyard/assets/x.js#y', true],
    ['app://switchyard', true],
    ['app:switchyard', false],
    ['javascript:alert(1)', false],
    ['data:text/html,x', false],
    ['https://app.switchyard/', false],
    ['//switchyard/', false],
    ['not an address', false],
  ])('judges the address %s', (address, expected) => {
    expect(isOwnUrl(address)).toBe(expected);
  });
});
