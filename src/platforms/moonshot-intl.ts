import { KIMI_MODELS, moonshot } from './moonshot.ts';
import type { Platform } from './platform.ts';

/** Moonshot AI (Kimi), international addresses. Keys of the mainland do not work there. */
export const moonshotIntl = {
  ...moonshot,
  type: 'moonshot-intl',
  name: 'Moonshot AI (Kimi), international',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://api.moonshot.ai/v1',
      auth: 'bearer',
      quirks: { thinking: 'none' },
      modelQuirks: KIMI_MODELS,
    },
    { protocol: 'anthropic-messages', baseUrl: 'https://api.moonshot.ai/anthropic', auth: 'bearer' },
  ],
  sources: ['https://www.developersdigest.tech/reference/api-compatibility/moonshot (addresses)', ...moonshot.sources],
} satisfies Platform;
