import type { Quirks } from '../protocols/quirks.ts';
import { CLOUD_TIMEOUTS, type ModelQuirks, type Platform } from './platform.ts';

// "Unsupported parameter: 'temperature' is not supported with this model."
const FIXED_SAMPLING: Quirks = {
  refusedFields: ['temperature', 'top_p', 'stop', 'presence_penalty', 'frequency_penalty'],
};

/** What the older generations of models know of reasoning; anything else is refused ("Unsupported value: …"). */
export const OPENAI_CHAT_MODELS: readonly ModelQuirks[] = [
  // "Unsupported parameter: 'reasoning_effort' is not supported with this model."
  { models: /^(?:ft:)?(?:gpt-[34]|chatgpt-|gpt-5[^:]*-chat)/, quirks: { thinking: 'none' } },
  { models: /^(?:ft:)?o\d/, quirks: { ...FIXED_SAMPLING, efforts: ['low', 'medium', 'high'] } },
  { models: /^gpt-5(?![.\d])/, quirks: { ...FIXED_SAMPLING, efforts: ['minimal', 'low', 'medium', 'high'] } },
  { models: /^gpt-5\.1(?!\d)/, quirks: { efforts: ['none', 'low', 'medium', 'high'] } },
];

/** The newest ones are asked by the Responses API alone. */
export const OPENAI_RESPONSES_MODELS: readonly ModelQuirks[] = [
  ...OPENAI_CHAT_MODELS,
  { models: /^gpt-5\.(?:[6-9]|\d\d)/, quirks: { efforts: ['none', 'low', 'medium', 'high', 'xhigh', 'max'] } },
  { models: /^gpt-[6-9]/, quirks: { efforts: ['low', 'medium', 'high', 'xhigh', 'max'] } },
];

const EFFORTS = ['none', 'low', 'medium', 'high', 'xhigh'];

/** The habits of the chat API. Reasoning models refuse max_tokens; all models take max_completion_tokens. */
export const OPENAI_CHAT_QUIRKS: Quirks = {
  maxTokensField: 'max_completion_tokens',
  efforts: EFFORTS,
  maxToolIdLength: 40,
};

export const OPENAI_RESPONSES_QUIRKS: Quirks = { efforts: EFFORTS, maxToolIdLength: 64 };

/**
 * Models that coding agents can use by the Responses API alone. "Function tools with reasoning_effort are not supported for
 * gpt-5.4 in /v1/chat/completions. Please use /v1/responses instead."; newer ones refuse tools there whether or not an
 * effort is sent. Those for Codex, and the `pro` ones, are not served by the chat API at all.
 */
export const OPENAI_RESPONSES_ALONE = /gpt-5\.(?:[4-9]|\d\d)(?!.*-chat)|gpt-[6-9]|codex|^(?:gpt-5|o\d).*-pro/;

export const openai = {
  type: 'openai',
  name: 'OpenAI',
  protocols: [
    {
      protocol: 'openai-chat',
      baseUrl: 'https://api.openai.com/v1',
      auth: 'bearer',
      quirks: OPENAI_CHAT_QUIRKS,
      modelQuirks: OPENAI_CHAT_MODELS,
    },
    {
      protocol: 'openai-responses',
      baseUrl: 'https://api.openai.com/v1',
      sharesBaseUrl: true,
      servesAlone: OPENAI_RESPONSES_ALONE,
      auth: 'bearer',
      quirks: OPENAI_RESPONSES_QUIRKS,
      modelQuirks: OPENAI_RESPONSES_MODELS,
    },
  ],
  needsKey: true,
  isLocal: false,
  timeouts: CLOUD_TIMEOUTS,
  sources: [
    'https://platform.openai.com/docs/api-reference/chat/create',
    'https://platform.openai.com/docs/api-reference/responses/create',
    'https://github.com/openai/openai-openapi/issues/541, https://github.com/BerriAI/litellm/pull/34569 (tools in the chat API from GPT-5.4 on, tried)',
    'https://github.com/enricoros/big-AGI/issues/1159, https://github.com/anomalyco/models.dev/pull/2439 (efforts of each model, tried)',
    'https://github.com/BoundaryML/baml/pull/2708 (GPT-4.1 and efforts)',
    'https://community.openai.com/t/temperature-in-gpt-5-models/1337133, https://github.com/BittnerPierre/AI-Agent-Casebook/issues/133 (sampling)',
    'https://github.com/langgenius/dify/issues/28987 (ids of tool calls: "Expected a string with maximum length 40")',
  ],
  unconfirmed: [
    'GPT-5.1 to 5.3 refuse a temperature while they reason. It is left to the client, since they take it otherwise.',
    'The efforts of the `pro` models are narrower; a weaker one is refused by them.',
  ],
} satisfies Platform;
