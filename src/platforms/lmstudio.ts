import { LOCAL_TIMEOUTS, type Platform } from './platform.ts';

/** LM Studio. */
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
  notes: [
    'From 0.4.1 on it speaks the Messages API too. redwolf converts all the same, which works with every version; to have Claude Code relayed, set `base_urls: {openai-chat: "http://127.0.0.1:1234", anthropic-messages: "http://127.0.0.1:1234"}`.',
    'A model that is loaded has the context that it was loaded with; coding agents want more than 25,000 tokens.',
  ],
  sources: [
    'https://lmstudio.ai/docs/developer/openai-compat, https://lmstudio.ai/docs/developer/anthropic-compat (addresses, key)',
    'https://lmstudio.ai/docs/developer/api-changelog (versions)',
    'https://github.com/lmstudio-ai/docs/blob/main/1_developer/2_rest/list.md (/api/v1/models), https://github.com/lmstudio-ai/docs/blob/main/1_developer/2_rest/endpoints.md (/api/v0/models)',
    'https://www.lmstudio.ai/docs/integrations/claude-code (context)',
  ],
} satisfies Platform;
