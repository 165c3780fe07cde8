import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { exportEnv } from '../../../electron/services/claude-settings/export-env.ts';
import { importEnv } from '../../../shared/domain/env-import.ts';
import { composeEnv } from '../../../shared/domain/env-block.ts';
import { checkHeader, holdsSecret, MANAGED_HEADERS } from '../../../shared/domain/header-set.ts';
import type { Preset, PresetModels } from '../../../shared/domain/preset.ts';
import { ACCOUNT, KEY, must } from '../support/settings-bench.ts';

const model = fc
  .stringMatching(/^[a-z][\x21-\x7e]{0,30}$/)
  .filter((one) => !/^your[_-]/i.test(one));
const models: fc.Arbitrary<PresetModels> = fc.oneof(
  fc.record({ model }),
  fc.record({ sonnet: model, opus: model, haiku: model }, { requiredKeys: [] }),
);
const route = fc.oneof(
  fc.record({ provider: fc.stringMatching(/^@[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/) }),
  fc.record({ config: fc.stringMatching(/^pc-[A-Za-z0-9][A-Za-z0-9_-]{0,20}$/) }),
  fc.constant({}),
);
/** Written out line breaks and commas between headers are what an import mends, so they cannot come back as they were. */
const value = fc
  .stringMatching(/^[\x20-\x7e]{1,30}$/)
  .map((one) => one.trim())
  .filter((one) => one !== '' && !/\\n\s*[\w-]+\s*:|,\s*x-|(\\n\s*)+$/i.test(one));
const headers = fc
  .dictionary(fc.stringMatching(/^x-[a-z]{1,8}(-[a-z]{1,8})?$/), value, { maxKeys: 3 })
  .map((all) =>
    Object.fromEntries(
      Object.entries(all).filter(
        ([name, one]) =>
          checkHeader(name, one).ok &&
          !MANAGED_HEADERS.has(name) &&
          !holdsSecret({ name, value: one }) &&
          one !== 'no-key',
      ),
    ),
  );
const metadata = fc.dictionary(
  fc
    .stringMatching(/^[a-z][a-z0-9_]{0,10}$/)
    .filter((key) => !['worktree', 'repo', 'branch'].includes(key)),
  fc.string({ unit: 'grapheme', maxLength: 40 }).filter((one) => !/[\p{Cc}]|\\n|, *x-/u.test(one)),
  { maxKeys: 3 },
);

describe('the block to paste into Conductor', () => {
  it.each(['conductor', 'json'] as const)('comes back whole from an import (%s)', (format) => {
    fc.assert(
      fc.property(route, models, headers, metadata, (where, which, extra, tags) => {
        const preset: Preset = { id: 'any', name: 'Any', ...where, models: which, headers: extra };
        const { env } = composeEnv({
          account: ACCOUNT,
          key: KEY,
          preset,
          trace: 'web-lisbon-7f2a',
          worktree: { id: 'lisbon-1234abcd', repo: 'web', branch: 'try/lisbon' },
          metadata: tags,
          layers: [],
          guardApiKey: true,
        });
        const read = must(importEnv(exportEnv(env, format, true)));
        expect(read.key?.reveal()).toBe(KEY);
        expect(read.gatewayUrl).toBe(ACCOUNT.gatewayUrl);
        expect(read.metadata).toEqual(tags);
        expect(read.preset).toMatchObject({ ...where, models: which });
        expect(read.preset.headers ?? {}).toEqual(extra);
        expect(read.ignored).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('with its keys masked says that there is none to store', () => {
    const env = { ANTHROPIC_AUTH_TOKEN: KEY, ANTHROPIC_API_KEY: '' };
    const read = must(importEnv(exportEnv(env, 'conductor', false)));
    expect(read.key).toBeNull();
    expect(read.findings.map((one) => one.code)).toContain('credential.missing');
  });
});
