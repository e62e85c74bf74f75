import type { Platform } from './platform.ts';
import { SILICONFLOW_MODELS, siliconflow } from './siliconflow.ts';

/** SiliconFlow, international address. */
export const siliconflowIntl = {
  ...siliconflow,
  type: 'siliconflow-intl',
  name: 'SiliconFlow, international',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://api.siliconflow.com/v1',
      auth: 'bearer',
      quirks: { thinking: 'none' },
      modelQuirks: SILICONFLOW_MODELS,
    },
    { protocol: 'anthropic-messages', baseUrl: 'https://api.siliconflow.com', auth: 'bearer' },
  ],
} satisfies Platform;
