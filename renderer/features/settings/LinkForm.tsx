import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import { failureText } from '../../ui/FailureNote.tsx';
import { SaveField } from '../../ui/SaveField.tsx';
import { useAct } from '../../ui/use-act.ts';
import { checkLink } from './settings-form.ts';

/** Where “Open in Portkey” leads. */
export function LinkForm() {
  const { bridge, ui, notices } = useApp();
  const { settings } = useSnapshot();
  const stored = useUi((state) => state.drafts.portkeyLink);
  const act = useAct();
  const link = stored ?? settings.portkeyLink;
  const wrong = checkLink(link);
  const mayDo = link.trim() !== settings.portkeyLink && wrong === null && !act.busy;
  const type = (portkeyLink: string | null) =>
    ui.setState((state) => ({ drafts: { ...state.drafts, portkeyLink } }));
  const save = async () => {
    const answer = await act.run(() =>
      bridge.request('settings.save', { portkeyLink: link.trim() }),
    );
    if (!answer.ok) return;
    if (ui.getState().drafts.portkeyLink === stored) type(null);
    notices.say('Saved the link.');
  };
  return (
    <SaveField
      className="form"
      label="Link to Portkey"
      mono
      value={link}
      error={wrong ?? (act.failure === null ? null : failureText(act.failure))}
      help="{trace} and {worktree} are filled in. Portkey documents no address of a single trace, so its list of logs is the default and the trace ID is copied, ready to paste into the filter."
      act={act}
      mayDo={mayDo}
      onType={type}
      onSave={() => void save()}
    />
  );
}
