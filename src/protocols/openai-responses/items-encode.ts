import { asObject, asString, type JsonObject } from '../../lib/json.ts';
import { restoreExtra } from '../../turn/extra.ts';
import type { Losses } from '../../turn/losses.ts';
import type { Block, Message, ThinkingBlock, ToolResultBlock, TurnRequest } from '../../turn/request.ts';
import { readOrigin } from '../../turn/thinking-origin.ts';
import type { EncodeTarget } from '../codec.ts';
import type { ToolNames } from '../openai-chat/tool-names.ts';
import { MISSING_RESULT, NO_MESSAGE } from '../placeholders.ts';
import { CallIds } from './call-ids.ts';
import { argumentsOf, encodeParts, noteLost } from './content-encode.ts';
import { ENCRYPTED_FIELD } from './encrypted-content.ts';
import { PROTOCOL } from './protocol.ts';

// Changes with each conversation and so spoils the platform's prefix cache.
const BILLING_LINE = /^x-anthropic-billing-header:[^\n]*\n*/;

export interface EncodeContext {
  readonly target: EncodeTarget;
  readonly names: ToolNames;
  readonly losses: Losses;
}

/** `instructions` and `input` of a turn that came in another protocol. */
export function encodeConversation(turn: TurnRequest, context: EncodeContext): JsonObject {
  const instructions = turn.system
    .flatMap((block) => encodeParts(block, 'input_text', context.losses))
    .flatMap((part) => asString(part['text'])?.replace(BILLING_LINE, '') ?? loseInstruction(context.losses))
    .filter((text) => text !== '')
    .join('\n\n');
  const items = new Items(context);
  for (const message of turn.messages) items.add(message);
  return { ...(instructions !== '' && { instructions }), input: items.finish() };
}

function loseInstruction(losses: Losses): [] {
  losses.add('messages[].content[]', 'the instructions can only be text');
  return [];
}

interface OpenCall {
  readonly id: string;
  readonly clientId: string;
  /** Its item, behind which a missing result is put. */
  readonly item: JsonObject;
}

/** Builds the list of items: each call gets its one result, each result has its call. */
class Items {
  readonly #context: EncodeContext;
  readonly #ids: CallIds;
  readonly #items: JsonObject[] = [];
  #open: OpenCall[] = [];

  constructor(context: EncodeContext) {
    this.#context = context;
    this.#ids = new CallIds(context.target.quirks.maxToolIdLength);
  }

  add(message: Message): void {
    restoreExtra(message.extra, PROTOCOL, 'messages[]', this.#context.losses);
    if (message.role === 'assistant') for (const block of message.content) this.#addAssistant(block);
    else if (message.role === 'system') this.#addMessage('developer', message.content);
    else this.#addUser(message.content);
  }

  /** The list. "No tool output found for function call" is what OpenAI says of a call that nobody answered. */
  finish(): JsonObject[] {
    if (this.#items.length === 0) this.#addMessage('user', [{ type: 'text', text: NO_MESSAGE }]);
    const missing = new Map(this.#open.map(({ item, id }) => [item, id]));
    return this.#items.flatMap((item) => {
      const id = missing.get(item);
      return id === undefined ? [item] : [item, { type: 'function_call_output', call_id: id, output: MISSING_RESULT }];
    });
  }

  #addAssistant(block: Block): void {
    if (block.type === 'thinking') this.#addThinking(block);
    else if (block.type === 'tool-call') this.#addCall(block);
    else this.#addMessage('assistant', [block]);
  }

  #addMessage(role: 'user' | 'assistant' | 'developer', blocks: readonly Block[]): void {
    const type = role === 'assistant' ? 'output_text' : 'input_text';
    const content = blocks.flatMap((block) => encodeParts(block, type, this.#context.losses));
    if (content.length === 0) return;
    const last = this.#items.at(-1);
    // Texts of one reply that were split.
    if (role === 'assistant' && last?.['role'] === role && Array.isArray(last['content'])) {
      last['content'].push(...content);
    } else this.#items.push({ type: 'message', role, content });
  }

  #addCall(block: Extract<Block, { type: 'tool-call' }>): void {
    const { names, losses } = this.#context;
    noteLost(block, losses);
    const id = this.#ids.next(block.id);
    const item = {
      type: 'function_call',
      call_id: id,
      name: names.short(block.name),
      arguments: argumentsOf(block.input) || '{}',
    };
    this.#items.push(item);
    this.#open.push({ id, clientId: block.id, item });
  }

  /** Reasoning goes back to the platform that made it, and only where it can prove it. */
  #addThinking(block: ThinkingBlock): void {
    const { target, losses } = this.#context;
    const origin = readOrigin(block.signature);
    const details = asObject(origin?.details);
    const isOwn = origin?.platform === target.origin && origin.field === ENCRYPTED_FIELD;
    if (!isOwn || details === undefined) {
      losses.add('messages[].content[]', 'thinking of another model');
      return;
    }
    const summary = block.text === '' ? [] : [{ type: 'summary_text', text: block.text }];
    this.#items.push({ type: 'reasoning', summary, ...details });
  }

  #addUser(blocks: readonly Block[]): void {
    const said: Block[] = [];
    for (const block of blocks) {
      if (block.type === 'tool-result') this.#addResult(block, said);
      else said.push(block);
    }
    this.#addMessage('user', said);
  }

  /** @param said takes a result that answers no open call */
  #addResult(block: ToolResultBlock, said: Block[]): void {
    const { losses } = this.#context;
    const call = this.#open.find((open) => open.clientId === block.callId);
    if (call === undefined) {
      losses.add('messages[].content[]', 'a tool result without its call was sent as text');
      said.push({ type: 'text', text: 'Result of an earlier tool call:' }, ...block.content);
      return;
    }
    noteLost(block, losses);
    this.#open = this.#open.filter((open) => open !== call);
    this.#items.push({ type: 'function_call_output', call_id: call.id, output: this.#output(block) });
  }

  /** Text alone is one string, its parts kept apart by a blank line; media stand in a list. */
  #output(block: ToolResultBlock): string | JsonObject[] {
    const parts = block.content.flatMap((inner) => encodeParts(inner, 'input_text', this.#context.losses));
    const texts = parts.flatMap((part) => asString(part['text']) ?? []);
    const mark = block.isError === true && !/^error/i.test(texts[0] ?? '') ? 'Error: ' : '';
    if (texts.length === parts.length) return mark + texts.join('\n\n');
    return mark === '' ? parts : [{ type: 'input_text', text: mark.trim() }, ...parts];
  }
}
