import '../../styles/pages.css';

import { useState } from 'react';

import type { RequestOutput } from '../../../shared/contract/index.ts';
import type { Rule } from '../../../shared/domain/rule.ts';
import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import { NO_RULE } from '../../store/drafts.ts';
import { count, presetName } from '../../store/words.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { FailureNote, failureText } from '../../ui/FailureNote.tsx';
import { SelectField, TextField } from '../../ui/Field.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useAct } from '../../ui/use-act.ts';

type Match = RequestOutput<'rules.test'>['matches'][number];

function aboutText({ repo, path }: Pick<Rule, 'repo' | 'path'>): string {
  return [repo, path].filter((part) => part !== null).join(' · ');
}

/** Rules that put new workspaces on a preset by themselves: what there is, and the form for another one. */
export function RulesSection() {
  const { bridge, notices } = useApp();
  const { presets, rules } = useSnapshot();
  const act = useAct();
  const remove = async (id: string) => {
    const answer = await act.run(() => bridge.request('rules.remove', { id }));
    if (answer.ok) notices.say('Removed the rule.');
  };
  /** Puts a rule one place further up. */
  const raise = (index: number) => {
    const ids = rules.map((rule) => rule.id);
    const [id] = ids.splice(index, 1);
    if (id !== undefined) ids.splice(index - 1, 0, id);
    return act.run(() => bridge.request('rules.reorder', { ids }));
  };
  return (
    <section className="settings-group" aria-labelledby="rules-title">
      <h2 id="rules-title">New workspaces</h2>
      {rules.length === 0 ? (
        <p className="field-help">
          Nothing is done by itself. A rule puts workspaces that are made from now on on a preset.
        </p>
      ) : (
        <ol className="plain-list boxed" aria-label="Rules">
          {rules.map((rule, index) => (
            <li key={rule.id}>
              <Icon name="branch" />
              <span className="grow">
                <span className="wrap">
                  {aboutText(rule)} → {presetName(presets, rule.preset)}
                </span>
                <span className="sub">
                  {index === 0 ? 'Asked first' : 'Asked when none above matches'}
                </span>
              </span>
              {index > 0 && (
                <Button
                  look="quiet"
                  disabled={act.busy}
                  aria-label={`Ask ${aboutText(rule)} earlier`}
                  onClick={() => void raise(index)}
                >
                  Up
                </Button>
              )}
              <IconButton
                icon="minus"
                label={`Remove the rule for ${aboutText(rule)}`}
                disabled={act.busy}
                onClick={() => void remove(rule.id)}
              />
            </li>
          ))}
        </ol>
      )}
      {act.failure !== null && <FailureNote failure={act.failure} />}
      <AddRule />
    </section>
  );
}

function AddRule() {
  const { bridge, ui, notices } = useApp();
  const { presets, worktrees } = useSnapshot();
  const draft = useUi((state) => state.drafts.rule);
  const act = useAct();
  const [matches, setMatches] = useState<readonly Match[] | null>(null);
  const preset = presets.some((one) => one.id === draft.preset)
    ? draft.preset
    : (presets[0]?.id ?? '');
  const names = [...new Set(worktrees.map((tree) => tree.repo))];
  const type = (part: Partial<typeof draft>) => {
    act.forget();
    setMatches(null);
    ui.setState((state) => ({ drafts: { ...state.drafts, rule: { ...draft, ...part } } }));
  };
  const match = { repo: draft.repo.trim(), path: draft.path.trim() };
  const mayDo = (match.repo !== '' || match.path !== '') && preset !== '' && !act.busy;
  const test = async () => {
    const answer = await act.run(() => bridge.request('rules.test', match));
    if (!answer.ok) return;
    setMatches(answer.value.matches);
    notices.say(`${count(answer.value.matches.length, 'workspace')} would match.`);
  };
  const save = async () => {
    const answer = await act.run(() => bridge.request('rules.save', { ...match, preset }));
    if (!answer.ok) return;
    type(NO_RULE);
    notices.say('Added the rule. Workspaces that are there already stay as they are.');
  };
  return (
    <form
      className="form"
      aria-label="New rule"
      onSubmit={(event) => {
        event.preventDefault();
        if (mayDo) void save();
      }}
    >
      <TextField
        label="Repository"
        value={draft.repo}
        options={names}
        placeholder="any"
        help="Its name, or the path of its main checkout."
        onChange={(event) => type({ repo: event.target.value })}
      />
      <TextField
        label="Path"
        mono
        value={draft.path}
        placeholder="any, or for example web/*"
        error={act.failure === null ? null : failureText(act.failure)}
        help="* stands for anything in one folder, ** for folders too."
        onChange={(event) => type({ path: event.target.value })}
      />
      <SelectField
        label="Preset for new workspaces"
        value={preset}
        disabled={presets.length === 0}
        onChange={(event) => type({ preset: event.target.value })}
      >
        {presets.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name}
          </option>
        ))}
      </SelectField>
      {matches !== null && (
        <p className="field-help">
          {matches.length === 0
            ? 'No workspace of now would match.'
            : `${count(matches.length, 'workspace')} of now would match and stay as they are: ${matches
                .slice(0, 3)
                .map((one) => one.name)
                .join(', ')}${matches.length > 3 ? ' …' : ''}`}
        </p>
      )}
      <div className="form-buttons">
        <Button type="submit" disabled={!mayDo}>
          Make the rule
        </Button>
        <Button disabled={!mayDo} onClick={() => void test()}>
          Test
        </Button>
      </div>
    </form>
  );
}
