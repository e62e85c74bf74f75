/**
 * What OpenAI refuses in a request to its Responses API, as far as its reference and its error messages say it.
 * Sources: the request types of the `openai` package 7.57; error texts as quoted.
 */

import { brief } from './anthropic-rules.ts';

/** A request to the Responses API. Every field may be absent. */
export interface ResponsesBody {
  readonly input?: string | readonly ResponsesItem[];
  readonly tools?: readonly { readonly type?: string; readonly name?: string; readonly parameters?: unknown }[];
  readonly [field: string]: unknown;
}

/** An item of the input. */
export interface ResponsesItem {
  readonly type?: string;
  readonly role?: string;
  readonly content?: string | readonly { readonly type?: string; readonly [field: string]: unknown }[];
  readonly call_id?: string;
  readonly name?: string;
  readonly arguments?: unknown;
  readonly output?: unknown;
  readonly [field: string]: unknown;
}

const TOP_FIELDS = new Set([
  'model',
  'input',
  'instructions',
  'tools',
  'tool_choice',
  'parallel_tool_calls',
  'stream',
  'store',
  'include',
  'reasoning',
  'text',
  'max_output_tokens',
  'temperature',
  'top_p',
]);
const PARTS: Readonly<Record<string, readonly string[]>> = {
  user: ['input_text', 'input_image', 'input_file'],
  system: ['input_text', 'input_image', 'input_file'],
  developer: ['input_text', 'input_image', 'input_file'],
  // "Invalid value: 'input_text'. Supported values are: 'output_text' and 'refusal'."
  assistant: ['output_text', 'refusal'],
};
/** "Expected a value >= 16" */
const LEAST_OUTPUT = 16;

/** Faults of a request; `model` is the model id that the platform knows. */
export function responsesRequestFaults(body: ResponsesBody, model: string): string[] {
  const faults = Object.keys(body).flatMap((field) => (TOP_FIELDS.has(field) ? [] : [`unknown field ${field}`]));
  if (body['model'] !== model) faults.push(`model is ${brief(body['model'])}`);
  const limit = body['max_output_tokens'];
  if (typeof limit === 'number' && limit < LEAST_OUTPUT) faults.push(`max_output_tokens is ${limit}`);
  if ('tool_choice' in body && body.tools === undefined) faults.push('tool_choice without tools');
  return [...faults, ...(body.tools ?? []).flatMap(toolFaults), ...inputFaults(body.input)];
}

function toolFaults({ type, name, parameters }: NonNullable<ResponsesBody['tools']>[number]): string[] {
  const isGood = type === 'function' && /^[a-zA-Z0-9_-]{1,64}$/.test(name ?? '') && typeof parameters === 'object';
  return isGood ? [] : [`a tool is ${brief({ type, name, parameters })}`];
}

function inputFaults(input: ResponsesBody['input']): string[] {
  if (typeof input === 'string') return input === '' ? ['an empty input'] : [];
  if (input === undefined || input.length === 0) return ['no input'];
  return [...input.flatMap((item, index) => itemFaults(item, `input[${index}]`)), ...pairFaults(input)];
}

function itemFaults(item: ResponsesItem, at: string): string[] {
  switch (item.type) {
    case 'message':
      return messageFaults(item, at);
    case 'function_call':
      return typeof item.arguments === 'string' && item.name && item.call_id ? [] : [`${at}: ${brief(item)}`];
    case 'function_call_output':
      return typeof item.output === 'string' || Array.isArray(item.output) ? [] : [`${at}: ${brief(item)}`];
    case 'reasoning':
      return Array.isArray(item['summary']) ? [] : [`${at}: reasoning without a summary`];
    default:
      return [`${at}: type ${brief(item.type)}`];
  }
}

function messageFaults({ role = '', content }: ResponsesItem, at: string): string[] {
  const parts = PARTS[role];
  if (parts === undefined) return [`${at}: role ${role}`];
  if (typeof content === 'string') return [];
  if (content === undefined || content.length === 0) return [`${at}: no content`];
  return content.flatMap(({ type }) => (parts.includes(type ?? '') ? [] : [`${at}: a part ${type} of ${role}`]));
}

/** "No tool output found for function call …", "No tool call found for function call output with call_id …" */
function pairFaults(input: readonly ResponsesItem[]): string[] {
  const ids = (type: string) => input.flatMap((item) => (item.type === type ? [item.call_id] : []));
  const calls = ids('function_call');
  const outputs = ids('function_call_output');
  return [
    ...calls.filter((id) => !outputs.includes(id)).map((id) => `no output for ${id}`),
    ...outputs.filter((id) => !calls.includes(id)).map((id) => `no call for ${id}`),
    ...(new Set(calls).size === calls.length ? [] : ['two calls of one id']),
  ];
}
