import { isObject, type Json } from '../../lib/json.ts';
import { parseWireText, readText } from '../../lib/wire-text.ts';
import type { ToolInput } from '../../turn/request.ts';

/**
 * The input of a tool call as the object that Anthropic's clients expect. Arguments that are broken JSON are never
 * replaced by an empty object, which would run the tool: they are given in the form in which Claude Code itself notes
 * such a call, and answers it with an error.
 */
export function inputObject(input: ToolInput): Json {
  const value = input.kind === 'value' ? input.value : parseArguments(input.text);
  if (isObject(value)) return value;
  const raw = input.kind === 'text' ? input.text : JSON.stringify(input.value);
  return { __unparsedToolInput: { raw, len: readText(raw).length } };
}

function parseArguments(text: string): Json {
  if (text.trim() === '') return {};
  try {
    return parseWireText(text);
  } catch {
    return null;
  }
}
