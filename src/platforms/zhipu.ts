import type { Quirks } from '../protocols/quirks.ts';
import { CLOUD_TIMEOUTS, type ModelQuirks, type Platform } from './platform.ts';

export const GLM_QUIRKS: Quirks = {
  thinking: 'thinking-object',
  // Usage comes in the last chunk by itself.
  noStreamOptions: true,
  strictTools: false,
  toolChoiceOnlyAuto: true,
  noJsonSchema: true,
  temperature: [0, 1],
  // Without it the arguments of a call come in one piece, after minutes of silence for a large file.
  extraFields: { tool_stream: true },
};

/** Older models know no effort. */
export const GLM_MODELS: readonly ModelQuirks[] = [
  // Low and medium mean high there, and xhigh means max.
  { models: /^glm-5\.2/, quirks: { efforts: ['low', 'medium', 'high', 'xhigh', 'max'] } },
  // Thinks always, and as much as it can unless told otherwise.
  { models: /^glm-(?:5\.(?:[3-9]|\d\d)|[6-9])/, quirks: { thinking: 'always', efforts: ['low', 'high', 'max'] } },
];

// 128K from GLM-4.6 on, 96K for GLM-4.5; the first that fits holds.
const OUTPUT_LIMITS: readonly (readonly [RegExp, number])[] = [
  [/^glm-4\.5/, 98_304],
  [/^glm-(4\.[6-9]|[5-9])/, 131_072],
];

/** The most that a GLM model gives in one reply, in tokens. */
export function glmOutputLimit(model: string): number | undefined {
  return OUTPUT_LIMITS.find(([pattern]) => pattern.test(model))?.[1];
}

/** Zhipu AI (智谱), the mainland's open platform for GLM. */
export const zhipu = {
  type: 'zhipu',
  name: 'Zhipu AI (GLM)',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://open.bigmodel.cn/api/paas/v4',
      auth: 'bearer',
      quirks: GLM_QUIRKS,
      modelQuirks: GLM_MODELS,
    },
    { protocol: 'anthropic-messages', baseUrl: 'https://open.bigmodel.cn/api/anthropic', auth: 'bearer' },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  maxOutputTokens: glmOutputLimit,
  sources: [
    'https://java.agentscope.io/v2/en/integration/model/glm (what is refused or not known: stream_options, strict, tool_choice)',
    'https://docs.rs/crate/opencrabs/0.5.1/source/src/brain/provider/glm_reasoning.rs (tool_stream)',
    'https://vercel.com/ai-gateway/models/glm-4.5.md, https://docs.aimlapi.com/api-references/text-models-llm/zhipu/glm-4.7 (output)',
    'https://docs.bigmodel.cn/cn/guide/start/migrate-to-glm-new.md (GLM-5.2: thinking, reasoning_effort, tool_stream, output)',
    'https://developers.cloudflare.com/workers-ai/models/glm-5.2/ (what the efforts mean, as Z.ai maps them)',
    'https://openrouter.ai/z-ai/glm-5.3/api, https://dev.to/aihubmix/glm-53-api-guide-always-on-thinking-3-effort-levels-and-the-support-matrix-1d8e (GLM-5.3, tried)',
  ],
  notes: [
    'The GLM coding plan has an address of its own for the chat API: `base_urls: {openai-chat: "https://open.bigmodel.cn/api/coding/paas/v4", anthropic-messages: "https://open.bigmodel.cn/api/anthropic"}`.',
  ],
  unconfirmed: ['What is refused by the chat API is known from another project’s adapter alone.'],
} satisfies Platform;
