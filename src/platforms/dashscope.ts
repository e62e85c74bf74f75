import type { Quirks } from '../protocols/quirks.ts';
import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

export const DASHSCOPE_QUIRKS: Quirks = {
  thinking: 'enable-thinking',
  // "parameter.enable_thinking must be set to false for non-streaming calls"
  thinkingOnlyStreams: true,
  // "The tool_choice parameter does not support being set to required or object in thinking mode"
  forcedToolStopsThinking: true,
};

/** Alibaba Cloud Model Studio (百炼), mainland addresses. */
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
  notes: [
    'The coding plan has keys (sk-sp-…) and addresses of its own: `base_urls: {openai-chat: "https://coding.dashscope.aliyuncs.com/v1", anthropic-messages: "https://coding.dashscope.aliyuncs.com/apps/anthropic"}`. Other regions and dedicated domains: `base_urls` too.',
    'It has a Responses API, which passes over what it does not know. redwolf converts for Codex instead.',
  ],
  sources: [
    'https://help.aliyun.com/zh/model-studio/anthropic-api-messages (Anthropic endpoint, x-api-key)',
    'https://help.aliyun.com/zh/model-studio/deep-thinking (enable_thinking, thinking_budget, streaming)',
    'https://help.aliyun.com/zh/model-studio/coding-plan-quickstart, https://help.aliyun.com/zh/model-studio/other-tools-coding-plan (addresses)',
    'https://help.aliyun.com/en/model-studio/compatibility-with-openai-responses-api (Responses)',
    'https://github.com/cloudwego/eino/issues/994 (tool_choice while thinking, in the words of the platform)',
  ],
  unconfirmed: ['Which models refuse a JSON schema or an effort: neither is changed.'],
} satisfies Platform;
