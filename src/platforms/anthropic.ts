import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

// Output limits by the beginning of the model's id; the first that fits holds. Older ids end in a date.
const OUTPUT_LIMITS: readonly (readonly [RegExp, number])[] = [
  [/^claude-3-(opus|sonnet|haiku)/, 4_096],
  [/^claude-3-5-/, 8_192],
  [/^claude-3-7-/, 64_000],
  [/^claude-opus-4(-[01])?(-\d{8})?$/, 32_000],
  [/^claude-(sonnet|haiku|opus)-4(-[0-5])?(-\d{8})?$/, 64_000],
  [/^claude-/, 128_000],
];

export const anthropic = {
  type: 'anthropic',
  name: 'Anthropic',
  protocols: [
    {
      protocol: 'anthropic-messages',
      baseUrl: 'https://api.anthropic.com',
      auth: 'x-api-key',
      quirks: { signedThinking: true },
    },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  maxOutputTokens: (model) => OUTPUT_LIMITS.find(([pattern]) => pattern.test(model))?.[1],
  sources: [
    'https://docs.claude.com/en/docs/about-claude/models/overview (output limits up to the 4.5 models)',
    'https://github.com/Effect-TS/effect/pull/7129 (128,000 from Opus 4.6 and Sonnet 4.6 on, as the API itself reports)',
  ],
} satisfies Platform;
