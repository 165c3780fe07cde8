import { Fragment } from 'react';

import type { Result } from '../../../shared/domain/failure.ts';
import type { Preview } from '../../../shared/domain/preview.ts';
import { count } from '../../store/words.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';

const ORIGINS: Readonly<Record<string, string>> = {
  switchyard: 'Switchyard',
  preset: 'the preset',
  local: 'this workspace’s own settings',
  project: 'the repository’s settings',
  user: 'your own settings',
  'main-checkout': 'the main checkout',
};

/** What would be written: changed variables only, now and after, secrets masked; then where each header comes from. */
export function PreviewDiff({ preview }: { preview: Result<Preview> | null }) {
  if (preview === null) return <div className="preview" aria-busy="true" />;
  if (!preview.ok) {
    return (
      <div className="preview">
        <FailureNote failure={preview.failure} />
      </div>
    );
  }
  const { variables, headers, warnings, exclude, worktree, file, fileExists } = preview.value;
  const changed = variables.filter((variable) => variable.changed);
  return (
    <section className="preview" aria-label="What would be written">
      <header className="preview-head">
        <h2>
          {changed.length === 0
            ? 'Nothing would change'
            : `${count(changed.length, 'variable')} would change`}
        </h2>
        <span className="clip" title={file}>
          {within(file, worktree)}
          {!fileExists && ' (new)'}
        </span>
      </header>
      {exclude !== null && (
        <p className="note">
          Git does not ignore this file yet. Applying adds the line <code>{exclude.line}</code> to{' '}
          <code>{exclude.file}</code>, so that no key can be committed.
        </p>
      )}
      {warnings.map((warning) => (
        <p className="note warn" key={warning}>
          {warning}
        </p>
      ))}
      {changed.length > 0 && (
        <table className="diff">
          <thead>
            <tr>
              <th scope="col">Now</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          {changed.map((variable) => (
            <tbody key={variable.name}>
              <tr>
                <th colSpan={2} scope="rowgroup" className="mono">
                  {variable.name}
                </th>
              </tr>
              <tr>
                <Value text={variable.before} other={variable.after} />
                <Value text={variable.after} other={variable.before} />
              </tr>
            </tbody>
          ))}
        </table>
      )}
      {headers.length > 0 && (
        <details className="origins">
          <summary>{count(headers.length, 'header')} and where each comes from</summary>
          <table className="plain-table">
            <thead>
              <tr>
                <th scope="col">Header</th>
                <th scope="col">Comes from</th>
              </tr>
            </thead>
            <tbody>
              {headers.map((header) => (
                <tr key={header.name}>
                  <td className="mono">
                    {header.name}: {header.value}
                  </td>
                  <td>{ORIGINS[header.origin] ?? header.origin}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
    </section>
  );
}

/** The file as seen from the workspace; the whole path when it lies elsewhere (a link). */
function within(file: string, worktree: string): string {
  return file.startsWith(`${worktree}/`) ? file.slice(worktree.length + 1) : file;
}

/** A value line by line; of a value with several lines, those are marked that the other side does not have. */
function Value({ text, other }: { text: string | null; other: string | null }) {
  if (text === null) return <td className="absent">not set</td>;
  if (text === '') return <td className="absent">empty</td>;
  const lines = text.split('\n');
  const others = new Set(other?.split('\n'));
  if (lines.length === 1 || others.size === 0) return <td className="mono">{text}</td>;
  return (
    <td className="mono">
      {lines.map((line, index) => (
        <Fragment key={line}>
          {index > 0 && '\n'}
          {others.has(line) ? line : <mark>{line}</mark>}
        </Fragment>
      ))}
    </td>
  );
}
