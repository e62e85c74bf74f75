import { DASHSCOPE_QUIRKS, dashscope } from './dashscope.ts';
import type { Platform } from './platform.ts';

/** Alibaba Cloud Model Studio, international (Singapore). Keys of the mainland do not work there. */
export const dashscopeIntl = {
  ...dashscope,
  type: 'dashscope-intl',
  name: 'Alibaba DashScope, international',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
      auth: 'bearer',
      quirks: DASHSCOPE_QUIRKS,
    },
    {
      protocol: 'anthropic-messages',
      baseUrl: 'https://dashscope-intl.aliyuncs.com/apps/anthropic',
      auth: 'x-api-key',
    },
  ],
  notes: [
    'The coding plan has keys and addresses of its own, and so have other regions and dedicated domains: `base_urls` for both protocols.',
  ],
  sources: ['https://www.alibabacloud.com/help/en/model-studio/claude-code (addresses)', ...dashscope.sources],
} satisfies Platform;
