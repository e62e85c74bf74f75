/**
 * A model that knows no tools: its server refuses all that speaks of them, and its calls are text. What it says is in
 * docs/decisions/0008-text-tools.md; this reads and writes it without redwolf's own code.
 */

import { textOf } from '../support/openai-rules.ts';
import type { ChatMessage, ChatTool, UpstreamBody } from '../support/wire.ts';
import { anthropicAnswer, anthropicError } from './anthropic-replies.ts';
import type { RecordedRequest, Script, ScriptedReply } from './fake-platform.ts';
import { answer, openaiError } from './openai-replies.ts';

const TOOL_FIELDS = ['tools', 'tool_choice', 'parallel_tool_calls', 'functions', 'function_call'];

/** A call as such a model writes it. `args` may be a text, which may be broken. */
export function writtenCall(name: string, args: object | string): string {
  const json = typeof args === 'string' ? args : JSON.stringify(args);
  return `<tool_call>\n{"name": ${JSON.stringify(name)}, "arguments": ${json}}\n</tool_call>`;
}

/** What in a request such a server refuses, or undefined. */
function nativeToolsIn(body: UpstreamBody): string | undefined {
  const field = TOOL_FIELDS.find((name) => name in body);
  if (field !== undefined) return `${field}: this model does not support tools`;
  const wrong = (body.messages ?? []).findIndex(hasNativeTools);
  return wrong < 0 ? undefined : `messages[${wrong}]: this model does not support tools`;
}

function hasNativeTools(message: ChatMessage): boolean {
  const parts = Array.isArray(message.content) ? message.content : [];
  const isBlock = parts.some(({ type }) => type === 'tool_use' || type === 'tool_result');
  return message.role === 'tool' || message.role === 'function' || 'tool_calls' in message || isBlock;
}

/** Plays the script as such a server: 400 for native tools. */
export function textOnly(script: Script): Script {
  return (request, index) => {
    const objection = nativeToolsIn(request.body ?? {});
    if (objection === undefined) return script(request, index);
    const kind = 'invalid_request_error';
    const isChat = request.path.endsWith('/chat/completions');
    return isChat ? openaiError(400, objection, kind) : anthropicError(400, kind, objection);
  };
}

/** To try it by hand: calls the first tool that it was told of, without arguments, and says what came back. */
export function textOnlyByHand(request: RecordedRequest): ScriptedReply {
  const { messages = [], system } = request.body ?? {};
  const said = textOf(messages.at(-1)?.content);
  // Anthropic's system text is a list of blocks, and no message.
  const blocks = Array.isArray(system) ? system.map((block) => String(block?.text)) : [];
  const [first] = definitionsIn([...blocks, ...messages.map(({ content }) => textOf(content))].join('\n'));
  const [, result] = /<tool_response>\n([\s\S]*?)\n<\/tool_response>/.exec(said) ?? [];
  const text = result === undefined ? callOf(first) : `The tool said: ${result}`;
  const isChat = request.path.endsWith('/chat/completions');
  return isChat ? answer({ text })(request) : anthropicAnswer([{ type: 'text', text }])(request);
}

function callOf(tool: ChatTool | undefined): string {
  return tool === undefined ? 'hello' : `Let me see.\n${writtenCall(tool.function?.name ?? '', {})}`;
}

/** The tools that a system text describes. */
export function definitionsIn(system: string): ChatTool[] {
  const [, lines = ''] = /\n<tools>\n([\s\S]*?)\n<\/tools>\n/.exec(system) ?? [];
  return lines.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));
}
