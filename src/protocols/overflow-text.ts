/**
 * The sentences by which clients know that the conversation does not fit, so that they compact it by themselves. Read
 * out of Claude Code 2.1.330: "prompt is too long" makes it compact, and the numbers behind it say how much to drop; "input
 * length and `max_tokens` exceed context limit: A + B > C" makes it lower `max_tokens` and ask again. opencode knows
 * OpenAI's sentences (its provider/error.ts), Codex the code `context_length_exceeded`.
 */

import type { Fault, OverflowSizes } from '../turn/fault.ts';

/** What Claude Code keeps free at least, with what it leaves for safety: with less it gives up instead of asking again. */
const LEAST_ROOM = 4_000;

const ANTHROPIC_OWN =
  /^(prompt is too long: \d+ tokens > \d+ maximum|input length and `max_tokens` exceed context limit: \d+ \+ \d+ > \d+)/;
const OPENAI_OWN =
  /maximum context length is \d+ tokens|exceeds the context window|exceed the configured limit of \d+/i;

/** Request and limit in tokens, where the request is really larger. */
interface TooMuch {
  readonly tokens: number;
  readonly limit: number;
}

/** The parts of a request whose input fits, but not together with what its reply may have. */
interface TooMuchOutput {
  readonly input: number;
  readonly output: number;
  readonly limit: number;
}

/** True if the message of an overflow is one of Anthropic's own, with the numbers. */
export function isAnthropicOverflow(message: string): boolean {
  return ANTHROPIC_OWN.test(message);
}

/** The message of an overflow for a client of Anthropic's protocol: Anthropic's sentence, then the platform's words. */
export function anthropicOverflow(fault: Fault): string {
  if (isAnthropicOverflow(fault.message)) return fault.message;
  return `${anthropicSentence(fault.details.overflow ?? {})}. ${quote(fault)}`;
}

/** As `anthropicOverflow`, for a client of OpenAI's protocols. */
export function openaiOverflow(fault: Fault): string {
  if (OPENAI_OWN.test(fault.message)) return fault.message;
  return `${openaiSentence(fault.details.overflow ?? {})} ${quote(fault)}`;
}

function quote({ message }: Fault): string {
  return `The platform said: ${message}`;
}

function anthropicSentence(sizes: OverflowSizes): string {
  const parts = tooMuchOutput(sizes);
  if (parts !== undefined) {
    const sum = `${parts.input} + ${parts.output} > ${parts.limit}`;
    return `input length and \`max_tokens\` exceed context limit: ${sum}, decrease input length or \`max_tokens\` and try again`;
  }
  const whole = tooMuch(sizes);
  if (whole !== undefined) return `prompt is too long: ${whole.tokens} tokens > ${whole.limit} maximum`;
  return sizes.limit === undefined
    ? 'prompt is too long'
    : `prompt is too long for the maximum of ${sizes.limit} tokens`;
}

function openaiSentence(sizes: OverflowSizes): string {
  const parts = tooMuchOutput(sizes);
  if (parts !== undefined) {
    const { input, output, limit } = parts;
    return `This model's maximum context length is ${limit} tokens. However, you requested ${input + output} tokens (${input} in the messages, ${output} in the completion). Please reduce the length of the messages or completion.`;
  }
  const whole = tooMuch(sizes);
  if (whole !== undefined) {
    return `This model's maximum context length is ${whole.limit} tokens. However, your messages resulted in ${whole.tokens} tokens. Please reduce the length of the messages.`;
  }
  if (sizes.limit === undefined) return 'Your input exceeds the context window of this model.';
  return `This model's maximum context length is ${sizes.limit} tokens. However, your messages are longer. Please reduce the length of the messages.`;
}

/** Where asking for less output is enough: compacting the conversation would be needless. */
function tooMuchOutput({ input, output, limit }: OverflowSizes): TooMuchOutput | undefined {
  if (input === undefined || output === undefined || limit === undefined) return undefined;
  const fits = limit - input >= LEAST_ROOM && input + output > limit;
  return fits ? { input, output, limit } : undefined;
}

/** Numbers that do not say "too much" would contradict the sentence: then there are none. */
function tooMuch({ input, leastInput, output = 0, total, limit }: OverflowSizes): TooMuch | undefined {
  if (limit === undefined) return undefined;
  const sums = [input, leastInput, total, (input ?? leastInput ?? 0) + output];
  const tokens = sums.find((sum) => sum !== undefined && sum > limit);
  return tokens === undefined ? undefined : { tokens, limit };
}
