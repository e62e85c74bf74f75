import type { Quirks } from '../protocols/quirks.ts';
import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

export const DASHSCOPE_QUIRKS: Quirks = {
  thinking: 'enable-thinking',
  // "parameter.enable_thinking must be set to false for non-streaming calls"
  thinkingOnlyStreams: true,
  // "The tool_choice parameter does not support being set to required or object in thinking mode"
  forcedToolStopsThinking: true,
};

/** Alibaba Cloud Model Studio (百炼), mainland addresses. Other regions: set `base_urls` for both protocols. */
export const dashscope = {
  type: 'dashscope',
  name: 'Alibaba DashScope',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
      auth: 'bearer',
      quirks: DASHSCOPE_QUIRKS,
    },
    { protocol: 'anthropic-messages', baseUrl: 'https://dashscope.aliyuncs.com/apps/anthropic', auth: 'x-api-key' },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: [
    'https://help.aliyun.com/zh/model-studio/anthropic-api-messages (Anthropic endpoint, x-api-key)',
    'https://help.aliyun.com/zh/model-studio/deep-thinking (enable_thinking, thinking_budget)',
    'https://github.com/cloudwego/eino/issues/994 (tool_choice while thinking)',
  ],
} satisfies Platform;
