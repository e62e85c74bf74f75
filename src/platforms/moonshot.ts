import { CLOUD_TIMEOUTS, type ModelQuirks, type Platform } from './platform.ts';

/** What Kimi's models do each; the older ones of the `moonshot-v1` kind and Kimi K2 without thinking do nothing odd. */
export const KIMI_MODELS: readonly ModelQuirks[] = [
  {
    models: /^kimi-k2-thinking/,
    // Thinks always. "thinking is enabled but reasoning_content is missing in assistant tool call message"
    quirks: { thinking: 'none', reasoningStandIn: ' ' },
  },
  {
    models: /^kimi-k(2\.|[3-9])/,
    quirks: {
      thinking: 'thinking-object',
      // An empty text counts as missing, a blank does not.
      reasoningStandIn: ' ',
      // "tool_choice specified is incompatible with thinking enabled"
      forcedToolStopsThinking: true,
      // "invalid temperature: only 1 is allowed for this model"; 0.6 without thinking. Left out, it is right by itself.
      refusedFields: ['temperature', 'top_p'],
    },
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
    'https://platform.moonshot.ai/docs/guide/use-kimi-k2-thinking-model (thinking)',
    'https://github.com/theopenco/llmgateway/pull/2093 (reasoning_content, tried on api.moonshot.ai)',
    'https://github.com/can1357/oh-my-pi/issues/1077 (tool_choice)',
    'https://github.com/HKUDS/nanobot/pull/4967, https://github.com/iOfficeAI/gemini-cli-pro/pull/30 (temperature, top_p)',
  ],
} satisfies Platform;
