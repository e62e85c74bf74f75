import { asString, isObject, type JsonObject } from '../../lib/json.ts';
import { parseWireText } from '../../lib/wire-text.ts';
import type { ClientTool } from './flat-names.ts';

/** The state of an item. */
export type ItemStatus = 'in_progress' | 'completed' | 'incomplete';

/** A message of the model. Without a text it has no part yet. */
export function messageItem(id: string, text: string | undefined, status: ItemStatus): JsonObject {
  return { id, type: 'message', status, content: text === undefined ? [] : [textPart(text)], role: 'assistant' };
}

export function textPart(text: string): JsonObject {
  return { type: 'output_text', annotations: [], logprobs: [], text };
}

/** Reasoning: its text as a summary, and what proves it. */
export function reasoningItem(id: string, text: string, encrypted: string | undefined): JsonObject {
  const summary = text === '' ? [] : [{ type: 'summary_text', text }];
  return { id, type: 'reasoning', summary, ...(encrypted !== undefined && { encrypted_content: encrypted }) };
}

/** A tool call as the client is told of it. */
export interface OutputCall {
  readonly id: string;
  readonly callId: string;
  readonly name: string;
  /** As the client declared it; undefined for a plain function. */
  readonly tool: ClientTool | undefined;
}

/** @param json its arguments; empty while none came */
export function callItem({ id, callId, name, tool }: OutputCall, json: string, status: ItemStatus): JsonObject {
  const called = {
    call_id: callId,
    name: tool?.name ?? name,
    ...(tool?.namespace !== undefined && { namespace: tool.namespace }),
  };
  if (tool?.isCustom !== true) return { id, type: 'function_call', status, arguments: json, ...called };
  return { id, type: 'custom_tool_call', status, input: json === '' ? '' : customInput(json), ...called };
}

/** The free text in the arguments of a function that stands for a custom tool; all of them if there is none. */
export function customInput(json: string): string {
  try {
    const value = parseWireText(json);
    return (isObject(value) ? asString(value['input']) : undefined) ?? json;
  } catch {
    return json;
  }
}
