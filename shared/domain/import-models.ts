import { type Finding, finding } from './doctor/finding.ts';
import { isPlaceholder } from './import-credential.ts';
import type { PresetModels } from './preset.ts';

const TIERS = ['sonnet', 'opus', 'haiku'] as const;

function missing(subject: string, message: string): Finding {
  return finding('model.missing', { subject }, message);
}

/** The models that pasted variables name; empty strings stand for none. `needed`: a provider is named, which names no model. */
export function importModels(named: {
  readonly model: string;
  readonly sonnet: string;
  readonly opus: string;
  readonly haiku: string;
  readonly needed: boolean;
}): { readonly models: PresetModels; readonly findings: readonly Finding[] } {
  const { model } = named;
  const findings: Finding[] = [];
  if ([model, ...TIERS.map((tier) => named[tier])].some(isPlaceholder)) {
    findings.push(
      missing(
        'ANTHROPIC_MODEL',
        'A model is a guide’s place-holder: put the ID of your own into it.',
      ),
    );
  }
  const known = (text: string) => (isPlaceholder(text) ? '' : text);
  const tiers = Object.fromEntries(
    TIERS.flatMap((tier) => (known(named[tier]) === '' ? [] : [[tier, named[tier]]])),
  );
  const pinned = Object.values(tiers);
  const universal = known(model);
  if (universal !== '' && pinned.every((one) => one === universal))
    return { models: { model: universal }, findings };
  if (universal !== '') {
    findings.push(
      missing(
        'ANTHROPIC_MODEL',
        'A preset has one model for everything or one a tier; the tiers are taken over, ANTHROPIC_MODEL is left out.',
      ),
    );
  }
  if (pinned.length === 0 && named.needed && findings.length === 0) {
    findings.push(
      missing(
        'ANTHROPIC_DEFAULT_SONNET_MODEL',
        'No model is named, so Claude Code asks for its own IDs, which another provider may not have.',
      ),
    );
  }
  return { models: tiers, findings };
}
