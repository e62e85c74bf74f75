import { LOCAL_TIMEOUTS, type Platform } from './platform.ts';

/** Answers from inside of redwolf: offline, the same each time. See gateway/demo-upstream.ts for what it says. */
export const demo = {
  type: 'demo',
  name: 'Demo (no model, answers are made up)',
  protocols: [{ protocol: 'openai-chat', baseUrl: 'http://demo.invalid/v1', auth: 'bearer' }],
  modelList: 'none',
  needsKey: false,
  isLocal: true,
  timeouts: LOCAL_TIMEOUTS,
  sources: ['RFC 2606 §2: names under .invalid never resolve, so nothing can leave by accident'],
} satisfies Platform;
