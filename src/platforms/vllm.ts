import { LOCAL_TIMEOUTS, type Platform } from './platform.ts';

/** vLLM. */
export const vllm = {
  type: 'vllm',
  name: 'vLLM',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'http://127.0.0.1:8000',
      auth: 'bearer',
      // Read by the templates of Qwen and GLM; the others ignore it.
      quirks: { thinking: 'chat-template' },
    },
    { protocol: 'anthropic-messages', auth: 'bearer' },
  ],
  needsKey: false,
  isLocal: true,
  // Its port is redwolf's own.
  isNotSought: true,
  timeouts: LOCAL_TIMEOUTS,
  notes: [
    'Newer servers speak the Messages API too. redwolf converts all the same; to have Claude Code relayed, set `base_urls` for both protocols to the same address.',
  ],
  sources: [
    'https://docs.vllm.ai/en/stable/serving/integrations/claude_code/ (Messages API)',
    'https://docs.vllm.ai/en/latest/features/reasoning_outputs.html (chat_template_kwargs)',
    'https://www.developersdigest.tech/reference/api-compatibility/vllm (addresses, keys)',
  ],
} satisfies Platform;
