import { LOCAL_TIMEOUTS, type Platform } from './platform.ts';

export const lmstudio = {
  type: 'lmstudio',
  name: 'LM Studio',
  protocols: [{ protocol: 'openai-chat', baseUrl: 'http://127.0.0.1:1234', auth: 'bearer' }],
  needsKey: false,
  isLocal: true,
  timeouts: LOCAL_TIMEOUTS,
  sources: ['https://lmstudio.ai/docs/developer/openai-compat'],
} satisfies Platform;
