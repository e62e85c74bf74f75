import type { JsonView } from '../../lib/json-view.ts';
import type { RequestView } from './request-view.ts';

/** Who speaks. What is neither the user's side nor the model's is `system`. */
export type Role = 'user' | 'assistant' | 'system';

/** A piece of a message. */
export type Part =
  | { readonly kind: 'text'; readonly text: JsonView }
  | { readonly kind: 'media' }
  | { readonly kind: 'call'; readonly name: string; readonly input: JsonView | undefined }
  /** `failed` as the client says it; absent where the protocol has no word for that. */
  | { readonly kind: 'result'; readonly content: JsonView | undefined; readonly failed?: boolean };

/** One message, or one item of the Responses API. */
export interface Said {
  readonly role: Role;
  /** In their order; what tells nothing is left out. */
  parts(): readonly Part[];
}

/** A message by its position; undefined where there is none. */
export function saidAt(request: RequestView, index: number): Said | undefined {
  const view = request.message(index);
  if (view === undefined) return undefined;
  return request.protocol === 'openai-responses' ? item(view) : message(view);
}

/** Input that is one string, as the Responses API takes it. */
export function plainInput(request: RequestView): JsonView | undefined {
  if (request.protocol !== 'openai-responses') return undefined;
  const input = request.field('input');
  return input?.isText === true ? input : undefined;
}

/** Messages of Anthropic's API and of OpenAI's chat: they differ in names, and none means two things. */
function message(view: JsonView): Said {
  const role = wordOf(view, 'role');
  if (role === 'tool' || role === 'function') {
    return { role: 'user', parts: () => [{ kind: 'result', content: view.field('content') }] };
  }
  const parts = () => contentParts(view.field('content'));
  if (role !== 'assistant') return { role: role === 'user' ? 'user' : 'system', parts };
  return { role, parts: () => [...parts(), ...toolCalls(view)] };
}

function contentParts(content: JsonView | undefined): Part[] {
  if (content === undefined) return [];
  if (content.isText) return [{ kind: 'text', text: content }];
  const parts: Part[] = [];
  for (const view of content.elements()) {
    const part = contentPart(view);
    if (part !== undefined) parts.push(part);
  }
  return parts;
}

/** The texts of a content, which is a string or a list of parts. */
export function* contentTexts(content: JsonView | undefined): Generator<JsonView> {
  if (content?.isText === true) yield content;
  for (const view of content?.elements() ?? []) {
    const text = view.field('text');
    if (text?.isText === true) yield text;
  }
}

const MEDIA: ReadonlySet<string> = new Set([
  'image',
  'document',
  'image_url',
  'input_audio',
  'file',
  'video_url',
  'input_image',
  'input_file',
]);

function contentPart(view: JsonView): Part | undefined {
  const type = wordOf(view, 'type');
  if (type === 'text' || type === 'input_text' || type === 'output_text') {
    const text = view.field('text');
    return text === undefined ? undefined : { kind: 'text', text };
  }
  if (MEDIA.has(type)) return { kind: 'media' };
  if (type.endsWith('tool_use')) return { kind: 'call', name: wordOf(view, 'name'), input: view.field('input') };
  return type.endsWith('tool_result') ? new ToolResult(view) : undefined;
}

/** Anthropic's. What it holds is asked for later, if at all: `is_error` stands behind a content that may be long. */
class ToolResult {
  readonly kind = 'result';
  readonly #view: JsonView;

  constructor(view: JsonView) {
    this.#view = view;
  }

  get content(): JsonView | undefined {
    return this.#view.field('content');
  }

  get failed(): boolean {
    return this.#view.field('is_error')?.json() === true;
  }
}

function toolCalls(view: JsonView): Part[] {
  const calls = view.field('tool_calls');
  if (calls === undefined) return [];
  return calls.elements().flatMap((call): Part | readonly [] => {
    const called = call.field('function') ?? call.field('custom');
    if (called === undefined) return [];
    return { kind: 'call', name: wordOf(called, 'name'), input: called.field('arguments') ?? called.field('input') };
  });
}

function item(view: JsonView): Said {
  const type = wordOf(view, 'type') || 'message';
  if (type === 'message') return message(view);
  if (type.endsWith('_output')) {
    return { role: 'user', parts: () => [{ kind: 'result', content: view.field('output') }] };
  }
  return { role: 'assistant', parts: () => (type.endsWith('_call') ? [itemCall(view, type)] : []) };
}

/** Calls of tools that have a type of their own (`local_shell_call`, `web_search_call`) carry no name. */
function itemCall(view: JsonView, type: string): Part {
  const input = view.field('arguments') ?? view.field('input') ?? view.field('action') ?? view.field('operation');
  return { kind: 'call', name: wordOf(view, 'name') || type.slice(0, -'_call'.length), input };
}

const LONGEST_WORD = 200;

/** A field that holds a short word; empty if it does not. */
export function wordOf(view: JsonView, name: string): string {
  return view.field(name)?.beginning(LONGEST_WORD) ?? '';
}
