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
      quirks: {
        maxTokensField: 'max_completion_tokens',
        efforts: ['minimal', 'low', 'medium', 'high', 'xhigh'],
        maxToolIdLength: 40,
      },
    },
    {
      protocol: 'openai-responses',
      baseUrl: 'https://api.openai.com/v1',
      auth: 'bearer',
      quirks: { efforts: ['minimal', 'low', 'medium', 'high', 'xhigh'], maxToolIdLength: 64 },
    },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: [
    'https://platform.openai.com/docs/api-reference/chat/create',
    'https://platform.openai.com/docs/api-reference/responses/create',
    'https://github.com/langgenius/dify/issues/28987 (ids of tool calls: "Expected a string with maximum length 40")',
  ],
} satisfies Platform;
