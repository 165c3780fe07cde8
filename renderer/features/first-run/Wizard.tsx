import '../../styles/detail.css';
import '../../styles/wizard.css';

import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import type { WizardStep } from '../../store/ui.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { StepKey } from './StepKey.tsx';
import { StepProvider } from './StepProvider.tsx';
import { StepWorkspaces } from './StepWorkspaces.tsx';

const STEPS: readonly (readonly [WizardStep, string])[] = [
  [1, 'Key'],
  [2, 'Provider'],
  [3, 'Workspaces'],
];

/** The first run: three steps, each with one next action. Can be left at any time; the list leads back. */
export function Wizard() {
  const { ui } = useApp();
  const { accounts, presets } = useSnapshot();
  const step = useUi((state) => state.wizard.step);
  const set = (part: { step?: WizardStep; open?: boolean; preset?: string }) =>
    ui.setState((state) => ({ wizard: { ...state.wizard, ...part } }));
  const reachable = (target: WizardStep) =>
    target === 1 ||
    (target === 2 && accounts.some((account) => account.key !== null)) ||
    (target === 3 && presets.length > 0 && accounts.length > 0);
  return (
    <main className="wizard">
      <header className="wizard-head">
        <p className="brand">
          <Icon name="switch" /> Switchyard
        </p>
        <ol className="steps" aria-label="Steps">
          {STEPS.map(([number, name]) => (
            <li key={number}>
              <button
                type="button"
                aria-current={number === step ? 'step' : undefined}
                disabled={!reachable(number)}
                onClick={() => set({ step: number })}
              >
                <span className="step-number">{number}</span> {name}
              </button>
            </li>
          ))}
        </ol>
        <Button look="quiet" onClick={() => set({ open: false })}>
          {step === 3 ? 'Finish later' : 'Later'}
        </Button>
      </header>
      {step === 1 && <StepKey onNext={() => set({ step: 2 })} />}
      {step === 2 && <StepProvider onNext={(preset) => set({ step: 3, preset })} />}
      {step === 3 && <StepWorkspaces onDone={() => set({ open: false })} />}
    </main>
  );
}
