import { z } from 'zod';

import { fail, ok, type Result } from '../../../shared/domain/failure.ts';

/** Source: GitHub's REST API, “Get the latest release”; drafts and previews are never the latest one. */
const releaseSchema = z.object({
  tag_name: z.string().max(100),
  html_url: z.url({ protocol: /^https$/, hostname: /^github\.com$/ }),
});

export interface Release {
  readonly version: string;
  /** The release's page. */
  readonly url: string;
}

const TIMEOUT_MS = 15_000;
const LIMIT_BYTES = 1_000_000;

/** Asks for the latest release of a repository. Sends nothing but the app's name and version. */
export function createReleases(options: {
  /** `owner/name` on GitHub. */
  readonly repository: string;
  readonly version: string;
  /** Another place that answers like `https://api.github.com`. */
  readonly api?: string | undefined;
}): { latest(signal?: AbortSignal): Promise<Result<Release>> } {
  const { repository, version, api = 'https://api.github.com' } = options;
  return {
    latest: async (signal) => {
      const limit = AbortSignal.timeout(TIMEOUT_MS);
      try {
        const response = await fetch(`${api}/repos/${repository}/releases/latest`, {
          headers: {
            accept: 'application/vnd.github+json',
            'user-agent': `Switchyard/${version}`,
          },
          redirect: 'error',
          signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
        });
        if (!response.ok) return unknown(`GitHub answered with ${response.status}.`);
        const text = await response.text();
        if (text.length > LIMIT_BYTES) return unknown('GitHub’s answer is too long.');
        const release = releaseSchema.safeParse(JSON.parse(text));
        if (!release.success) return unknown('GitHub’s answer is not that of a release.');
        const { tag_name: tag, html_url: url } = release.data;
        return ok({ version: tag.replace(/^v/, ''), url });
      } catch (error) {
        return unknown(error instanceof Error ? error.message : 'The reason is not known.');
      }
    },
  };
}

function unknown(reason: string): Result<never> {
  return fail('network.unreachable', {
    message: `Whether there is a new version could not be found out: ${reason}`,
    hint: 'Switchyard asks again tomorrow.',
  });
}
