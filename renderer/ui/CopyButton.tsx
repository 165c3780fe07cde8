import { useEffect, useState } from 'react';

import { useApp } from '../store/app.tsx';
import { Button, IconButton } from './Button.tsx';

const SHOWN_MS = 1500;

/** Copies `text` (or what it resolves to) and says so where it was pressed. `what` completes “Copy …”. */
export function CopyButton({
  text,
  what,
  label,
  tabIndex,
}: {
  text: string;
  what: string;
  /** Shown as a word; only the drawing when left out. */
  label?: string;
  tabIndex?: number;
}) {
  const { notices } = useApp();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    const done = await copyText(text);
    setCopied(done);
    notices.say(done ? `Copied ${what}.` : `The browser did not allow copying ${what}.`);
  };
  const icon = copied ? 'check' : 'copy';
  return label === undefined ? (
    <IconButton
      icon={icon}
      label={`Copy ${what}`}
      onClick={() => void copy()}
      tabIndex={tabIndex}
    />
  ) : (
    <Button icon={icon} onClick={() => void copy()}>
      {copied ? 'Copied' : label}
    </Button>
  );
}

/** @returns false when the browser forbids it (no permission, no focus) */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
