import type { Json, JsonObject } from '../../lib/json.ts';
import { restoreExtra } from '../../turn/extra.ts';
import type { Block, Message, ToolResultBlock, TurnRequest } from '../../turn/request.ts';
import { type AssistantCall, type EncodeContext, encodeAssistant } from './assistant-encode.ts';
import { encodeParts, type Part, partsToContent, textOf } from './content-encode.ts';
import { PROTOCOL } from './protocol.ts';

const MISSING_RESULT = 'The tool call was interrupted; there is no result.';

// Changes with each conversation and so spoils the platform's prefix cache; vLLM strips it too.
const BILLING_HEADER = 'x-anthropic-billing-header:';

/** The messages of a turn, in the order and pairing that OpenAI demands. */
export function encodeMessages(turn: TurnRequest, context: EncodeContext): Json[] {
  const conversation = new Conversation(context);
  const leading = turn.messages.findIndex((message) => message.role !== 'system');
  const start = leading < 0 ? turn.messages.length : leading;
  const system = [...turn.system, ...turn.messages.slice(0, start).flatMap((message) => message.content)];
  conversation.addSystem(system, turn.protocol === PROTOCOL ? turn.systemSource : undefined);
  for (const message of turn.messages.slice(start)) conversation.add(message);
  return conversation.finish();
}

/**
 * Builds the list. The answers to an assistant's tool calls must follow it at once, one message each, before anything
 * else; so what the client put between or before them waits in `deferred` until the calls are closed.
 */
class Conversation {
  readonly #context: EncodeContext;
  readonly #messages: JsonObject[] = [];
  readonly #takenIds = new Set<string>();
  #open: OpenCall[] = [];
  #deferred: JsonObject[] = [];

  constructor(context: EncodeContext) {
    this.#context = context;
  }

  /** @param source the client's own messages with these blocks, if it wrote them in another way */
  addSystem(blocks: readonly Block[], source: readonly JsonObject[] | undefined): void {
    const { losses } = this.#context;
    if (source !== undefined) {
      this.#messages.push(...source);
      return;
    }
    const texts = blocks.flatMap((block) => {
      if (block.type === 'text' && block.text.startsWith(BILLING_HEADER)) return [];
      return textOf(block, losses) ?? [];
    });
    if (texts.length > 0) this.#messages.push({ role: 'system', content: texts.join('\n\n') });
  }

  add(message: Message): void {
    const extra = restoreExtra(message.extra, PROTOCOL, 'messages[]', this.#context.losses);
    if (message.role === 'assistant') this.#addAssistant(message, extra);
    else if (message.role === 'system') this.#addInstruction(message, extra);
    else this.#addUser(message, extra);
  }

  finish(): Json[] {
    this.#closeCalls();
    return this.#messages;
  }

  #addAssistant(message: Message, extra: JsonObject): void {
    this.#closeCalls();
    const encoded = encodeAssistant(message.content, this.#takenIds, this.#context);
    if (encoded === undefined) return;
    this.#messages.push({ ...encoded.message, ...extra });
    this.#open = encoded.calls.map((call) => ({ ...call, result: undefined }));
  }

  /** An instruction inside of the conversation keeps its place, so that the prefix stays the same in the next turn. */
  #addInstruction(message: Message, extra: JsonObject): void {
    const { target, losses } = this.#context;
    const text = message.content.flatMap((block) => textOf(block, losses) ?? []).join('\n\n');
    if (text === '') return;
    const asSystem = target.quirks.systemAnywhere === true;
    if (asSystem) this.#deferred.push({ role: 'system', content: text, ...extra });
    else this.#deferred.push({ role: 'user', content: `<system-reminder>\n${text}\n</system-reminder>` });
    this.#flushIfClosed();
  }

  #addUser(message: Message, extra: JsonObject): void {
    const parts: Part[] = [];
    const images: Part[] = [];
    for (const block of message.content) {
      if (block.type === 'tool-result') this.#addResult(block, parts, images);
      else parts.push(...encodeParts(block, this.#context.losses));
    }
    if (images.length > 0) this.#deferred.push({ role: 'user', content: partsToContent(images) });
    if (parts.length > 0) this.#deferred.push({ role: 'user', content: partsToContent(parts), ...extra });
    this.#flushIfClosed();
  }

  /** `images` takes what a tool message cannot hold; `parts` takes a result that answers no open call. */
  #addResult(block: ToolResultBlock, parts: Part[], images: Part[]): void {
    const { losses } = this.#context;
    const extra = restoreExtra(block.extra, PROTOCOL, 'messages[].content[]', losses);
    if (block.cacheHint !== undefined)
      losses.add('messages[].content[].cache_control', 'the platform takes no cache hints');
    const inner = block.content.flatMap((item) => encodeParts(item, losses));
    const text = inner.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
    const media = inner.filter((part) => part.type !== 'text');
    const call = this.#open.find((open) => open.clientId === block.callId && open.result === undefined);
    if (call === undefined) {
      losses.add('messages[].content[]', 'a tool result without its call was sent as text');
      parts.push({ type: 'text', text: `Result of an earlier tool call:\n${text}` }, ...media);
      return;
    }
    call.result = resultText(text, media.length > 0, block.isError === true);
    call.extra = extra;
    if (media.length > 0) images.push({ type: 'text', text: `Returned by the tool ${call.name}:` }, ...media);
  }

  /** With every call answered nothing has to wait any longer, but later messages do not change earlier ones either. */
  #flushIfClosed(): void {
    if (this.#open.every((call) => call.result !== undefined)) this.#closeCalls();
  }

  #closeCalls(): void {
    for (const call of this.#open) {
      const content = call.result ?? MISSING_RESULT;
      this.#messages.push({ role: 'tool', tool_call_id: call.id, content, ...call.extra });
    }
    this.#open = [];
    this.#messages.push(...this.#deferred);
    this.#deferred = [];
  }
}

interface OpenCall extends AssistantCall {
  result: string | undefined;
  /** Fields of the client's own tool message. */
  extra?: JsonObject;
}

function resultText(text: string, hasMedia: boolean, isError: boolean): string {
  const said = text === '' && hasMedia ? 'The result follows in the next message.' : text;
  return isError && !/^error/i.test(said) ? `Error: ${said}` : said;
}
