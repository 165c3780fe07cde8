import { APPLY } from './apply.ts';

/** Findings about settings files, and what stands around them. */
export const SETTINGS_ADVICE = {
  'claude.cloud-provider': {
    means: 'Claude Code asks a cloud itself, past Portkey.',
    step: 'Take CLAUDE_CODE_USE_BEDROCK, _VERTEX or _FOUNDRY out of the file that is named.',
  },
  'claude.host-managed': {
    means: 'The program that starts Claude Code decides where requests go.',
    step: 'Set it up there, or start Claude Code without it.',
  },
  'claude.too-old': {
    means: 'This Claude Code may not follow a changed file while it runs.',
    step: 'Update it, or restart its sessions after a switch.',
  },
  'credential.api-key-open': {
    means: 'A key that your shell exports would go along.',
    step: APPLY,
  },
  'credential.api-key-set': {
    means: 'An Anthropic key of yours is sent to the gateway.',
    step: `${APPLY} If another file sets it, take it out there.`,
  },
  'credential.missing': {
    means: 'A gateway is in force without a key: your own login is sent there.',
    step: APPLY,
  },
  'credential.token-differs': {
    means: 'Token and x-portkey-api-key are two keys, and the token is handed on to the provider.',
    step: APPLY,
  },
  'file.committed-key': {
    means: 'A key stands in a file that git tracks.',
    step: 'Revoke it at Portkey, take it out of the file, and store the new one in the account.',
  },
  'file.drifted': {
    means: 'Somebody has changed the file since it was applied.',
    step: 'Look at what changed, then apply again, or leave it.',
  },
  'file.duplicate-key': {
    means: 'A variable stands in the file twice, and the last one counts.',
    step: 'Take the earlier one out by hand.',
  },
  'file.malformed': {
    means: 'The file is not strict JSON (a comment, a trailing comma), so all of it is ignored.',
    step: 'switchyard repair <worktree> shows and makes the change.',
  },
  'file.not-ignored': {
    means: 'Git would commit the file, with the key in it.',
    step: 'Let Switchyard add the line to info/exclude.',
  },
  'file.readable': {
    means: 'Other users of this machine may read the file.',
    step: `${APPLY} That makes its mode 0600.`,
  },
  'file.symlink': {
    means: 'The file is a link, and what is written goes elsewhere.',
    step: 'Nothing, if you made it so; several worktrees on one file share its trace ID.',
  },
  'file.tracked': {
    means: 'Git tracks the file, so a key would be committed.',
    step: 'git rm --cached .claude/settings.local.json, commit that, and apply again.',
  },
  'headers.duplicate': {
    means: 'A header stands there twice, and only one is sent.',
    step: APPLY,
  },
  'headers.invalid': {
    means: 'A line is no header, so Claude Code does not start a request.',
    step: APPLY,
  },
  'headers.joined': {
    means: 'Headers are joined by commas or written as JSON.',
    step: `${APPLY} By hand: one “name: value” a line.`,
  },
  'headers.literal-newline': {
    means: 'A “\\n” is written out, so all headers after it are part of the first.',
    step: `${APPLY} By hand: a real line break in its place.`,
  },
  'headers.lost': {
    means: 'A header of your team is replaced, because the variable is one for all.',
    step: `${APPLY} It carries the others’ headers along.`,
  },
  'layer.overruled': {
    means: 'A stronger file wins over what was applied.',
    step: 'Take the variables out of the file that is named, or apply there.',
  },
  'login.console-key': {
    means: 'Claude Code’s saved Console key goes along.',
    step: `${APPLY} It adds a header that keeps the key back; or log out with /logout.`,
  },
  'login.other-helper': {
    means: 'What another apiKeyHelper prints goes along.',
    step: `${APPLY} It adds a header that keeps it back; or take the helper out of the file that is named.`,
  },
  'metadata.invalid': {
    means: 'The metadata is no flat JSON object of strings, and Portkey drops it.',
    step: APPLY,
  },
  'metadata.not-ascii': {
    means: 'The metadata holds characters that versions of Claude Code send differently.',
    step: APPLY,
  },
  'metadata.too-long': {
    means: 'A metadata value has more than 128 characters and is cut.',
    step: 'Shorten it, and apply again.',
  },
  'shell.key': {
    means: 'A start-up file of your shell sets a credential for every terminal.',
    step: 'Take the line out, or keep it; an applied worktree is guarded against it.',
  },
  'trace.duplicate': {
    means: 'Two worktrees have the same trace ID.',
    step: 'switchyard trace <worktree> --new (or let the doctor do it).',
  },
  'trace.missing': {
    means: 'The requests carry no trace ID.',
    step: APPLY,
  },
  'url.invalid': {
    means: 'The base URL is no web address.',
    step: APPLY,
  },
  'url.missing': {
    means: 'No gateway is in force although one was applied.',
    step: APPLY,
  },
  'url.not-https': {
    means: 'The base URL is not https, so the key can be read on the way.',
    step: APPLY,
  },
  'url.other-host': {
    means: 'Requests go to another host than the account’s.',
    step: APPLY,
  },
  'url.version-path': {
    means: 'The base URL ends in /v1, which Claude Code adds itself.',
    step: `${APPLY} By hand: https://api.portkey.ai.`,
  },
} as const;
