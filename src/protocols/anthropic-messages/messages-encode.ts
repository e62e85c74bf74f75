import type { Json, JsonObject } from '../../lib/json.ts';
import { restoreExtra } from '../../turn/extra.ts';
import type { Block, Message, TurnRequest } from '../../turn/request.ts';
import { MISSING_RESULT, NO_BEGINNING, NO_MESSAGE } from '../placeholders.ts';
import { anthropicId, type EncodeContext, encodeBlocks, isBlank } from './blocks-encode.ts';
import { PROTOCOL } from './protocol.ts';

/** The messages of a turn: as they came, if Anthropic's own, else in the order and pairing that Anthropic demands. */
export function encodeMessages(turn: TurnRequest, context: EncodeContext): Json[] {
  if (context.isOwn) return turn.messages.flatMap((message) => encodeOwn(message, context));
  const conversation = new Conversation(context);
  for (const message of turn.messages) conversation.add(message);
  return conversation.finish();
}

function encodeOwn(message: Message, context: EncodeContext): JsonObject[] {
  const [first] = message.content;
  const isPlain = message.plain === true && first?.type === 'text';
  const content = isPlain ? first.text : encodeBlocks(message.content, context);
  // All of it was thinking of another model; an empty message is refused.
  if (content.length === 0 && message.content.length > 0 && !isPlain) return [];
  const extra = restoreExtra(message.extra, PROTOCOL, 'messages[]', context.losses);
  return [{ role: message.role, content, ...extra }];
}

interface EncodedMessage {
  readonly role: 'user' | 'assistant' | 'system';
  readonly content: JsonObject[];
}

/**
 * Builds the list. The roles take turns; the results of an assistant's tool calls stand first in the user's next
 * message, one for each call.
 */
class Conversation {
  readonly #context: EncodeContext;
  readonly #messages: EncodedMessage[] = [];
  /** Calls of the last assistant message, with their results as they come. */
  #open = new Map<string, JsonObject | undefined>();
  /** What the user says next, after the results. */
  #said: JsonObject[] = [];

  constructor(context: EncodeContext) {
    this.#context = context;
  }

  add(message: Message): void {
    restoreExtra(message.extra, PROTOCOL, 'messages[]', this.#context.losses);
    if (message.role === 'assistant') this.#addAssistant(message);
    else if (message.role === 'system') this.#addInstruction(message);
    else for (const block of message.content) this.#addUserBlock(block);
  }

  finish(): Json[] {
    this.#flushUser();
    const first = this.#messages[0];
    if (first === undefined || first.role === 'assistant') {
      const text = first === undefined ? NO_MESSAGE : NO_BEGINNING;
      this.#messages.unshift({ role: 'user', content: [{ type: 'text', text }] });
    }
    const last = this.#messages.at(-1);
    if (last?.role === 'assistant') trimEnd(last.content);
    return this.#messages.map(({ role, content }) => ({ role, content }));
  }

  #addAssistant(message: Message): void {
    this.#flushUser();
    const content = encodeBlocks(message.content, this.#context);
    if (content.length === 0) return;
    this.#push('assistant', content);
    for (const block of message.content) {
      if (block.type === 'tool-call') this.#open.set(anthropicId(block.id, this.#context), undefined);
    }
  }

  /** An instruction inside of the conversation keeps its place, so that the prefix stays the same in the next turn. */
  #addInstruction(message: Message): void {
    const { target } = this.#context;
    const content = encodeBlocks(message.content, this.#context).filter((block) => block['type'] === 'text');
    if (content.length === 0) return;
    if (target.quirks.systemAnywhere === true && !this.#isAwaitingResults()) {
      this.#flushUser();
      this.#push('system', content);
      return;
    }
    const text = content.map((block) => block['text']).join('\n\n');
    this.#said.push({ type: 'text', text: `<system-reminder>\n${text}\n</system-reminder>` });
  }

  #addUserBlock(block: Block): void {
    const [encoded] = encodeBlocks([block], this.#context);
    if (encoded === undefined) return;
    if (block.type !== 'tool-result') {
      this.#said.push(encoded);
      return;
    }
    const id = anthropicId(block.callId, this.#context);
    if (this.#open.has(id) && this.#open.get(id) === undefined) this.#open.set(id, encoded);
    else this.#addOrphan(block.content);
  }

  #addOrphan(content: readonly Block[]): void {
    this.#context.losses.add('messages[]', 'a tool result without its call was sent as text');
    const heading = { type: 'text', text: 'Result of an earlier tool call:' };
    this.#said.push(heading, ...encodeBlocks(content, this.#context));
  }

  #isAwaitingResults(): boolean {
    return [...this.#open.values()].includes(undefined);
  }

  #flushUser(): void {
    const results = [...this.#open].map(([id, result]) => result ?? missingResult(id));
    const content = [...results, ...this.#said];
    this.#open = new Map();
    this.#said = [];
    if (content.length > 0) this.#push('user', content);
  }

  /** Adds to the last message where the role is the same. */
  #push(role: EncodedMessage['role'], content: JsonObject[]): void {
    const last = this.#messages.at(-1);
    if (last?.role === role) last.content.push(...content);
    else this.#messages.push({ role, content });
  }
}

function missingResult(id: string): JsonObject {
  return { type: 'tool_result', tool_use_id: id, content: MISSING_RESULT, is_error: true };
}

/** "final assistant content cannot end with trailing whitespace", says Anthropic of a beginning that it shall go on. */
function trimEnd(content: JsonObject[]): void {
  const last = content.at(-1);
  const text = last?.['text'];
  if (typeof text === 'string' && !isBlank(text)) {
    content[content.length - 1] = { ...last, text: text.replace(/[ \t\r\n]+$/, '') };
  }
}
