import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';
import { GLM_MODELS, GLM_QUIRKS, glmOutputLimit, zhipu } from './zhipu.ts';

/** Z.ai, GLM's international platform. */
export const zai = {
  type: 'zai',
  name: 'Z.ai (GLM)',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://api.z.ai/api/paas/v4',
      auth: 'bearer',
      quirks: GLM_QUIRKS,
      modelQuirks: GLM_MODELS,
    },
    { protocol: 'anthropic-messages', baseUrl: 'https://api.z.ai/api/anthropic', auth: 'bearer' },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  maxOutputTokens: glmOutputLimit,
  notes: [
    'The GLM coding plan has an address of its own for the chat API: `base_urls: {openai-chat: "https://api.z.ai/api/coding/paas/v4", anthropic-messages: "https://api.z.ai/api/anthropic"}`.',
  ],
  unconfirmed: zhipu.unconfirmed,
  sources: ['https://www.developersdigest.tech/reference/api-compatibility/zai (addresses)', ...zhipu.sources],
} satisfies Platform;
