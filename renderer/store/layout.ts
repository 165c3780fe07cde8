import { createContext, useContext, useEffect, useState } from 'react';

import { useHalfMinutes } from './clock.ts';

/** Below this width there is no room for three columns, whatever was asked for. In pixels. */
const COMPACT_BELOW = 640;

/** True for the popover and for every window that is as narrow as one. */
export function useCompactLayout(): boolean {
  const asked = new URLSearchParams(location.search).get('view') === 'popover';
  const [narrow, setNarrow] = useState(() => innerWidth < COMPACT_BELOW);
  useEffect(() => {
    const query = matchMedia(`(width < ${COMPACT_BELOW}px)`);
    const update = () => setNarrow(query.matches);
    update();
    query.addEventListener('change', update);
    return () => query.removeEventListener('change', update);
  }, []);
  return asked || narrow;
}

export const CompactContext = createContext(false);

export function useCompact(): boolean {
  return useContext(CompactContext);
}

/** Milliseconds since 1970, renewed twice a minute: ages in words need no more. */
export function useNow(): number {
  return useHalfMinutes();
}
