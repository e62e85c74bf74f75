/**
 * What a server refuses that takes only what OpenAI documents: unknown fields anywhere, a system message that is not at
 * the beginning, tools of the same name. Beyond openai-rules.ts, which every server demands.
 */

import type { ChatMessage, ChatTool, UpstreamBody } from './wire.ts';

const TOP_FIELDS = new Set([
  'model',
  'messages',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'stream',
  'stream_options',
  'max_tokens',
  'max_completion_tokens',
  'temperature',
  'top_p',
  'stop',
  'response_format',
  'reasoning_effort',
]);
const MESSAGE_FIELDS: Readonly<Record<string, readonly string[]>> = {
  system: ['role', 'content', 'name'],
  developer: ['role', 'content', 'name'],
  user: ['role', 'content', 'name'],
  assistant: [
    'role',
    'content',
    'name',
    'tool_calls',
    'refusal',
    'reasoning_content',
    'reasoning',
    'reasoning_details',
  ],
  tool: ['role', 'content', 'tool_call_id', 'name'],
};
const PART_FIELDS = ['type', 'text', 'image_url', 'file'];
const TOOL_FIELDS = ['type', 'function'];
const FUNCTION_FIELDS = ['name', 'description', 'parameters', 'strict'];

/** What is wrong with the request for such a server. */
export function strictRequestFaults(body: UpstreamBody): string[] {
  const messages = body.messages ?? [];
  return [
    ...unknown('the request', body, TOP_FIELDS),
    ...messages.flatMap((message, index) => messageFaults(message, `messages[${index}]`)),
    ...lateSystemFaults(messages),
    ...(body.tools ?? []).flatMap((tool, index) => toolFaults(tool, `tools[${index}]`)),
    ...doubleNameFaults(body.tools ?? []),
    ...limitFaults(body.max_completion_tokens ?? body.max_tokens),
  ];
}

function messageFaults(message: ChatMessage, at: string): string[] {
  const parts = Array.isArray(message.content) ? message.content : [];
  return [
    ...unknown(at, message, new Set(MESSAGE_FIELDS[message.role ?? ''])),
    ...parts.flatMap((part, index) => unknown(`${at}.content[${index}]`, part, new Set(PART_FIELDS))),
  ];
}

function lateSystemFaults(messages: readonly ChatMessage[]): string[] {
  const isSystem = ({ role }: ChatMessage) => role === 'system' || role === 'developer';
  const begin = messages.findIndex((message) => !isSystem(message));
  const late = messages.findIndex((message, index) => index > begin && isSystem(message));
  return begin >= 0 && late >= 0 ? [`messages[${late}]: a system message that is not at the beginning`] : [];
}

function toolFaults(tool: ChatTool, at: string): string[] {
  const faults = [
    ...unknown(at, tool, new Set(TOOL_FIELDS)),
    ...unknown(`${at}.function`, tool.function ?? {}, new Set(FUNCTION_FIELDS)),
  ];
  const { parameters } = tool.function ?? {};
  if (parameters !== undefined && parameters.type !== 'object') faults.push(`${at}: parameters are no object schema`);
  return faults;
}

function doubleNameFaults(tools: readonly ChatTool[]): string[] {
  const names = tools.map((tool) => tool.function?.name);
  const double = names.filter((name, index) => names.indexOf(name) !== index);
  return double.map((name) => `two tools are called ${name}`);
}

function limitFaults(limit: number | undefined): string[] {
  return limit === undefined || (Number.isInteger(limit) && limit > 0) ? [] : [`the limit of tokens is ${limit}`];
}

function unknown(at: string, value: object, known: ReadonlySet<string>): string[] {
  const fields = Object.keys(value).filter((field) => !known.has(field));
  return fields.map((field) => `${at}: unknown field "${field}"`);
}
