/** What Anthropic sends, as data for a script. */

import type { RecordedRequest, ScriptedReply } from './fake-platform.ts';

/** A block of the answer; which fields it has depends on its type. */
export interface AnswerBlock {
  readonly type: string;
  readonly text?: string;
  readonly thinking?: string;
  readonly signature?: string;
  readonly citations?: readonly object[] | null;
  readonly input?: object;
  readonly [other: string]: unknown;
}

export interface AnthropicOptions {
  readonly stop?: string;
  /** Usage of `message_delta`. */
  readonly usage?: object;
}

const DEFAULT_BLOCKS: readonly AnswerBlock[] = [{ type: 'text', text: 'hi from claude' }];

/** A whole message; `fields` adds to or replaces what it says by default. */
export function anthropicMessage(fields: object = {}): ScriptedReply & { readonly json: object } {
  const json = {
    id: 'msg_up01',
    type: 'message',
    role: 'assistant',
    model: 'claude-up',
    content: DEFAULT_BLOCKS,
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 9, output_tokens: 4, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 },
    ...fields,
  };
  return { json };
}

/** One event of a stream. */
export function event(type: string, fields: object = {}): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

/** A whole stream, one event in each piece. */
export function anthropicStream(
  blocks: readonly AnswerBlock[] = DEFAULT_BLOCKS,
  { stop = 'end_turn', usage = { output_tokens: 4 } }: AnthropicOptions = {},
): { readonly stream: string[] } {
  return {
    stream: [
      event('message_start', { message: MESSAGE_START }),
      event('ping'),
      ...blocks.flatMap(blockEvents),
      event('message_delta', { delta: { stop_reason: stop, stop_sequence: null }, usage }),
      event('message_stop'),
    ],
  };
}

/** Answers in whichever form was asked for. */
export function anthropicAnswer(
  blocks: readonly AnswerBlock[] = DEFAULT_BLOCKS,
  options: AnthropicOptions = {},
): (request: RecordedRequest) => ScriptedReply {
  return (request) => {
    if (request.body?.stream) return anthropicStream(blocks, options);
    return anthropicMessage({ content: blocks, stop_reason: options.stop ?? 'end_turn' });
  };
}

/** An error in Anthropic's shape. */
export function anthropicError(status: number, type: string, message: string): ScriptedReply {
  return { status, json: { type: 'error', error: { type, message } } };
}

const MESSAGE_START = {
  id: 'msg_up01',
  type: 'message',
  role: 'assistant',
  model: 'claude-up',
  content: [],
  stop_reason: null,
  stop_sequence: null,
  usage: { input_tokens: 9, output_tokens: 1, cache_creation_input_tokens: 3, cache_read_input_tokens: 5 },
};

function blockEvents(block: AnswerBlock, index: number): string[] {
  const { start, deltas } = openedBlock(block);
  return [
    event('content_block_start', { index, content_block: start }),
    ...deltas.map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ];
}

/** How a block opens, and the deltas that fill it. Blocks of other types come whole. */
function openedBlock(block: AnswerBlock): { start: object; deltas: object[] } {
  switch (block.type) {
    case 'text':
      return { start: { type: 'text', text: '' }, deltas: [...textDeltas(block), ...citationDeltas(block)] };
    case 'thinking':
      return {
        start: { type: 'thinking', thinking: '', signature: '' },
        deltas: [
          { type: 'thinking_delta', thinking: block.thinking },
          { type: 'signature_delta', signature: block.signature },
        ],
      };
    case 'tool_use':
    case 'server_tool_use':
      return { start: { ...block, input: {} }, deltas: inputDeltas(block) };
    default:
      return { start: block, deltas: [] };
  }
}

function textDeltas(block: AnswerBlock): object[] {
  return (block.text?.match(/[\s\S]{1,6}/gu) ?? []).map((text) => ({ type: 'text_delta', text }));
}

function citationDeltas(block: AnswerBlock): object[] {
  return (block.citations ?? []).map((citation) => ({ type: 'citations_delta', citation }));
}

function inputDeltas(block: AnswerBlock): object[] {
  const json = JSON.stringify(block.input);
  return (json.match(/[\s\S]{1,9}/gu) ?? []).map((part) => ({ type: 'input_json_delta', partial_json: part }));
}
