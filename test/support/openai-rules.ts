/** What a strict server of OpenAI's chat completions may refuse in a request; and views on such a request. */

import { brief } from './anthropic-rules.ts';
import type { ChatFunction, ChatMessage, ChatPart, ChatTool, ChatToolCall, UpstreamBody } from './wire.ts';

const ROLES = new Set(['system', 'developer', 'user', 'assistant', 'tool']);
const PART_TYPES = new Set(['text', 'image_url', 'file', 'input_audio', 'video_url', 'refusal']);
const ANTHROPIC_FIELDS = [
  'system',
  'stop_sequences',
  'output_config',
  'context_management',
  'anthropic_version',
  'anthropic_beta',
  'container',
  'mcp_servers',
  'betas',
];

/** Faults of a request; `model` is the model id that the platform knows. */
export function chatRequestFaults(body: UpstreamBody | undefined, model: string): string[] {
  if (typeof body !== 'object' || body === null) return ['the request body is not JSON'];
  const faults = ANTHROPIC_FIELDS.filter((field) => field in body).map(
    (field) => `Anthropic's field '${field}' is sent`,
  );
  if (body.model !== model) faults.push(`model is ${brief(body.model)}, not ${brief(model)}`);
  if (!Array.isArray(body.messages) || body.messages.length === 0) return [...faults, 'no messages'];
  const check = new MessagesCheck();
  for (const message of body.messages) check.push(message);
  check.end();
  faults.push(...check.faults, ...toolFaults(body));
  return faults;
}

/** Walks the messages and keeps the tool calls that wait for their results. */
class MessagesCheck {
  readonly faults: string[] = [];
  readonly #pending = new Set<string | undefined>();
  #index = 0;

  push(message: ChatMessage): void {
    if (!ROLES.has(message.role ?? '')) this.#fault(`role is ${brief(message.role)}`);
    this.#checkContent(message);
    if (message.role === 'tool') this.#answer(message);
    else this.#expectNothingPending(message);
    if (message.role === 'user' || message.role === 'system') this.#checkNotEmpty(message);
    if (message.role === 'assistant') this.#checkAssistant(message);
    this.#index += 1;
  }

  end(): void {
    if (this.#pending.size > 0) this.faults.push(`unanswered tool calls ${[...this.#pending]}`);
  }

  #checkContent({ content, role }: ChatMessage): void {
    if (Array.isArray(content)) {
      for (const part of content) this.#checkPart(part, role);
    } else if (content !== null && content !== undefined && typeof content !== 'string') {
      this.#fault(`content is ${typeof content}`);
    }
  }

  #checkPart(part: ChatPart, role: string | undefined): void {
    if (!PART_TYPES.has(part?.type ?? '')) this.#fault(`part of type ${brief(part?.type)}`);
    if (part?.type === 'text' && typeof part.text !== 'string') this.#fault('text part without text');
    if (part?.type === 'image_url' && typeof part.image_url?.url !== 'string') this.#fault('image_url without url');
    if (role === 'tool' && part?.type !== 'text') this.#fault(`tool message with a ${part?.type} part`);
  }

  #answer(message: ChatMessage): void {
    if (!this.#pending.delete(message.tool_call_id)) {
      this.#fault(`answers tool_call_id ${brief(message.tool_call_id)} which is not pending`);
    }
    if (message.content === null || message.content === undefined) this.#fault('tool message without content');
  }

  #expectNothingPending(message: ChatMessage): void {
    if (this.#pending.size === 0) return;
    this.#fault(`(${message.role}) comes before the answers to tool calls ${[...this.#pending]}`);
    this.#pending.clear();
  }

  #checkNotEmpty({ content, role }: ChatMessage): void {
    const isEmpty = content === null || content === undefined || (Array.isArray(content) && content.length === 0);
    if (isEmpty) this.#fault(`${role} message without content`);
  }

  #checkAssistant(message: ChatMessage): void {
    const calls = message.tool_calls;
    if ('tool_calls' in message && (!Array.isArray(calls) || calls.length === 0)) this.#fault('tool_calls is empty');
    for (const call of calls ?? []) this.#checkCall(call);
    const hasContent = message.content !== null && message.content !== undefined && message.content.length > 0;
    const hasReasoning = message.reasoning_content || message.reasoning || message.reasoning_details;
    if (!calls?.length && !hasContent && !hasReasoning) this.#fault('assistant message is empty');
  }

  #checkCall(call: ChatToolCall): void {
    if (!call.id) this.#fault('tool call without id');
    if (call.type !== 'function') this.#fault(`tool call of type ${brief(call.type)}`);
    if (!call.function?.name) this.#fault('tool call without name');
    if (!isJsonText(call.function?.arguments)) this.#fault('arguments are not a JSON text');
    this.#pending.add(call.id);
  }

  #fault(what: string): void {
    this.faults.push(`messages[${this.#index}]: ${what}`);
  }
}

function toolFaults(body: UpstreamBody): string[] {
  if (!('tools' in body)) return 'tool_choice' in body ? ['tool_choice without tools'] : [];
  if (!Array.isArray(body.tools) || body.tools.length === 0) return ['tools is empty'];
  return body.tools.flatMap((tool, index) => oneToolFaults(tool).map((fault) => `tools[${index}]: ${fault}`));
}

function oneToolFaults(tool: ChatTool): string[] {
  if (tool.type !== 'function') return [`type is ${brief(tool.type)}`];
  const faults: string[] = [];
  const { name, parameters } = tool.function ?? {};
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name ?? '')) faults.push(`name is ${brief(name)}`);
  if (parameters && typeof parameters !== 'object') faults.push('parameters is not an object');
  if ('input_schema' in tool || 'input_schema' in (tool.function ?? {})) faults.push('carries input_schema');
  return faults;
}

function isJsonText(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** The text of a message's content; parts are joined by line breaks. */
export function textOf(content: ChatMessage['content']): string {
  if (typeof content === 'string') return content;
  return (content ?? []).map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}

/** The text of all system messages. */
export function systemText(body: UpstreamBody | undefined): string {
  const system = (body?.messages ?? []).filter(isSystem);
  return system.map((message) => textOf(message.content)).join('\n');
}

/** The messages without the system ones. */
export function conversation(body: UpstreamBody | undefined): ChatMessage[] {
  return (body?.messages ?? []).filter((message) => !isSystem(message));
}

/** The roles of the conversation, as one text. */
export function roles(body: UpstreamBody | undefined): string {
  return conversation(body)
    .map((message) => message.role)
    .join(' ');
}

/** The addresses of all images, in order. */
export function images(body: UpstreamBody | undefined): (string | undefined)[] {
  const parts = (body?.messages ?? []).flatMap(({ content }) => (Array.isArray(content) ? content : []));
  return parts.filter((part) => part.type === 'image_url').map((part) => part.image_url?.url);
}

/** The function of the tool at this place. */
export function functionAt(body: UpstreamBody | undefined, index = 0): ChatFunction {
  return body?.tools?.[index]?.function ?? {};
}

/** Whether the JSON text of a value contains this text. */
export function jsonIncludes(value: unknown, part: string): boolean {
  return JSON.stringify(value ?? null).includes(part);
}

/** How often a key occurs anywhere in a value. */
export function countKeys(value: unknown, key: string): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = !Array.isArray(value) && key in value ? 1 : 0;
  return Object.values(value).reduce<number>((sum, inner) => sum + countKeys(inner, key), own);
}

function isSystem(message: ChatMessage): boolean {
  return message.role === 'system' || message.role === 'developer';
}
