import { MINIMAX_MODELS, MINIMAX_QUIRKS, minimax } from './minimax.ts';
import type { Platform } from './platform.ts';

/** MiniMax, international addresses. */
export const minimaxIntl = {
  ...minimax,
  type: 'minimax-intl',
  name: 'MiniMax, international',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://api.minimax.io/v1',
      auth: 'bearer',
      quirks: MINIMAX_QUIRKS,
      modelQuirks: MINIMAX_MODELS,
    },
    { protocol: 'anthropic-messages', baseUrl: 'https://api.minimax.io/anthropic', auth: 'bearer' },
  ],
  sources: ['https://platform.minimax.io/docs/api-reference/text-anthropic-api (addresses)', ...minimax.sources],
} satisfies Platform;
