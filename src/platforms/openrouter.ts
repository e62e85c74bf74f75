import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

export const openrouter = {
  type: 'openrouter',
  name: 'OpenRouter',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://openrouter.ai/api/v1',
      auth: 'bearer',
      quirks: { thinking: 'reasoning-object', efforts: ['minimal', 'low', 'medium', 'high', 'xhigh', 'max'] },
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
  notes: [
    'Its own fields, such as `provider` and `models`, reach it from clients that speak the protocol in which it is asked: nothing is taken away there. Its application headers are set by `headers: {X-Title: …, HTTP-Referer: …}`.',
    'Comments in its streams are passed over, and an error inside a 200 is taken for the error that it is, so that another model can answer.',
  ],
  sources: [
    'https://openrouter.ai/docs/models (the list of models: context_length, top_provider, pricing, supported_parameters)',
    'https://openrouter.ai/docs/guides/best-practices/reasoning-tokens (reasoning, reasoning_details)',
    'https://openrouter.ai/docs/client-sdks/python/components/defaulteffort (efforts)',
    'https://www.developersdigest.tech/setup/openrouter/claude-code (its Anthropic address, with links to the official guide)',
  ],
} satisfies Platform;
