import { useNotices } from '../store/app.tsx';

/** Speaks the results of the person's own acts, and nothing else. */
export function LiveRegion() {
  const spoken = useNotices((state) => state.spoken);
  return (
    <output className="unseen" aria-live="polite">
      {/* A new element each time, so that the same words are heard twice. */}
      <span key={spoken.turn}>{spoken.text}</span>
    </output>
  );
}
