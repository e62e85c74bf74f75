import { contentTexts, type Part } from './conversation.ts';

const LOOKED_AT = 300;

// What tools of clients say whose protocols have no word for a failure. Source: Codex 0.169, opencode 1.18, qwen-code 0.15.
const FAILURE =
  /^\s*(?:<tool_use_error>|Error\b|error:|\{"output":.{0,200}"exit_code":\s*[1-9]|Process exited with code [1-9]|Exit code:? [1-9])|(?:^|\n)(?:Process exited with code [1-9]|Exit code:? [1-9])/;

/** True if a tool's result says that it failed: in the protocol's own word, or in the tool's. */
export function resultFailed(result: Extract<Part, { kind: 'result' }>): boolean {
  if (result.failed === true) return true;
  for (const text of contentTexts(result.content)) return FAILURE.test(text.beginning(LOOKED_AT));
  return false;
}
