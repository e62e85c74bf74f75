/**
 * What platforms say when a conversation does not fit into the model's context, and the numbers in it. A new wording is
 * a line in one of the tables below, and one in test/fixtures/context-overflow.json, where each stands with its source.
 */

import type { OverflowSizes } from '../turn/fault.ts';
import type { ErrorBody } from './error-body.ts';

const CODES: ReadonlySet<string> = new Set([
  'context_length_exceeded', // OpenAI, Groq, Azure
  'exceed_context_size_error', // llama.cpp
  'model_max_prompt_tokens_exceeded', // GitHub Copilot
  'tokens_too_long', // Qianfan
  '1261', // Zhipu
]);

/**
 * Sentences with numbers. Groups: `input` tokens of the request, `least` as many input tokens at least, `output` tokens
 * that it may produce, `total` of both, `limit` of the model. The first that fits counts.
 */
const SENTENCES: readonly RegExp[] = [
  /prompt is too long: (?<input>\d+) tokens > (?<limit>\d+) maximum/i, // Anthropic
  /input length and `?max_tokens`? exceed context limit: (?<input>\d+) \+ (?<output>\d+) > (?<limit>\d+)/i, // Anthropic
  /maximum context length is (?<limit>\d+) tokens.{0,40}requested (?<output>\d+) output tokens and your prompt contains at least (?<least>\d+) input/i, // vLLM
  /maximum context length is (?<limit>\d+) tokens.{0,20}your request has (?<input>\d+) input tokens \((?<output>\d+) >/i, // vLLM
  /maximum context length is (?<limit>\d+) tokens.{0,20}your request has (?<input>\d+) input tokens(?: plus (?<output>\d+) 'max_tokens')?/i, // vLLM
  /maximum context length is (?<limit>\d+) tokens.{0,40}requested (?:about )?(?<total>\d+) tokens(?: \([^)]*?(?<output>\d+) (?:in the completion|in the output|for the completion)\))?/i, // OpenAI, Azure, DeepSeek, OpenRouter, vLLM
  /maximum context length is (?<limit>\d+) tokens.{0,40}resulted in (?:over )?(?<input>\d+) tokens/i, // OpenAI, Azure
  /maximum context length of (?<limit>\d+) tokens\. you requested a total of \d+ tokens: (?<input>\d+) tokens from the input messages and (?<output>\d+) /i, // SGLang
  /maximum context length (?:is|of) (?<limit>\d+) tokens/i, // the same, cut short
  /configured limit of (?<limit>\d+) tokens(?:\. your messages resulted in (?<input>\d+) tokens)?/i, // OpenAI, Azure
  /prompt \((?:total )?length (?<input>\d+)\).*?(?:model length of|context length) (?<limit>\d+)/i, // vLLM
  /input \((?<input>\d+) tokens\) is longer than the model'?s context length \((?<limit>\d+) tokens\)/i, // SGLang, Together
  /request \((?<input>\d+) tokens\) exceeds the available context size \((?<limit>\d+) tokens\)/i, // llama.cpp
  /requested tokens \((?<total>\d+)\) exceed context window of (?<limit>\d+)/i, // llama-cpp-python
  /keep the first (?<input>\d+) tokens.*context length of only (?<limit>\d+) tokens/i, // LM Studio
  /n_keep:? ?\(?(?<input>\d+)\)? ?>= ?n_ctx:? ?\(?(?<limit>\d+)/i, // LM Studio
  /range of input length should be \[\d+, ?(?<limit>\d+)\]/i, // DashScope
  /prompt_tokens \((?<input>\d+)\) must be less than max_seq_len \((?<limit>\d+)\)/i, // SiliconFlow
  /max_total_tokens \((?<total>\d+)\) must be less than or equal to max_seq_len \((?<limit>\d+)\)/i, // SiliconFlow
  /exceeded model token limit: (?<limit>\d+)(?: \(re ?quested: (?<total>\d+)\))?/i, // Moonshot
  /prompt contains (?<input>\d+) tokens.*too large for model with (?<limit>\d+) maximum context length/i, // Mistral
  /maximum prompt length is (?<limit>\d+) but the request contains (?<input>\d+) tokens/i, // xAI
  /input token count \((?<input>\d+)\) exceeds the maximum number of tokens allowed \((?<limit>\d+)\)/i, // Gemini
  /input token count exceeds the maximum number of tokens allowed \((?<limit>\d+)\)/i, // Gemini
  /prompt token count of (?<input>\d+) exceeds the limit of (?<limit>\d+)/i, // GitHub Copilot
  /input length \(?(?<input>\d+)\)? exceeds (?:the|model's) maximum (?:context )?length \(?(?<limit>\d+)/i, // Volcengine, OpenRouter
  /must be <= (?<limit>\d+)\. given: (?<input>\d+) `inputs` tokens(?: and (?<output>\d+) `max_new_tokens`)?/i, // Text Generation Inference
  /current length is (?<input>\d+) while limit is (?<limit>\d+)/i, // Cerebras
];

/** Sentences without numbers, that are about nothing else. */
const TEXTS: readonly RegExp[] = [
  /\b(prompt|input)( is| tokens| length is)? too long\b/i, // Bedrock, Fireworks, Ollama, Qianfan
  /maximum (context|prompt|model|input) length/i, // relatives of OpenAI's
  /max_seq_len/i, // SiliconFlow
  /exceeded model token limit/i, // Moonshot
  /input token count.*exceeds/i, // Gemini
  /prompt exceeds max length/i, // Z.ai
  /exceed max message tokens/i, // Volcengine
  /reduce the length of (the (messages|prompt|input)|either one)/i, // Groq
  /(prompt|输入|上下文|提示词)[^，。]{0,12}(超长|过长|超出|超过)/i, // Zhipu and other Chinese texts
];

const CONTEXT_WORDS = /context (length|window|size|limit)/i;
// "exceeds the available context size" (llama.cpp, Ollama), "greater than the context length" (LM Studio), "context
// window exceeds limit" (MiniMax), "exceeds the context window" (OpenAI).
const EXCEED_WORDS = /exceed|greater than|larger than|longer than|too (long|large|small)|not enough|overflow/i;

/** True if the error says, in any platform's words, that the conversation does not fit into the model's context. */
export function isContextOverflow(error: ErrorBody): boolean {
  if (CODES.has(error.code ?? '') || CODES.has(error.type ?? '')) return true;
  const text = error.message;
  if (CONTEXT_WORDS.test(text) && EXCEED_WORDS.test(text)) return true;
  return [...SENTENCES, ...TEXTS].some((pattern) => pattern.test(text));
}

/** The numbers that the error of an overflow tells; an empty object where it tells none. */
export function overflowSizes(error: ErrorBody): OverflowSizes {
  if (error.sizes !== undefined) return error.sizes;
  for (const pattern of SENTENCES) {
    const groups = pattern.exec(error.message)?.groups;
    if (groups !== undefined) return sizesOf(groups);
  }
  return {};
}

function sizesOf(groups: Readonly<Record<string, string | undefined>>): OverflowSizes {
  const { input, least, output, total, limit } = groups;
  const produced = output === undefined ? undefined : Number(output);
  // A sum and one of its parts tell the other.
  const rest = total === undefined || produced === undefined ? undefined : Number(total) - produced;
  const known = input === undefined ? rest : Number(input);
  return {
    ...(known !== undefined && { input: known }),
    ...(least !== undefined && { leastInput: Number(least) }),
    ...(produced !== undefined && { output: produced }),
    ...(total !== undefined && { total: Number(total) }),
    ...(limit !== undefined && { limit: Number(limit) }),
  };
}
