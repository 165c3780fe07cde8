import { useState } from 'react';

import { useApp, useNotices, useSnapshot, useUi } from '../../store/app.tsx';
import { count, presetName, routeName, shortPath } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { AddFolder } from '../settings/Folders.tsx';
import { NoticeView } from '../workspaces/NoticeView.tsx';

/** Step three: which of the found workspaces go onto the preset. */
export function StepWorkspaces({ onDone }: { onDone: () => void }) {
  const { acts } = useApp();
  const { worktrees, presets, scan } = useSnapshot();
  const wanted = useUi((state) => state.wizard.preset);
  const notices = useNotices((state) => state.notices);
  const preset = presets.find((one) => one.id === wanted) ?? presets[0];
  const usable = worktrees.filter((tree) => !tree.bare && !tree.missing);
  // Conductor's workspaces are what Switchyard is for; a main checkout's settings would win over all of them.
  const [picked, setPicked] = useState<readonly string[] | null>(null);
  const chosen =
    picked ?? usable.filter((tree) => tree.conductor && !tree.main).map((tree) => tree.path);
  const open = usable.filter(
    (tree) => chosen.includes(tree.path) && tree.assignment?.presetId !== preset?.id,
  );
  const [busy, setBusy] = useState(false);
  const routed = usable.filter((tree) => tree.assignment !== null).length;

  const apply = async () => {
    if (preset === undefined) return;
    setBusy(true);
    // One after the other: workspaces of one repository share files of git.
    for (const tree of open) {
      await acts.apply({ worktree: tree.path, preset: preset.id, exclude: true });
    }
    setBusy(false);
  };

  return (
    <div className="wizard-body wizard-list">
      <h1>Put workspaces on {preset === undefined ? 'it' : presetName(presets, preset.id)}</h1>
      <p className="lead">
        Only these workspaces’ own settings files are written, and each write can be undone. Git is
        told to ignore them: a line in each repository’s <code>info/exclude</code>.
      </p>
      {usable.length === 0 ? (
        <Empty
          icon="folder"
          title={scan.running ? 'Looking for workspaces' : 'No workspace was found'}
          text="Add the folder that your repositories are in. Conductor’s own folders are searched anyway."
        />
      ) : (
        <ul className="picks" aria-label="Found workspaces">
          {usable.map((tree) => {
            const notice = notices[tree.path];
            return (
              <li key={tree.path}>
                <label className="pick">
                  <input
                    type="checkbox"
                    checked={chosen.includes(tree.path)}
                    disabled={busy}
                    onChange={(event) =>
                      setPicked(
                        event.target.checked
                          ? [...chosen, tree.path]
                          : chosen.filter((path) => path !== tree.path),
                      )
                    }
                  />
                  <span className="clip">{tree.name}</span>
                  <span className="branch clip">{tree.branch ?? ''}</span>
                  <span className="route">{routeName(tree, presets)}</span>
                </label>
                <small className="clip">
                  {tree.repo} · {tree.main ? 'main checkout' : shortPath(tree.path)}
                </small>
                {notice !== undefined && <NoticeView path={tree.path} notice={notice} />}
              </li>
            );
          })}
        </ul>
      )}
      <AddFolder />
      <div className="form-buttons">
        {open.length > 0 || routed === 0 ? (
          <Button
            look="solid"
            disabled={open.length === 0 || busy || preset === undefined}
            onClick={() => void apply()}
          >
            {busy
              ? 'Applying …'
              : open.length === 0
                ? 'Choose a workspace'
                : `Put ${count(open.length, 'workspace')} on ${preset?.name ?? ''}`}
          </Button>
        ) : (
          <Button look="solid" onClick={onDone}>
            Done
          </Button>
        )}
        {open.length > 0 && routed > 0 && <Button onClick={onDone}>Done</Button>}
      </div>
    </div>
  );
}
