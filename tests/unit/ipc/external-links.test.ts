import { describe, expect, it } from 'vitest';

import { CALL_BUDGET, createCallBudget } from '../../../electron/ipc/call-budget.ts';
import { externalTarget, MENU_BAR_SETTINGS } from '../../../electron/ipc/external-links.ts';

const OWN = 'https://portkey.example.org/logs?trace={trace}&w={worktree}';

describe('a link out of the app', () => {
  it.each([
    'https://app.portkey.ai/logs',
    'https://app.portkey.ai/logs?trace_id=a#b',
    'https://portkey.ai/docs',
    'https://portkey.example.org/elsewhere',
  ])('may lead to %s', (address) => {
    expect(externalTarget(address, OWN)).toBe(address);
  });

  it.each([
    'http://app.portkey.ai/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'https://app.portkey.ai.evil.com/',
    'https://evil.com/app.portkey.ai',
    'https://app.portkey.ai@evil.com/',
    'https://user:pass@app.portkey.ai/',
    'https://app.portkey.ai:8443/',
    'https://app.portkеy.ai/',
    'https:\\\\evil.com\\app.portkey.ai',
    'https://portkey.example.org.evil.com/',
    'vscode://app.portkey.ai/',
    MENU_BAR_SETTINGS,
    `https://app.portkey.ai/${'a'.repeat(5000)}`,
    '',
    'app.portkey.ai',
  ])('never leads to %s', (address) => {
    expect(externalTarget(address, OWN)).toBeNull();
  });

  it.each([
    '',
    'nonsense',
    'http://evil.com/',
    'https://u:p@evil.com/',
    'https://{trace}.evil.com/',
  ])('gains nothing from the template %j', (template) => {
    expect(externalTarget('https://evil.com/', template)).toBeNull();
  });
});

describe('the budget of calls', () => {
  it('lets a burst through, then as many a second as it gets back', () => {
    let now = 1000;
    const mayCall = createCallBudget({ now: () => now });
    const passed = () => Array.from({ length: 10_000 }, mayCall).filter(Boolean).length;
    expect(passed()).toBe(CALL_BUDGET.burst);
    now += 1000;
    expect(passed()).toBe(CALL_BUDGET.perSecond);
    now -= 500;
    expect(passed()).toBe(0);
    now += 60_000;
    expect(passed()).toBe(CALL_BUDGET.burst);
  });
});
