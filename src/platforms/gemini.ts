import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

/** Google's Gemini by its OpenAI-compatible endpoint. */
export const gemini = {
  type: 'gemini',
  name: 'Google Gemini',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://generativelanguage.googleapis.com/v1beta/openai',
      auth: 'bearer',
      quirks: { efforts: ['minimal', 'low', 'medium', 'high'] },
      modelQuirks: [
        // Of the models that think, these can be told not to.
        {
          models: /^(?:models\/)?gemini-2\.5-flash/,
          quirks: { thinking: 'think', efforts: ['none', 'low', 'medium', 'high'] },
        },
        {
          models: /^(?:models\/)?gemini-([3-9]|\d\d)/,
          // "Function call is missing a thought_signature in functionCall parts."; Google documents this word for calls
          // that another model made.
          quirks: {
            toolCallStandIn: { extra_content: { google: { thought_signature: 'skip_thought_signature_validator' } } },
          },
        },
      ],
    },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: [
    'https://ai.google.dev/gemini-api/docs/openai (address, reasoning_effort)',
    'https://ai.google.dev/gemini-api/docs/thought-signatures (skip_thought_signature_validator)',
    'https://github.com/envoyproxy/ai-gateway/pull/2366, https://github.com/earendil-works/pi/issues/6733 (extra_content, first call only)',
  ],
} satisfies Platform;
