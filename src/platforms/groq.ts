import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

export const groq = {
  type: 'groq',
  name: 'Groq',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://api.groq.com/openai/v1',
      auth: 'bearer',
      quirks: { thinking: 'none' },
      modelQuirks: [
        // Cannot do without.
        { models: /gpt-oss/, quirks: { thinking: 'always', efforts: ['low', 'medium', 'high'] } },
        // Knows only whether to think.
        { models: /qwen3/i, quirks: { thinking: 'think', efforts: ['none', 'default'] } },
      ],
    },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: [
    'https://console.groq.com/docs/openai (address, what is refused)',
    'https://hexdocs.pm/req_llm/ReqLLM.Providers.Groq.html (efforts)',
  ],
} satisfies Platform;
