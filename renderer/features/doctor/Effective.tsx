import { useState } from 'react';

import type { RequestOutput } from '../../../shared/contract/index.ts';
import { shortPath } from '../../store/words.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { useRequest } from '../../ui/use-request.ts';

type Explained = RequestOutput<'doctor.explain'>;
type Placed = Explained['variables'][number]['winner'];

const LAYERS: Readonly<Record<Placed['layer'], string>> = {
  managed: 'managed settings',
  'main-local': 'the main checkout’s settings',
  local: 'this workspace’s settings',
  project: 'the repository’s settings',
  user: 'your settings',
  conductor: 'Conductor’s Env panel',
  process: 'the environment it is started with',
};

/** Every variable that matters, with the file that wins and those that lose; read when it is opened. */
export function Effective({ worktree, version }: { worktree: string; version: string }) {
  const [open, setOpen] = useState(false);
  const answer = useRequest('doctor.explain', open ? { worktree } : null, { version });
  return (
    <details className="effective" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>What Claude Code uses here</summary>
      {answer?.ok === false && <FailureNote failure={answer.failure} />}
      {answer?.ok === true && <Variables explained={answer.value} />}
    </details>
  );
}

function Variables({ explained }: { explained: Explained }) {
  const { claude, variables, layers } = explained;
  const broken = layers.filter(({ state }) => state === 'malformed');
  return (
    <>
      <p className="sub">
        {claude === null
          ? 'No Claude Code was found, so this is the order of the newest one.'
          : `The order of Claude Code ${claude}.`}{' '}
        What it is started with, and a --settings flag, are not known from here.
      </p>
      {broken.map(({ file }) => (
        <p className="note warn" key={file}>
          {file} is not strict JSON, and is ignored whole.
        </p>
      ))}
      {variables.length === 0 ? (
        <p className="sub">No file sets a variable that matters.</p>
      ) : (
        <dl className="variables">
          {variables.map(({ name, winner, shadowed }) => (
            <div key={name}>
              <dt className="mono">{name}</dt>
              <dd>
                <Value placed={winner} />
                {shadowed.map((lost) => (
                  <Value key={`${lost.layer} ${lost.file ?? ''}`} placed={lost} lost />
                ))}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

function Value({ placed, lost = false }: { placed: Placed; lost?: boolean }) {
  const { layer, file, value } = placed;
  return (
    <div className={lost ? 'placed lost' : 'placed'}>
      <span className="mono">{value === '' ? '(empty)' : value}</span>
      <span className="sub" title={file ?? undefined}>
        {lost ? 'loses: ' : 'from '}
        {LAYERS[layer]}
        {file !== null && ` · ${shortPath(file)}`}
      </span>
    </div>
  );
}
