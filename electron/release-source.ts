import { readFileSync } from 'node:fs';
import path from 'node:path';

import { GITHUB_REPOSITORY } from '../shared/domain/version.ts';
import type { Result } from '../shared/domain/failure.ts';
import type { Release } from './services/updates/releases.ts';

/** What the packaged app says about where its new versions come from; see `build/electron-builder.ts`. */
export interface ReleaseSource {
  /** `owner/name` on GitHub; null: nobody publishes this build. */
  readonly repository: string | null;
  /** Whether the build is signed, so that it may replace itself. */
  readonly signed: boolean;
}

/** Reads it from the app's own package.json. What is not there, or not understood, is no source. @param root the app's folder */
export function readReleaseSource(root: string): ReleaseSource {
  try {
    const content: unknown = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const { switchyard } = content as { switchyard?: { releases?: unknown; signed?: unknown } };
    const releases = switchyard?.releases;
    const known = typeof releases === 'string' && GITHUB_REPOSITORY.test(releases);
    return { repository: known ? releases : null, signed: known && switchyard?.signed === true };
  } catch {
    return { repository: null, signed: false };
  }
}

/** The latest release. What asks for it is loaded when it is asked for, once a day at most. */
export async function findRelease(options: {
  readonly repository: string;
  readonly version: string;
}): Promise<Result<Release>> {
  const { createReleases } = await import('./services/updates/releases.ts');
  return createReleases(options).latest();
}
