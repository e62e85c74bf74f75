import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

export const siliconflow = {
  type: 'siliconflow',
  name: 'SiliconFlow',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://api.siliconflow.cn/v1',
      auth: 'bearer',
      quirks: { thinking: 'enable-thinking' },
    },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: [
    'https://docs.siliconflow.cn/cn/api-reference/chat-completions/chat-completions (enable_thinking, thinking_budget)',
  ],
} satisfies Platform;
