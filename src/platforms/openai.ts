import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

export const openai = {
  type: 'openai',
  name: 'OpenAI',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://api.openai.com/v1',
      auth: 'bearer',
      // Reasoning models refuse max_tokens; all models take max_completion_tokens.
      quirks: { maxTokensField: 'max_completion_tokens', efforts: ['minimal', 'low', 'medium', 'high', 'xhigh'] },
    },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: ['https://platform.openai.com/docs/api-reference/chat/create'],
} satisfies Platform;
