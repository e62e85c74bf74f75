import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

/** Volcengine Ark (火山方舟). Its coding plan has an address of its own: set `base_url` or `base_urls`. */
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
  sources: [
    'https://cloudwego.io/docs/eino/ecosystem/chat_model/chat_model_ark (address, thinking)',
    'Not looked up: its address for the Messages API, and which models take reasoning_effort, so it is not sent.',
  ],
} satisfies Platform;
