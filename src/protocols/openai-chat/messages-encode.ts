import type { Json, JsonObject } from '../../lib/json.ts';
import { restoreExtra } from '../../turn/extra.ts';
import type { Block, Message, ToolResultBlock, TurnRequest } from '../../turn/request.ts';
import { MISSING_RESULT, NO_MESSAGE } from '../placeholders.ts';
import { type AssistantCall, type EncodeContext, encodeAssistant } from './assistant-encode.ts';
import { encodeParts, loseCacheHint, type Part, partsToContent, textOf } from './content-encode.ts';
import { PROTOCOL } from './protocol.ts';

// Changes with each conversation and so spoils the platform's prefix cache; vLLM strips it too.
const BILLING_LINE = /^x-anthropic-billing-header:[^\n]*\n*/;

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
 * else; so what the client put between or before them waits in `deferred` until the assistant speaks again.
 */
class Conversation {
  readonly #context: EncodeContext;
  readonly #messages: JsonObject[] = [];
  readonly #takenIds = new Set<string>();
  #assistant: AssistantTurn | undefined;
  /** Calls of the last assistant turn, in their order. */
  #calls: OpenCall[] = [];
  /** Those of them without a result yet, by the client's id. */
  readonly #unanswered = new Map<string, OpenCall[]>();
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
    const texts = blocks.flatMap((block) => textOf(block, losses)?.replace(BILLING_LINE, '') || []);
    if (texts.length > 0) this.#messages.push({ role: 'system', content: texts.join('\n\n') });
  }

  add(message: Message): void {
    const extra = restoreExtra(message.extra, PROTOCOL, 'messages[]', this.#context.losses);
    if (message.role === 'assistant') return this.#addAssistant(message, extra);
    this.#endAssistant();
    if (message.role === 'system') this.#addInstruction(message, extra);
    else this.#addUser(message, extra);
  }

  finish(): Json[] {
    this.#endAssistant();
    this.#closeCalls();
    return this.#messages.length > 0 ? this.#messages : [{ role: 'user', content: NO_MESSAGE }];
  }

  /** Anthropic takes several assistant messages in a row for one turn: their calls are answered after the last. */
  #addAssistant({ content }: Message, extra: JsonObject): void {
    const hasCalls = content.some((block) => block.type === 'tool-call');
    if (this.#assistant?.hasCalls === true) {
      this.#assistant.content.push(...content);
      Object.assign(this.#assistant.extra, extra);
      return;
    }
    this.#endAssistant();
    this.#assistant = { content: [...content], extra: { ...extra }, hasCalls };
  }

  #endAssistant(): void {
    if (this.#assistant === undefined) return;
    const { content, extra } = this.#assistant;
    this.#assistant = undefined;
    this.#closeCalls();
    const encoded = encodeAssistant(content, this.#takenIds, this.#context);
    if (encoded === undefined) return;
    this.#messages.push({ ...encoded.message, ...extra });
    this.#calls = encoded.calls.map((call) => ({ ...call, result: undefined }));
    for (const call of this.#calls) {
      const same = this.#unanswered.get(call.clientId);
      if (same === undefined) this.#unanswered.set(call.clientId, [call]);
      else same.push(call);
    }
  }

  /** The call that a result answers. Of several with one id, which no client should have, the first. */
  #answered(clientId: string): OpenCall | undefined {
    const same = this.#unanswered.get(clientId);
    const call = same?.shift();
    if (same?.length === 0) this.#unanswered.delete(clientId);
    return call;
  }

  /** An instruction inside of the conversation keeps its place, so that the prefix stays the same in the next turn. */
  #addInstruction(message: Message, extra: JsonObject): void {
    const { target, losses } = this.#context;
    const text = message.content.flatMap((block) => textOf(block, losses) ?? []).join('\n\n');
    if (text === '') return;
    const asSystem = target.quirks.systemAnywhere === true;
    if (asSystem) this.#deferred.push({ role: 'system', content: text, ...extra });
    else this.#deferred.push({ role: 'user', content: `<system-reminder>\n${text}\n</system-reminder>` });
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
  }

  /** `images` takes what a tool message cannot hold; `parts` takes a result that answers no open call. */
  #addResult(block: ToolResultBlock, parts: Part[], images: Part[]): void {
    const { losses } = this.#context;
    const extra = restoreExtra(block.extra, PROTOCOL, 'messages[].content[]', losses);
    loseCacheHint(block.cacheHint, 'messages[].content[]', losses);
    const inner = block.content.flatMap((item) => encodeParts(item, losses));
    const text = inner.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n\n');
    const media = inner.filter((part) => part.type !== 'text');
    const result = resultText(text, media.length > 0, block.isError === true);
    const call = this.#answered(block.callId);
    if (call === undefined) {
      losses.add('messages[].content[]', 'a tool result without its call was sent as text');
      parts.push({ type: 'text', text: `Result of an earlier tool call:\n${result}` }, ...media);
      return;
    }
    call.result = result;
    call.extra = extra;
    if (media.length > 0) images.push({ type: 'text', text: `Returned by the tool ${call.name}:` }, ...media);
  }

  #closeCalls(): void {
    for (const call of this.#calls) {
      const content = call.result ?? MISSING_RESULT;
      this.#messages.push({ role: 'tool', tool_call_id: call.id, content, ...call.extra });
    }
    this.#calls = [];
    this.#unanswered.clear();
    // Not by spreading: a hundred thousand arguments are too many for one call.
    for (const message of this.#deferred) this.#messages.push(message);
    this.#deferred = [];
  }
}

/** An assistant's turn that may go on. */
interface AssistantTurn {
  readonly content: Block[];
  readonly extra: JsonObject;
  readonly hasCalls: boolean;
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
