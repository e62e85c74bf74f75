import { LOCAL_TIMEOUTS, type Platform } from './platform.ts';

/** LM Studio. Newer versions speak the Messages API at the same address: set `base_urls` for both protocols. */
export const lmstudio = {
  type: 'lmstudio',
  name: 'LM Studio',
  protocols: [
    { protocol: 'openai-chat', baseUrl: 'http://127.0.0.1:1234', auth: 'bearer' },
    { protocol: 'anthropic-messages', auth: 'bearer' },
  ],
  modelList: 'lmstudio',
  needsKey: false,
  isLocal: true,
  timeouts: LOCAL_TIMEOUTS,
  sources: [
    'https://lmstudio.ai/docs/developer/openai-compat',
    'https://www.lmstudio.ai/docs/api/rest-api (/api/v0/models: type, state, max_context_length)',
    'https://www.developersdigest.tech/reference/api-compatibility/lmstudio (Messages API, key)',
  ],
} satisfies Platform;
