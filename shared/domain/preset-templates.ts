import type { Preset } from './preset.ts';

export interface PresetTemplate {
  readonly preset: Preset;
  /** Shown beside the template: slugs are chosen by each organisation, and model IDs age. */
  readonly note: string;
}

const NOTE = 'Check the slug and the model IDs against your catalogue; they can be filled from it.';

/**
 * Starting points for presets. Slugs are conventions and model IDs come from Portkey's price files of 2026-08-21
 * (portkey-api.md §10.5); xAI and Moonshot IDs from the price files of the same date. Both age: the editor fills them
 * from the account's own catalogue.
 */
export const PRESET_TEMPLATES: readonly PresetTemplate[] = [
  {
    preset: {
      id: 'anthropic',
      name: 'Anthropic',
      provider: '@anthropic-prod',
      models: { sonnet: 'claude-sonnet-4-6', opus: 'claude-opus-4-8', haiku: 'claude-haiku-4-5' },
    },
    note: NOTE,
  },
  {
    preset: {
      id: 'bedrock',
      name: 'Bedrock',
      provider: '@bedrock-prod',
      models: {
        sonnet: 'us.anthropic.claude-sonnet-4-6',
        opus: 'us.anthropic.claude-opus-4-8',
        haiku: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
      },
    },
    note: `${NOTE} “us.” is the cross-region profile; use eu. or global. where your account has it.`,
  },
  {
    preset: {
      id: 'vertex',
      name: 'Vertex AI',
      provider: '@vertex-prod',
      models: {
        sonnet: 'anthropic.claude-sonnet-4-6',
        opus: 'anthropic.claude-opus-4-8',
        haiku: 'anthropic.claude-haiku-4-5@20251001',
      },
    },
    note: NOTE,
  },
  {
    preset: {
      id: 'azure-foundry',
      name: 'Azure AI Foundry',
      provider: '@azure-foundry',
      models: {
        sonnet: 'claude-sonnet-4-6',
        opus: 'claude-opus-4-8',
        haiku: 'claude-haiku-4-5-20251001',
      },
    },
    note: `${NOTE} Azure wants your deployments’ names here.`,
  },
  {
    preset: {
      id: 'openai',
      name: 'OpenAI',
      provider: '@openai-prod',
      models: { sonnet: 'gpt-5.5', opus: 'gpt-5.6', haiku: 'gpt-5.4-mini' },
    },
    note: NOTE,
  },
  {
    preset: { id: 'xai', name: 'xAI', provider: '@xai-prod', models: { model: 'grok-4.6' } },
    note: NOTE,
  },
  {
    preset: {
      id: 'moonshot',
      name: 'Moonshot',
      provider: '@moonshot-prod',
      models: { model: 'kimi-k2.7-code' },
    },
    note: NOTE,
  },
  {
    preset: {
      id: 'openrouter',
      name: 'OpenRouter',
      provider: '@openrouter',
      models: {
        sonnet: 'anthropic/claude-sonnet-4.6',
        opus: 'anthropic/claude-opus-4.8',
        haiku: 'anthropic/claude-haiku-4.5',
      },
    },
    note: NOTE,
  },
  {
    preset: {
      id: 'universal',
      name: 'Universal',
      provider: '@your-provider',
      models: { model: 'your-model' },
    },
    note: 'Any provider and one model for everything. Put in your slug and a model of your catalogue.',
  },
];
