import { useState } from 'react';

import { CopyButton } from '../../ui/CopyButton.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Choice } from '../../ui/Field.tsx';
import { useRequest } from '../../ui/use-request.ts';

type Format = 'conductor' | 'dotenv' | 'json';

const FORMATS: readonly (readonly [Format, string])[] = [
  ['conductor', 'Conductor'],
  ['dotenv', '.env'],
  ['json', 'JSON'],
];

/** The same environment as text for another place. Keys stay masked: put yours in where it is pasted. */
export function EnvironmentBlock({ path, version }: { path: string; version: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className="disclosure" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Environment to paste elsewhere</summary>
      {open && <Block path={path} version={version} />}
    </details>
  );
}

function Block({ path, version }: { path: string; version: string }) {
  const [format, setFormat] = useState<Format>('conductor');
  const answer = useRequest('assignments.environment', { worktree: path, format }, { version });
  return (
    <div className="environment">
      <div className="environment-bar">
        <Choice label="Format" value={format} options={FORMATS} onChange={setFormat} />
        {answer?.ok === true && (
          <CopyButton text={answer.value.text} what="the environment" label="Copy" />
        )}
      </div>
      {answer?.ok === false && <FailureNote failure={answer.failure} />}
      {answer?.ok === true && (
        <textarea
          className="input mono block"
          aria-label="Environment"
          readOnly
          wrap="off"
          value={answer.value.text}
          rows={Math.min(answer.value.text.split('\n').length, 14)}
        />
      )}
      <p className="field-help">The key is masked; put yours in where you paste this.</p>
    </div>
  );
}
