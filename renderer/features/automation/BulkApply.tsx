import '../../styles/pages.css';

import { useEffect, useState } from 'react';

import type { WorktreeView } from '../../../shared/domain/app-snapshot.ts';
import type { BulkJob } from '../../../shared/domain/bulk.ts';
import { useApp, useSnapshot } from '../../store/app.tsx';
import { count, presetName } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { SelectField } from '../../ui/Field.tsx';
import { useAct } from '../../ui/use-act.ts';

/** How often to ask how far it is, milliseconds. */
const ASK_MS = 400;

/** Puts all workspaces of a repository on one preset; the main checkout, which wins in all of them, is left out. */
export function BulkApply({ tree }: { tree: WorktreeView }) {
  const { bridge, notices } = useApp();
  const { presets, worktrees } = useSnapshot();
  const act = useAct();
  const [chosen, setChosen] = useState(tree.assignment?.presetId ?? '');
  const [job, setJob] = useState<BulkJob | null>(null);
  const [open, setOpen] = useState(false);
  const meant = worktrees.filter(
    (one) => one.commonDir === tree.commonDir && !one.main && !one.missing && !one.bare,
  );
  const preset = presets.some((one) => one.id === chosen) ? chosen : (presets[0]?.id ?? '');
  const running = job?.state === 'running' ? job.id : null;

  useEffect(() => {
    if (running === null) return;
    const ask = async () => {
      const answer = await bridge.request('automation.job', { id: running });
      setJob(answer.ok ? answer.value : null);
      if (answer.ok && answer.value.state !== 'running') notices.say(outcomeOf(answer.value));
    };
    const timer = setInterval(() => void ask(), ASK_MS);
    return () => clearInterval(timer);
  }, [bridge, notices, running]);

  if (meant.length < 2 || presets.length === 0) return null;
  if (!open) {
    return (
      <div className="actions-bar">
        <Button onClick={() => setOpen(true)}>All {meant.length} of this repository …</Button>
      </div>
    );
  }
  const start = async () => {
    const paths = meant.map((one) => one.path);
    const input = { worktrees: paths, preset, exclude: true };
    const answer = await act.run(() => bridge.request('automation.start', input));
    if (!answer.ok) return;
    const { id } = answer.value;
    setJob({ id, total: paths.length, done: 0, results: [], state: 'running' });
  };
  const name = presetName(presets, preset);
  return (
    <section className="settings-group" aria-labelledby="bulk-title">
      <h2 id="bulk-title">All workspaces of {tree.repo}</h2>
      <SelectField
        label="Preset for all of them"
        value={preset}
        disabled={running !== null}
        onChange={(event) => setChosen(event.target.value)}
      >
        {presets.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </SelectField>
      {act.failure !== null && <FailureNote failure={act.failure} />}
      {running === null ? (
        <Confirm
          label={`Put all ${meant.length} on this preset …`}
          question={`${count(meant.length, 'workspace')} of ${tree.repo} will be put on ${name}; those that are on it already stay as they are. Where git does not ignore the settings file yet, the line for that is added. Each write can be undone.`}
          yes={`Put all on ${name}`}
          disabled={act.busy}
          onYes={() => void start()}
        />
      ) : (
        <div className="actions-bar">
          <progress aria-label="Done" max={job?.total ?? 1} value={job?.done ?? 0} />
          <p className="field-help">
            {job?.done ?? 0} of {job?.total ?? 0}
          </p>
          <Button onClick={() => void bridge.request('automation.cancel', { id: running })}>
            Cancel
          </Button>
        </div>
      )}
      {job !== null && running === null && <Outcome job={job} />}
    </section>
  );
}

function outcomeOf({ results, total }: BulkJob): string {
  const of = (state: string) => results.filter((one) => one.state === state).length;
  const left = total - of('applied') - of('already') - of('failed');
  return [
    `${of('applied')} written, ${of('already')} right already`,
    ...(of('failed') > 0 ? [`${of('failed')} failed`] : []),
    ...(left > 0 ? [`${left} not begun`] : []),
  ].join(', ');
}

function Outcome({ job }: { job: BulkJob }) {
  const failed = job.results.filter((one) => one.failure !== null);
  return (
    <>
      <p className="field-help">{outcomeOf(job)}.</p>
      {failed.length > 0 && (
        <ul className="plain-list problems" aria-label="What failed">
          {failed.map((one) => (
            <li key={one.worktree}>
              <span className="mono">{one.worktree}</span>
              <span>
                {one.failure?.message} {one.failure?.hint}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
