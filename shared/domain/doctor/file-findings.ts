import { brokenPolicy } from '../effective-env.ts';
import type { WorktreeFacts } from './facts.ts';
import { type Finding, finding } from './finding.ts';

const BROKEN_MANAGED = {
  refuses:
    'The administrator’s file is not strict JSON, so Claude Code does not start at all; only an administrator can mend it.',
  'own-model':
    'The administrator’s file is not strict JSON, so Claude Code ignores it, and passes over the model that is named.',
} as const;

/** What is wrong with the settings files themselves. @param isRouted whether the worktree has anything to do with a gateway */
export function fileFindings(
  { layers, version, file, applied }: WorktreeFacts,
  isRouted: boolean,
): Finding[] {
  const found = layers
    .filter(({ state }) => state === 'malformed')
    .map((layer) =>
      finding(
        'file.malformed',
        { file: layer.file, fix: layer.kind === 'local' ? 'repair' : null },
        layer.kind === 'managed'
          ? BROKEN_MANAGED[brokenPolicy(version)]
          : 'The file is not strict JSON, so Claude Code ignores it whole and goes on with what is left.',
      ),
    );
  const about = { file: file.path } as const;
  if (!file.exists || !isRouted) return found;
  if (file.tracked)
    found.push(
      finding(
        'file.tracked',
        about,
        'Git tracks the settings file, so a key in it would be committed: git rm --cached it.',
      ),
    );
  else if (!file.ignored)
    found.push(
      finding(
        'file.not-ignored',
        { ...about, fix: 'ignore' },
        'Git does not ignore the settings file, so a key in it could be committed.',
      ),
    );
  if (file.open)
    found.push(
      finding(
        'file.readable',
        { ...about, fix: 'apply' },
        'Other users of this machine may read the settings file.',
      ),
    );
  if (file.symlink)
    found.push(
      finding(
        'file.symlink',
        about,
        'The settings file is a symbolic link; what is written goes to where it leads.',
      ),
    );
  for (const name of file.duplicates) {
    found.push(
      finding(
        'file.duplicate-key',
        { ...about, subject: name },
        `${name} stands in the file more than once; Claude Code takes the last.`,
      ),
    );
  }
  if (applied?.drifted === true) {
    found.push(
      finding('file.drifted', { ...about, fix: 'apply' }, driftSentence(applied.changed ?? [])),
    );
  }
  return found;
}

function driftSentence(changed: readonly string[]): string {
  return changed.length === 0
    ? 'The file no longer holds what was applied: somebody has changed it since.'
    : `Somebody has changed ${changed.join(', ')} since it was applied.`;
}
