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
        // Knows low, high and max, and takes every word for one of them: medium for high, xhigh for max.
        efforts: ['minimal', 'low', 'medium', 'high', 'xhigh', 'max'],
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
    'https://api-docs.deepseek.com/guides/thinking_mode.md (thinking, what each effort means)',
    'https://api-docs.deepseek.com/guides/anthropic_api (its Anthropic address, x-api-key)',
    'https://github.com/cloudwego/eino/issues/994, https://github.com/XiaomiMiMo/MiMo-Code/issues/2068 (tool_choice)',
    'https://github.com/earendil-works/pi/pull/4178, https://github.com/kite-org/kite/issues/524 (reasoning_content)',
    'https://github.com/presenton/presenton/issues/676 (json_schema)',
  ],
  notes: [
    'It has a Responses API too, which passes over what it does not know. redwolf converts for Codex instead, so that namespaces and tools of free text work.',
  ],
  unconfirmed: [
    'The refusals stand in other projects’ issues, with the words of the platform; its own pages do not list them.',
  ],
} satisfies Platform;
