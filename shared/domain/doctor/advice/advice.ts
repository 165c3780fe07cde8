import type { FindingCode } from '../finding.ts';
import { PORTKEY_ADVICE } from './portkey-advice.ts';
import { SETTINGS_ADVICE } from './settings-advice.ts';

/** What a kind of finding means, and what a person does about it. One sentence or two each; the README has the same table. */
export interface Advice {
  readonly means: string;
  readonly step: string;
}

export const ADVICE: Readonly<Record<FindingCode, Advice>> = {
  ...SETTINGS_ADVICE,
  ...PORTKEY_ADVICE,
};
