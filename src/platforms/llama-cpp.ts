import { LOCAL_TIMEOUTS, type Platform } from './platform.ts';

/** The server of llama.cpp. Newer ones speak the Messages API at the same address: set `base_urls` for both protocols. */
export const llamaCpp = {
  type: 'llama-cpp',
  name: 'llama.cpp',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'http://127.0.0.1:8080',
      auth: 'bearer',
      quirks: { thinking: 'chat-template' },
    },
    { protocol: 'anthropic-messages', auth: 'bearer' },
  ],
  needsKey: false,
  isLocal: true,
  // Many programs use its port.
  isNotSought: true,
  timeouts: LOCAL_TIMEOUTS,
  sources: [
    'https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md (chat_template_kwargs, --api-key, /v1/messages)',
  ],
} satisfies Platform;
