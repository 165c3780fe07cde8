import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { portkeyLink } from '../../../shared/domain/portkey-link.ts';

/** Every code point, halves of surrogate pairs too. */
const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0x10_ff_ff }).map((point) => String.fromCodePoint(point)),
});

const values = { trace: 'web-lisbon-7f2a', worktree: 'web-lisbon' };

describe('the link to Portkey', () => {
  it('is the template with the trace ID and the worktree in it', () => {
    expect(portkeyLink('https://app.portkey.ai/logs', values)).toBe('https://app.portkey.ai/logs');
    expect(portkeyLink(' https://x.example/{worktree}?t={trace}&again={trace} ', values)).toBe(
      'https://x.example/web-lisbon?t=web-lisbon-7f2a&again=web-lisbon-7f2a',
    );
  });

  it('keeps every value within its part of the address', () => {
    fc.assert(
      fc.property(anyText, (trace) => {
        const link = portkeyLink('https://x.example/logs?t={trace}&end=1', { ...values, trace });
        const url = new URL(link ?? '');
        expect(url.host + url.pathname).toBe('x.example/logs');
        expect(url.searchParams.get('t')).toBe(trace.toWellFormed());
        expect([...url.searchParams.keys()]).toEqual(['t', 'end']);
      }),
    );
  });

  it.each(['', 'app.portkey.ai', 'http://app.portkey.ai', 'javascript:alert(1)//https://', 'https://', 'https://a:b@x.example', 'file:///etc/hosts'])(
    'is none for “%s”',
    (template) => {
      expect(portkeyLink(template, values)).toBeNull();
    },
  ); // prettier-ignore

  it('does not read a value as a template', () => {
    expect(portkeyLink('https://x.example/{trace}', { trace: '{worktree}', worktree: 'w' })).toBe(
      'https://x.example/%7Bworktree%7D',
    );
  });
});
