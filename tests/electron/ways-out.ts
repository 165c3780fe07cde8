import type { TestHost } from './host.ts';

/** Ways in which a page can try to go somewhere else, and to open a window. The last four are clicks of a mouse. */
export const WAYS_TO_GO = ['location', 'link', 'refresh'] as const;
export const WAYS_TO_OPEN = ['window.open', 'blank', 'Control', 'Shift', 'middle'] as const;

/** Has the page of the first window try to go to an address. */
export function goBy(
  host: TestHost,
  way: (typeof WAYS_TO_GO)[number],
  address: string,
): Promise<void> {
  return host.drive(
    async ({ windows }, order) => {
      const page = await [...windows][0]?.opened;
      await page?.evaluate(([how, target]) => {
        if (how === 'location') location.href = target;
        else if (how === 'link') {
          const link = document.createElement('a');
          link.href = target;
          document.body.append(link);
          link.click();
          link.remove();
        } else {
          const meta = document.createElement('meta');
          meta.httpEquiv = 'refresh';
          meta.content = `0;url=${target}`;
          document.head.append(meta);
        }
      }, order);
    },
    [way, address] as const,
  );
}

/** Has the page of the first window try to open a window at an address. */
export function openBy(
  host: TestHost,
  way: (typeof WAYS_TO_OPEN)[number],
  address: string,
): Promise<void> {
  return host.drive(
    async ({ windows }, [how, to]) => {
      const page = await [...windows][0]?.opened;
      if (how === 'window.open') {
        await page?.evaluate((target) => void window.open(target), to);
        return;
      }
      await page?.evaluate(
        ([target, blank]) => {
          const link = document.createElement('a');
          link.id = 'way-out';
          link.href = target;
          if (blank) link.target = '_blank';
          link.append('out');
          Object.assign(link.style, { position: 'fixed', inset: '0', zIndex: '9999' });
          document.body.append(link);
        },
        [to, how === 'blank'] as const,
      );
      await page?.locator('#way-out').click({
        ...(how === 'Control' || how === 'Shift' ? { modifiers: [how] } : {}),
        ...(how === 'middle' ? { button: 'middle' } : {}),
      });
      await page?.evaluate(() => document.querySelector('#way-out')?.remove());
    },
    [way, address] as const,
  );
}
