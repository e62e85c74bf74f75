import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

export const mistral = {
  type: 'mistral',
  name: 'Mistral AI',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://api.mistral.ai/v1',
      auth: 'bearer',
      quirks: {
        thinking: 'none',
        // "Tool call id was … but must be a-z, A-Z, 0-9, with a length of 9."
        nineLetterToolIds: true,
        // "Unexpected role 'user' after role 'tool'"
        noUserAfterTool: true,
      },
      // Magistral always thinks, older ones never do, and neither takes an effort.
      modelQuirks: [
        {
          models: /^mistral-(?:small-(?:latest|2[6-9])|medium-(?:latest|3-5|2[6-9]))/,
          quirks: { thinking: 'think', efforts: ['none', 'high'] },
        },
      ],
    },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: [
    'https://github.com/anomalyco/opencode/issues/1680, https://github.com/nearai/ironclaw/issues/1241 (ids of tool calls)',
    'https://github.com/datapizza-labs/datapizza-ai/issues/98, https://github.com/avante-corp/avante.nvim/pull/2695 (order of roles)',
    'https://docs.mistral.ai/inference/conversations/reasoning (which models take reasoning_effort, thinking in parts)',
    'https://github.com/pydantic/pydantic-ai/issues/5285 (its values: high and none)',
  ],
  unconfirmed: ['Mistral Large 4 takes more efforts than these; it was not looked up which, so none is sent.'],
} satisfies Platform;
