import { APPLY } from './apply.ts';

/** Findings about the account, the way to a provider, and the models. */
export const PORTKEY_ADVICE = {
  'account.unreachable': {
    means: 'Portkey could not be asked, so what only Portkey knows is not examined.',
    step: 'Check the network, the gateway’s address, and that a key is stored in the account; --offline leaves Portkey out.',
  },
  'beta.forwarded': {
    means: 'anthropic-beta is forwarded to a cloud that refuses parts of it (400).',
    step: 'Take it out of forward_headers for Bedrock and Vertex; the gateway passes on what they take.',
  },
  'beta.not-forwarded': {
    means: 'A target of a config gets no anthropic-beta, so newer features are lost there.',
    step: 'Add "forward_headers": ["anthropic-beta"] to that target.',
  },
  'beta.unsupported': {
    means: 'A model on Bedrock that is no Claude refuses caching and betas (403).',
    step: 'Set DISABLE_PROMPT_CACHING and CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS to 1.',
  },
  'clock.skew': {
    means: 'This machine’s clock is wrong, so “today” is cut at the wrong time.',
    step: 'Set the clock, or let the system set it.',
  },
  'key.exhausted': {
    means: 'The budget of the key or its workspace is used up (412).',
    step: 'Raise it at Portkey, wait for its reset, or switch to another account.',
  },
  'key.expired': {
    means: 'The key or its workspace has expired.',
    step: 'Make a new key at Portkey, and store it in the account.',
  },
  'key.invalid': {
    means: 'Portkey does not know the key.',
    step: 'Paste the whole key again; check that the gateway’s address is the one of its tenancy.',
  },
  'key.no-models': {
    means: 'The key may not send requests to models.',
    step: 'Use a workspace key with the scope completions.write.',
  },
  'key.rate-limited': {
    means: 'Portkey limits the key’s rate at the moment.',
    step: 'Wait, or raise the limit at Portkey.',
  },
  'model.alias-open': {
    means: 'Only ANTHROPIC_MODEL is set, which Conductor’s --model passes over.',
    step: `${APPLY} “One model for everything” sets the aliases, too.`,
  },
  'model.missing': {
    means: 'No model is named, so Claude Code’s own default is asked for.',
    step: 'Name the models in the preset, and apply it again.',
  },
  'model.stale-default': {
    means: 'A variable that Claude Code no longer reads names a model.',
    step: 'Name the small model as ANTHROPIC_DEFAULT_HAIKU_MODEL.',
  },
  'model.unknown': {
    means: 'The provider does not have that model at Portkey.',
    step: 'Pick one from the catalogue in the preset’s editor.',
  },
  'model.unpriced': {
    means: 'Portkey’s price list does not have the model, so its spend may read as $0.',
    step: 'Add a price at Portkey, or use an ID that is in the list.',
  },
  'model.wrong-form': {
    means: 'The model’s ID has another cloud’s form.',
    step: 'Bedrock: us.anthropic.claude-…; Vertex: anthropic.claude-…; Anthropic: claude-….',
  },
  'provider.exhausted': {
    means: 'The provider’s budget is used up (412).',
    step: 'Raise it in the Model Catalog, or switch the preset.',
  },
  'provider.expired': {
    means: 'The provider has expired or was archived.',
    step: 'Renew it in the Model Catalog, or switch the preset.',
  },
  'provider.unknown': {
    means: 'The slug is none of the providers that this key may use.',
    step: 'Copy it from the Model Catalog; mind the spelling and the workspace.',
  },
  'route.config-invalid': {
    means: 'The config is neither an ID nor JSON.',
    step: 'Put the ID of a saved config (pc-…) into the preset.',
  },
  'route.config-key': {
    means:
      'A field of the config is spelt as Portkey does not spell it, and is ignored or refused.',
    step: 'Write it as the finding says.',
  },
  'route.config-mode': {
    means: 'The config’s mode does not exist; an old guide writes load-balance.',
    step: 'Write loadbalance, fallback, single or conditional.',
  },
  'route.inline-config': {
    means: 'Newer organisations refuse a config that is not saved (400).',
    step: 'Save the config at Portkey, and name its ID.',
  },
  'route.missing': {
    means: 'Neither provider nor config is named.',
    step: 'Name one in the preset, unless the key has a config of its own.',
  },
  'route.no-at': {
    means:
      'The provider has no “@”, so Portkey takes it for a raw one; newer organisations refuse those.',
    step: 'Write @slug, as the Model Catalog shows it.',
  },
  'route.outranked': {
    means: 'The key’s own config decides, and the provider is ignored.',
    step: 'Use a key without a config, or leave the provider out.',
  },
  'route.pinned-config': {
    means: 'The key has a config and refuses another (400).',
    step: 'Use a key without a config, or a preset without one.',
  },
  'route.same-model': {
    means:
      'Targets on different clouds are asked for one and the same model ID, which only one of them has.',
    step: 'Give each target its own model: "override_params": { "model": "…" }.',
  },
} as const;
