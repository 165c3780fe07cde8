import type { AccountDraft } from '../../store/drafts.ts';
import { TextField } from '../../ui/Field.tsx';
import type { checkUrls } from './account-form.ts';

/** What few people change: where the gateway is, and how the key reaches Claude Code. */
export function Advanced({
  form,
  errors,
  onChange,
  open,
}: {
  form: AccountDraft;
  errors: ReturnType<typeof checkUrls>;
  onChange: (part: Partial<AccountDraft>) => void;
  open: boolean;
}) {
  return (
    <details className="disclosure advanced" open={open}>
      <summary>Advanced</summary>
      <div className="form">
        <TextField
          label="Gateway URL"
          mono
          value={form.gatewayUrl}
          error={errors.gatewayUrl}
          help="Where Claude Code sends its requests; without /v1."
          onChange={(event) => onChange({ gatewayUrl: event.target.value })}
        />
        <TextField
          label="Admin URL"
          mono
          value={form.adminUrl}
          error={errors.adminUrl}
          placeholder="https://api.portkey.ai/v1"
          help="Where catalogue and analytics are read. Left empty, it follows the gateway URL."
          onChange={(event) => onChange({ adminUrl: event.target.value })}
        />
        <label className="check">
          <input
            type="checkbox"
            checked={form.selfHosted}
            onChange={(event) => onChange({ selfHosted: event.target.checked })}
          />
          <span>
            I run this gateway myself
            <small>
              Portkey’s open-source gateway knows bare provider names (anthropic) instead of slugs
              (@anthropic-prod).
            </small>
          </span>
        </label>
        <fieldset className="radios">
          <legend>How the key reaches Claude Code</legend>
          <label className="check">
            <input
              type="radio"
              name="delivery"
              checked={form.delivery === 'token'}
              onChange={() => onChange({ delivery: 'token' })}
            />
            <span>
              In the settings file
              <small>
                Apply writes the key into the workspace’s settings.local.json, which only you can
                read and git must ignore.
              </small>
            </span>
          </label>
          <label className="check">
            <input
              type="radio"
              name="delivery"
              checked={form.delivery === 'helper'}
              onChange={() => onChange({ delivery: 'helper' })}
            />
            <span>
              From the keychain, through apiKeyHelper
              <small>
                No file holds the key: Claude Code asks the keychain for it. It may ask you once to
                allow that.
              </small>
            </span>
          </label>
        </fieldset>
      </div>
    </details>
  );
}
