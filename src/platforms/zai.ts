import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';
import { GLM_QUIRKS, glmOutputLimit, zhipu } from './zhipu.ts';

/** Z.ai, GLM's international platform. Its coding plan has an address of its own: set `base_url`. */
export const zai = {
  type: 'zai',
  name: 'Z.ai (GLM)',
  protocols: [
    { protocol: 'openai-chat', baseUrl: 'https://api.z.ai/api/paas/v4', auth: 'bearer', quirks: GLM_QUIRKS },
    { protocol: 'anthropic-messages', baseUrl: 'https://api.z.ai/api/anthropic', auth: 'bearer' },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  maxOutputTokens: glmOutputLimit,
  sources: ['https://www.developersdigest.tech/reference/api-compatibility/zai (addresses)', ...zhipu.sources],
} satisfies Platform;
