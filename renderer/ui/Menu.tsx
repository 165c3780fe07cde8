import {
  Fragment,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useRef,
} from 'react';

import { Icon } from './Icon.tsx';

export interface MenuItem {
  readonly key: string;
  readonly label: string;
  readonly detail?: string | undefined;
  /** Shown at the right edge: `⌘1`. */
  readonly shortcut?: string | undefined;
  /** Left out for an item that is an act, not a choice. */
  readonly checked?: boolean | undefined;
  readonly separated?: boolean | undefined;
  readonly run: () => void;
}

/**
 * A pop-up button with its menu. The menu lives in the top layer and is anchored by CSS, so no list clips it. Arrows,
 * Home, End and first letters move; Enter chooses; Escape and a click elsewhere close. The focus goes back to where it was.
 */
export function Menu({
  label,
  face,
  items,
  open,
  onOpenChange,
  className = 'pop-up',
  tabIndex,
  disabled = false,
}: {
  label: string;
  face: ReactNode;
  items: readonly MenuItem[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  className?: string;
  tabIndex?: number;
  disabled?: boolean;
}) {
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <span className="menu-root">
      <button
        ref={trigger}
        type="button"
        className={className}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        tabIndex={tabIndex}
        disabled={disabled}
        onClick={() => onOpenChange(!open)}
      >
        {face}
      </button>
      {open && (
        <MenuList
          label={label}
          items={items}
          trigger={trigger}
          onClose={() => onOpenChange(false)}
        />
      )}
    </span>
  );
}

function MenuList({
  label,
  items,
  trigger,
  onClose,
}: {
  label: string;
  items: readonly MenuItem[];
  trigger: { readonly current: HTMLElement | null };
  onClose: () => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const close = useEffectEvent(onClose);

  useEffect(() => {
    const menu = list.current;
    if (menu === null) return undefined;
    const before = document.activeElement;
    menu.showPopover();
    const first =
      menu.querySelector<HTMLElement>('[aria-checked="true"]') ??
      menu.querySelector<HTMLElement>('[role^="menuitem"]');
    first?.focus();
    const outside = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!menu.contains(target) && trigger.current?.contains(target) !== true) close();
    };
    document.addEventListener('pointerdown', outside, true);
    return () => {
      document.removeEventListener('pointerdown', outside, true);
      // Only when the menu had the focus: a click elsewhere has put it where the person wanted it.
      const lost =
        document.activeElement === document.body || menu.contains(document.activeElement);
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, [trigger]);

  const onKeyDown = (event: KeyboardEvent) => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
    const at = all.findIndex((item) => item === document.activeElement);
    const focus = (index: number) => all[(index + all.length) % all.length]?.focus();
    if (event.key === 'ArrowDown') focus(at + 1);
    else if (event.key === 'ArrowUp') focus(at - 1);
    else if (event.key === 'Home') focus(0);
    else if (event.key === 'End') focus(-1);
    else if (event.key === 'Escape' || event.key === 'Tab' || event.key === 'ArrowLeft') onClose();
    else if (/^[\p{L}\p{N}]$/u.test(event.key) && !event.metaKey && !event.ctrlKey) {
      const letter = event.key.toLowerCase();
      const turned = [...all.slice(at + 1), ...all.slice(0, at + 1)];
      turned.find((item) => item.dataset['label']?.startsWith(letter) === true)?.focus();
    } else return;
    event.stopPropagation();
    if (event.key !== 'Tab') event.preventDefault();
  };

  return (
    <div
      ref={list}
      className="menu"
      role="menu"
      tabIndex={-1}
      aria-label={label}
      popover="manual"
      onKeyDown={onKeyDown}
    >
      {items.map((item) => (
        <Fragment key={item.key}>
          {item.separated === true && <hr />}
          <button
            type="button"
            role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
            aria-checked={item.checked}
            tabIndex={-1}
            data-label={item.label.toLowerCase()}
            onPointerMove={(event) => event.currentTarget.focus({ preventScroll: true })}
            onClick={() => {
              onClose();
              item.run();
            }}
          >
            <span className="menu-check">{item.checked === true && <Icon name="check" />}</span>
            <span className="menu-label">{item.label}</span>
            {item.detail !== undefined && <span className="menu-detail">{item.detail}</span>}
            {item.shortcut !== undefined && (
              <span className="menu-shortcut" aria-hidden="true">
                {item.shortcut}
              </span>
            )}
          </button>
        </Fragment>
      ))}
    </div>
  );
}
