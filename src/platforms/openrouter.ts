import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

export const openrouter = {
  type: 'openrouter',
  name: 'OpenRouter',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://openrouter.ai/api/v1',
      auth: 'bearer',
      quirks: { thinking: 'reasoning-object', efforts: ['minimal', 'low', 'medium', 'high', 'xhigh'] },
    },
    {
      protocol: 'anthropic-messages',
      baseUrl: 'https://openrouter.ai/api',
      auth: 'bearer',
      // Claude models behind it check the signatures of thinking blocks.
      quirks: { signedThinking: true },
    },
  ],
  modelList: 'openrouter',
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: [
    'https://openrouter.ai/docs/models (the list of models: context_length, top_provider, pricing, supported_parameters)',
    'https://openrouter.ai/docs/guides/best-practices/reasoning-tokens (reasoning, reasoning_details)',
    'https://www.developersdigest.tech/setup/openrouter/claude-code (its Anthropic address, with links to the official guide)',
  ],
} satisfies Platform;
