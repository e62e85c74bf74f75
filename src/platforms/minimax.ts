import type { Quirks } from '../protocols/quirks.ts';
import { CLOUD_TIMEOUTS, type ModelQuirks, type Platform } from './platform.ts';

export const MINIMAX_QUIRKS: Quirks = {
  // M2 always thinks.
  thinking: 'none',
  maxTokensField: 'max_completion_tokens',
  strictTools: false,
  // 0 is refused.
  temperature: [0.01, 1],
  // Else the reasoning stands in the text, between tags that have to go back.
  extraFields: { reasoning_split: true },
};

/** M3 decides by itself whether to think, unless it is told not to. */
export const MINIMAX_MODELS: readonly ModelQuirks[] = [
  { models: /^minimax-m(?:[3-9]|\d\d)/i, quirks: { thinking: 'thinking-object', thinkingType: 'adaptive' } },
];

/** MiniMax, mainland addresses. */
export const minimax = {
  type: 'minimax',
  name: 'MiniMax',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://api.minimaxi.com/v1',
      auth: 'bearer',
      quirks: MINIMAX_QUIRKS,
      modelQuirks: MINIMAX_MODELS,
    },
    { protocol: 'anthropic-messages', baseUrl: 'https://api.minimaxi.com/anthropic', auth: 'bearer' },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: [
    'https://platform.minimax.io/docs/api-reference/text-openai-api (reasoning_split)',
    'https://platform.minimaxi.com/docs/api-reference/text-anthropic-api.md (Anthropic address)',
    'https://java.agentscope.io/v2/en/integration/model/minimax (thinking, max_completion_tokens, no strict)',
    'https://www.promptfoo.dev/docs/providers/minimax/ (temperature)',
  ],
  unconfirmed: ['How M3 is told to think, and that `strict` is not known, stand in another project’s adapter alone.'],
} satisfies Platform;
