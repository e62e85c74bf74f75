import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

export const deepseek = {
  type: 'deepseek',
  name: 'DeepSeek',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://api.deepseek.com/v1',
      auth: 'bearer',
      quirks: {
        thinking: 'thinking-object',
        efforts: ['low', 'high', 'max'],
        // "Thinking mode does not support this tool_choice"
        forcedToolStopsThinking: true,
        // "The reasoning_content in the thinking mode must be passed back to the API."; an empty one is taken.
        reasoningStandIn: '',
        // "This response_format type is unavailable now"
        noJsonSchema: true,
      },
    },
    { protocol: 'anthropic-messages', baseUrl: 'https://api.deepseek.com/anthropic', auth: 'x-api-key' },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: [
    'https://api-docs.deepseek.com/guides/thinking_mode (thinking, efforts)',
    'https://github.com/cloudwego/eino/issues/994, https://github.com/XiaomiMiMo/MiMo-Code/issues/2068 (tool_choice)',
    'https://github.com/earendil-works/pi/pull/4178, https://github.com/kite-org/kite/issues/524 (reasoning_content)',
    'https://github.com/presenton/presenton/issues/676 (json_schema)',
  ],
} satisfies Platform;
