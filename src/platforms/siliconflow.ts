import { CLOUD_TIMEOUTS, type ModelQuirks, type Platform } from './platform.ts';

/** The models that can be told whether to think. */
export const SILICONFLOW_MODELS: readonly ModelQuirks[] = [
  {
    models:
      /^(?!.*(?:instruct|thinking|coder)).*(?:qwen3|glm-4\.[5-9]|glm-[5-9]|deepseek-v3\.[1-9]|deepseek-v4|hunyuan-a13b)/i,
    quirks: { thinking: 'enable-thinking', thinkingBudget: [128, 32_768] },
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
  modelList: 'siliconflow',
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: [
    'https://docs.siliconflow.cn/docs/api/chat-completions-post (enable_thinking, thinking_budget and its bounds)',
    'https://docs.siliconflow.cn/cn/docs/api/messages-post (Messages API, with a bearer key)',
  ],
  unconfirmed: [
    'That the list of models takes `sub_type=chat`: its page could not be read. Names alone decide where it is passed over.',
    'enable_thinking is documented for "most reasoning models"; it is sent to those that are known to have a switch.',
    'reasoning_effort (high, max) of DeepSeek V4 and GLM-5.2 is not sent: a budget says the same there.',
  ],
} satisfies Platform;
