import { CLOUD_TIMEOUTS, type ModelQuirks, type Platform } from './platform.ts';

/** The models that can be told whether to think; the parameter is documented for these alone. */
export const SILICONFLOW_MODELS: readonly ModelQuirks[] = [
  {
    models:
      /^(?!.*(?:instruct|thinking|coder)).*(?:qwen3|glm-4\.[5-9]|glm-[5-9]|deepseek-v3\.[1-9]|deepseek-v4|hunyuan-a13b)/i,
    quirks: { thinking: 'enable-thinking' },
  },
];

/** SiliconFlow (硅基流动), mainland address. */
export const siliconflow = {
  type: 'siliconflow',
  name: 'SiliconFlow',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://api.siliconflow.cn/v1',
      auth: 'bearer',
      quirks: { thinking: 'none' },
      modelQuirks: SILICONFLOW_MODELS,
    },
    { protocol: 'anthropic-messages', baseUrl: 'https://api.siliconflow.cn', auth: 'bearer' },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: [
    'https://docs.siliconflow.cn/cn/api-reference/chat-completions/chat-completions (enable_thinking, thinking_budget)',
    'https://github.com/Agents365-ai/dsclaude/blob/main/sfclaude (Messages API)',
    'Not looked up: what other models answer to enable_thinking, so they do not get it.',
  ],
} satisfies Platform;
