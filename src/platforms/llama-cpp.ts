import { LOCAL_TIMEOUTS, type Platform } from './platform.ts';

/** The server of llama.cpp. */
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
  modelList: 'llama-cpp',
  needsKey: false,
  isLocal: true,
  // Many programs use its port.
  isNotSought: true,
  timeouts: LOCAL_TIMEOUTS,
  notes: [
    'Since January 2026 it speaks the Messages API too. redwolf converts all the same; to have Claude Code relayed, set `base_urls` for both protocols to the same address.',
  ],
  sources: [
    'https://huggingface.co/blog/ggml-org/anthropic-messages-api-in-llamacpp (Messages API)',
    'https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md (chat_template_kwargs, --api-key, /v1/messages)',
  ],
} satisfies Platform;
