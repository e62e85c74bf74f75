import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

/** Volcengine Ark (火山方舟). */
export const volcengine = {
  type: 'volcengine',
  name: 'Volcengine Ark',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://ark.cn-beijing.volces.com/api/v3',
      auth: 'bearer',
      quirks: { thinking: 'thinking-object' },
    },
    { protocol: 'anthropic-messages', auth: 'bearer' },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  notes: [
    'The coding plan has addresses of its own, and the others would be charged: `base_urls: {openai-chat: "https://ark.cn-beijing.volces.com/api/coding/v3", anthropic-messages: "https://ark.cn-beijing.volces.com/api/coding"}`.',
  ],
  sources: [
    'https://cloudwego.io/docs/eino/ecosystem/chat_model/chat_model_ark (address, thinking)',
    'https://www.volcengine.com/article/38136 (addresses of the coding plan)',
  ],
  unconfirmed: [
    'Whether there is an address for the Messages API outside of the coding plan.',
    'Which models take reasoning_effort, so it is not sent.',
  ],
} satisfies Platform;
