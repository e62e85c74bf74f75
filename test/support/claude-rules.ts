/**
 * What Anthropic refuses in a request, as far as its reference and error messages say it. Beyond the order of results
 * and calls these are the rules that requests of other protocols most easily break.
 * Sources: platform.claude.com, Messages API reference, "Extended thinking", "Tool use"; error texts as quoted.
 */

import { brief } from './anthropic-rules.ts';
import type { ContentBlock } from './wire.ts';

interface ClaudeMessage {
  readonly role?: string;
  readonly content?: string | readonly ContentBlock[];
}

/** A request to Anthropic. Every field may be absent. */
export interface ClaudeBody {
  readonly model?: string;
  readonly max_tokens?: number;
  readonly system?: string | readonly ContentBlock[];
  readonly messages?: readonly ClaudeMessage[];
  readonly tools?: readonly {
    name?: string;
    input_schema?: { type?: string };
    strict?: boolean;
    description?: string;
  }[];
  readonly tool_choice?: { type?: string; name?: string; disable_parallel_tool_use?: boolean };
  readonly thinking?: { type?: string; budget_tokens?: number };
  readonly output_config?: { effort?: string; format?: { type?: string; schema?: unknown } };
  readonly temperature?: number;
  readonly top_p?: number;
  readonly stop_sequences?: readonly string[];
  readonly stream?: boolean;
}

const TOP_FIELDS = new Set([
  'model',
  'max_tokens',
  'system',
  'messages',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'temperature',
  'top_p',
  'top_k',
  'stop_sequences',
  'stream',
  'metadata',
  'service_tier',
]);

/** Faults of a request. Signatures begin with `SIG`, so that one that Anthropic never made is known. */
export function claudeRequestFaults(body: ClaudeBody | undefined): string[] {
  if (body === undefined) return ['the request body is no JSON'];
  const faults = Object.keys(body).flatMap((name) =>
    TOP_FIELDS.has(name) ? [] : [`${name}: Extra inputs are not permitted`],
  );
  if (!Number.isInteger(body.max_tokens) || (body.max_tokens ?? 0) < 1) faults.push('max_tokens: Field required');
  const messages = body.messages ?? [];
  if (messages.length === 0) faults.push('messages: at least one message is required');
  if (messages[0]?.role !== 'user') faults.push('messages: first message must use the "user" role');
  faults.push(
    ...messages.flatMap((message, index) => messageFaults(message, messages[index + 1], `messages.${index}`)),
  );
  faults.push(...orphanFaults(messages), ...thinkingFaults(body), ...toolFaults(body));
  const temperature = body.temperature ?? 0;
  if (temperature > 1) faults.push('temperature: Input should be less than or equal to 1');
  if (body.stop_sequences?.some((text) => text.trim() === ''))
    faults.push('stop_sequences: must contain non-whitespace');
  return faults;
}

/** The blocks of a message; a string is one block of text. */
export function blocksOf(message: ClaudeMessage | undefined): readonly ContentBlock[] {
  const { content = [] } = message ?? {};
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}

function messageFaults(message: ClaudeMessage, next: ClaudeMessage | undefined, at: string): string[] {
  const faults = message.role === 'user' || message.role === 'assistant' ? [] : [`${at}.role: ${brief(message.role)}`];
  const blocks = blocksOf(message);
  if (blocks.length === 0) faults.push(`${at}: content must be non-empty`);
  for (const block of blocks) faults.push(...blockFaults(block, at));
  const calls = blocks.filter((block) => block.type === 'tool_use').map((block) => block.id);
  const results = new Set(blocksOf(next).map((block) => block['tool_use_id']));
  for (const id of calls) if (!results.has(id)) faults.push(`${at}: tool_use ${id} without tool_result after it`);
  const firstOther = blocksOf(next).findIndex((block) => block.type !== 'tool_result');
  const late = blocksOf(next).findLastIndex((block) => block.type === 'tool_result');
  if (firstOther >= 0 && late > firstOther)
    faults.push(`${at}: tool_result blocks must come first in the next message`);
  return faults;
}

function blockFaults(block: ContentBlock, at: string): string[] {
  switch (block.type) {
    case 'text':
      return block.text?.trim() ? [] : [`${at}: text content blocks must contain non-whitespace text`];
    case 'thinking':
      return block.signature?.startsWith('SIG') ? [] : [`${at}: Invalid signature in thinking block`];
    case 'tool_use': {
      const isObject = typeof block.input === 'object' && block.input !== null && !Array.isArray(block.input);
      const faults = isObject ? [] : [`${at}: tool_use.input: Input should be a valid dictionary`];
      return /^[a-zA-Z0-9_-]+$/.test(block.id ?? '') ? faults : [...faults, `${at}: tool_use.id ${brief(block.id)}`];
    }
    default:
      return [];
  }
}

function orphanFaults(messages: readonly ClaudeMessage[]): string[] {
  return messages.flatMap((message, index) => {
    const calls = new Set(blocksOf(messages[index - 1]).map((block) => block.id));
    const results = blocksOf(message).filter((block) => block.type === 'tool_result');
    return results.flatMap(({ tool_use_id: id }) =>
      calls.has(String(id)) ? [] : [`messages.${index}: unexpected tool_use_id ${id}`],
    );
  });
}

function thinkingFaults({
  thinking,
  max_tokens: limit = 0,
  temperature,
  tool_choice,
  messages = [],
}: ClaudeBody): string[] {
  if (thinking?.type !== 'enabled' && thinking?.type !== 'adaptive') return [];
  const faults: string[] = [];
  const budget = thinking.budget_tokens ?? 0;
  if (thinking.type === 'enabled' && budget < 1024) faults.push('thinking.budget_tokens: at least 1024');
  if (thinking.type === 'enabled' && budget >= limit)
    faults.push('max_tokens must be greater than thinking.budget_tokens');
  if (temperature !== undefined && temperature !== 1) faults.push('temperature may only be set to 1 with thinking');
  const isForced = tool_choice?.type === 'any' || tool_choice?.type === 'tool';
  if (thinking.type === 'enabled' && isForced)
    faults.push('Thinking may not be enabled when tool_choice forces tool use.');
  const isLoop = blocksOf(messages.at(-1))[0]?.type === 'tool_result';
  const first = blocksOf(messages.findLast(({ role }) => role === 'assistant'))[0]?.type;
  if (thinking.type === 'enabled' && isLoop && first !== 'thinking' && first !== 'redacted_thinking')
    faults.push(`Expected \`thinking\` or \`redacted_thinking\`, but found \`${first}\``);
  return faults;
}

function toolFaults({ tools = [], tool_choice: choice }: ClaudeBody): string[] {
  const faults = tools.flatMap(({ name = '', input_schema: schema }) => [
    ...(/^[a-zA-Z0-9_-]{1,128}$/.test(name) ? [] : [`tools: name ${brief(name)}`]),
    ...(schema?.type === 'object' ? [] : [`tools: input_schema of ${name} is no object`]),
  ]);
  if (choice !== undefined && tools.length === 0)
    faults.push('tool_choice may only be specified while providing tools');
  return faults;
}
