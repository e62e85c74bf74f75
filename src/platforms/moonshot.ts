import type { Quirks } from '../protocols/quirks.ts';
import { CLOUD_TIMEOUTS, type ModelQuirks, type Platform } from './platform.ts';

// "invalid temperature: only 1 is allowed for this model"; without thinking another one is. Left out, it is right by itself.
const FIXED_SAMPLING: Quirks = {
  refusedFields: ['temperature', 'top_p', 'n', 'presence_penalty', 'frequency_penalty'],
};

/** What Kimi's models do each; the older ones of the `moonshot-v1` kind and Kimi K2 without thinking do nothing odd. */
export const KIMI_MODELS: readonly ModelQuirks[] = [
  {
    models: /^kimi-k2-thinking/,
    // Thinks always. "thinking is enabled but reasoning_content is missing in assistant tool call message"
    quirks: { thinking: 'none', reasoningStandIn: ' ' },
  },
  {
    models: /^kimi-k2\.7/,
    // Thinks always, and answers 400 to `disabled`. A tool cannot be forced while it thinks.
    quirks: { ...FIXED_SAMPLING, thinking: 'none', reasoningStandIn: ' ', toolChoiceOnlyAuto: true },
  },
  {
    models: /^kimi-k2\./,
    quirks: {
      ...FIXED_SAMPLING,
      thinking: 'thinking-object',
      // An empty text counts as missing, a blank does not.
      reasoningStandIn: ' ',
      // "tool_choice specified is incompatible with thinking enabled"
      forcedToolStopsThinking: true,
    },
  },
  {
    models: /^kimi-k[3-9]/,
    // Thinks always, and as much as it can unless told otherwise.
    quirks: { ...FIXED_SAMPLING, thinking: 'always', efforts: ['low', 'high', 'max'], reasoningStandIn: ' ' },
  },
];

/** Moonshot AI (Kimi), mainland addresses. */
export const moonshot = {
  type: 'moonshot',
  name: 'Moonshot AI (Kimi)',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://api.moonshot.cn/v1',
      auth: 'bearer',
      quirks: { thinking: 'none' },
      modelQuirks: KIMI_MODELS,
    },
    { protocol: 'anthropic-messages', baseUrl: 'https://api.moonshot.cn/anthropic', auth: 'bearer' },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: [
    'https://platform.kimi.com/docs/api/models-overview (thinking of each model, fields that are fixed)',
    'https://platform.kimi.ai/docs/guide/use-thinking-effort, https://docs.rs/synaps-engine/0.11.0/src/agent_engine/runtime/openai/catalog/kimi.rs.html (efforts, tried)',
    'https://github.com/theopenco/llmgateway/pull/2093 (reasoning_content, tried on api.moonshot.ai)',
    'https://github.com/can1357/oh-my-pi/issues/1077 (tool_choice)',
    'https://github.com/HKUDS/nanobot/pull/4967, https://github.com/iOfficeAI/gemini-cli-pro/pull/30 (temperature, top_p)',
  ],
  notes: [
    'The subscription Kimi Code is another service with keys of its own: `type: anthropic-compatible` with the address that it gives.',
  ],
  unconfirmed: [
    'That K2.7 refuses a forced tool follows from what K2.6 does. Whether K3 does is not known, so it is asked as the client asks.',
    'That K3 demands reasoning_content too is taken from K2.',
  ],
} satisfies Platform;
