import { useApp, useSnapshot } from '../store/app.tsx';
import { Button } from './Button.tsx';
import { useAct } from './use-act.ts';

/** Stops the reading of spend, or resumes it. */
export function PauseButton({ label }: { label?: string }) {
  const { bridge, notices } = useApp();
  const { paused } = useSnapshot();
  const act = useAct();
  const toggle = async () => {
    const answer = await act.run(() => bridge.request('spend.pause', { paused: !paused }));
    if (!answer.ok) notices.say(answer.failure.message);
    else notices.say(paused ? 'Reading spend again.' : 'Reading spend is paused.');
  };
  return (
    <Button disabled={act.busy} onClick={() => void toggle()}>
      {label ?? (paused ? 'Resume' : 'Pause')}
    </Button>
  );
}
