import { CLOUD_TIMEOUTS, type Platform } from './platform.ts';

/** Any service that speaks Anthropic's Messages API, a second redwolf among them. Its address is the user's to give. */
export const anthropicCompatible = {
  type: 'anthropic-compatible',
  name: 'Anthropic-compatible',
  protocols: [{ protocol: 'anthropic-messages', auth: 'x-api-key' }],
  needsKey: false,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: ['https://docs.claude.com/en/api/messages'],
} satisfies Platform;
