import { Button } from '../../ui/Button.tsx';

export function RetryButton({ asking, onRetry }: { asking: boolean; onRetry: () => void }) {
  return (
    <Button icon="refresh" disabled={asking} onClick={onRetry}>
      {asking ? 'Asking …' : 'Retry'}
    </Button>
  );
}
