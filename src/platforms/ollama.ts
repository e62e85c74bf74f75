import { LOCAL_TIMEOUTS, type Platform } from './platform.ts';

/**
 * Ollama by its own API, whatever the caller speaks: only there the context size can be set, and a prompt that does not fit
 * is refused instead of cut off. Ollama's cloud is the same: `base_url: https://ollama.com` and an `api_key`.
 */
export const ollama = {
  type: 'ollama',
  name: 'Ollama',
  protocols: [
    {
      protocol: 'ollama-chat',
      baseUrl: 'http://127.0.0.1:11434',
      auth: 'bearer',
      modelQuirks: [{ models: /gpt-oss/, quirks: { efforts: ['low', 'medium', 'high'] } }],
    },
  ],
  modelList: 'ollama',
  needsKey: false,
  isLocal: true,
  timeouts: LOCAL_TIMEOUTS,
  sources: [
    'https://docs.ollama.com/api/chat (fields, replies), /api/streaming (lines), /api/errors',
    'https://docs.ollama.com/capabilities/thinking (true or false; GPT-OSS takes low, medium, high)',
    'https://github.com/ollama/ollama api/types.go (truncate, shift, tool_call_id), server/routes.go (refusals)',
    'https://github.com/ollama/ollama/pull/17944 (a prompt that does not fit is cut off unless truncate is false)',
    'https://github.com/ollama/ollama/pull/17943 (prompt_eval_count includes prompt_eval_cached_count)',
    'https://docs.ollama.com/api/authentication (the cloud: Authorization: Bearer)',
    'https://www.w3cschool.cn/ollamadocs/ollamadocs-api-showpwkm41ur.html (/api/show: capabilities, model_info)',
  ],
} satisfies Platform;
