/**
 * How tools look as text. It is the form that most open models were trained on: that of Hermes and Qwen, whose chat
 * templates write definitions, calls and results between these tags (docs/decisions/0008-text-tools.md).
 *
 * Definitions, one in a line:
 *
 *     <tools>
 *     {"type":"function","function":{"name":"Read","description":"…","parameters":{…}}}
 *     </tools>
 *
 * A call, by the model; a result, in the next message of the user:
 *
 *     <tool_call>
 *     {"name": "Read", "arguments": {"file_path": "/a"}}
 *     </tool_call>
 *
 *     <tool_response>
 *     text of the file
 *     </tool_response>
 */

import type { ToolInput } from '../request.ts';

export const CALL_OPEN = '<tool_call>';
export const CALL_CLOSE = '</tool_call>';
export const RESULT_OPEN = '<tool_response>';
export const RESULT_CLOSE = '</tool_response>';

/** A call as the model shall write it. Arguments stay to the letter, broken ones too. Wire text. */
export function writeCall(name: string, input: ToolInput): string {
  return `${CALL_OPEN}\n{"name": ${JSON.stringify(name)}, "arguments": ${argumentsOf(input)}}\n${CALL_CLOSE}`;
}

function argumentsOf(input: ToolInput): string {
  if (input.kind === 'value') return JSON.stringify(input.value);
  return input.text === '' ? '{}' : input.text;
}

/** A result as the model gets it. The text stays to the letter: an agent's next edit may depend on it. Wire text. */
export function writeResult(text: string): string {
  return `${RESULT_OPEN}\n${text}\n${RESULT_CLOSE}`;
}
