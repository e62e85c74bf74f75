import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

/** Any service that speaks OpenAI's chat API, or its Responses API. Its address is the user's to give, with or without `/v1`. */
export const openaiCompatible = {
  type: 'openai-compatible',
  name: 'OpenAI-compatible',
  protocols: [
    { protocol: 'openai-chat', auth: 'bearer' },
    { protocol: 'openai-responses', auth: 'bearer' },
  ],
  needsKey: false,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: ['https://platform.openai.com/docs/api-reference/chat/create'],
} satisfies Platform;
