import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

export const xai = {
  type: 'xai',
  name: 'xAI (Grok)',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://api.x.ai/v1',
      auth: 'bearer',
      // "Model grok-4-0709 does not support parameter reasoningEffort."; models that reason refuse `stop` too.
      quirks: { thinking: 'none', refusedFields: ['stop', 'presence_penalty', 'frequency_penalty'] },
      modelQuirks: [
        { models: /^grok-3-mini/, quirks: { thinking: 'effort', efforts: ['low', 'high'] } },
        { models: /^grok-3/, quirks: { refusedFields: [] } },
        { models: /^grok-4\.3/, quirks: { thinking: 'think', efforts: ['none', 'low', 'medium', 'high', 'xhigh'] } },
        { models: /^grok-4\.(?:4|5)(?!\d)/, quirks: { thinking: 'effort', efforts: ['low', 'medium', 'high'] } },
        {
          models: /^grok-4\.(?:20-multi-agent|(?:6|7|8|9)(?!\d))/,
          quirks: { thinking: 'effort', efforts: ['low', 'medium', 'high', 'xhigh'] },
        },
      ],
    },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  notes: [
    'xAI recommends its Responses API and calls the chat API legacy. redwolf asks by the chat API, which its models still answer; for the other one, set `type: openai-compatible` with `base_urls: {openai-responses: "https://api.x.ai/v1"}`.',
  ],
  sources: [
    'https://docs.x.ai/developers/model-capabilities/text/best-practices.md (which API, effort)',
    'https://docs.rs/crate/mindfork/0.17.0/source/src/shared/api/openai/xai_tests.rs (efforts as the list of models says them, 2026-10)',
    'https://www.developersdigest.tech/reference/api-compatibility/xai (address; the Anthropic-compatible one is deprecated)',
    'https://github.com/NousResearch/hermes-agent/pull/23435 (which models take an effort, tried on api.x.ai)',
    'https://github.com/mnfst/modelparams.dev/pull/330 (efforts of Grok 4.5 and 4.6, stop)',
  ],
} satisfies Platform;
