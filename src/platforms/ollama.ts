import { LOCAL_TIMEOUTS, type Platform } from './platform.ts';

/** Ollama by its OpenAI-compatible API; its native one, where `num_ctx` can be set, is still to come. */
export const ollama = {
  type: 'ollama',
  name: 'Ollama',
  protocols: [
    { protocol: 'openai-chat', baseUrl: 'http://127.0.0.1:11434', auth: 'bearer', quirks: { thinking: 'think' } },
  ],
  modelList: 'ollama',
  needsKey: false,
  isLocal: true,
  timeouts: LOCAL_TIMEOUTS,
  sources: [
    'https://docs.ollama.com/api/openai-compatibility (reasoning_effort, "none" among them)',
    'https://www.w3cschool.cn/ollamadocs/ollamadocs-api-showpwkm41ur.html (/api/show: capabilities, model_info)',
  ],
} satisfies Platform;
