import { isObject, type Json } from '../lib/json.ts';
import { parseWireText, readText } from '../lib/wire-text.ts';
import type { ToolInput } from './request.ts';

/**
 * The input of a tool call as an object. Arguments that are no JSON object are never replaced by an empty one, which
 * would run the tool: they are given in the form in which Claude Code notes such a call, so that the model sees its own
 * mistake.
 */
export function inputObject(input: ToolInput): Json {
  const value = input.kind === 'value' ? input.value : parseArguments(input.text);
  if (isObject(value)) return value;
  const raw = input.kind === 'text' ? input.text : JSON.stringify(input.value);
  return { __unparsedToolInput: { raw, len: readText(raw).length } };
}

function parseArguments(text: string): Json {
  // Of wire text only ASCII blanks: a byte such as 0xa0 is a piece of a character.
  if (!/[^ \t\r\n]/.test(text)) return {};
  try {
    return parseWireText(text);
  } catch {
    return null;
  }
}
