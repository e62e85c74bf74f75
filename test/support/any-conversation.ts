/** Requests of any client in any protocol, with what is odd about them. */

import fc from 'fast-check';
import type { JsonObject } from '../../src/lib/json.ts';
import type { RequestSource } from './request-view.ts';

const words = fc.oneof(
  fc.constantFrom(
    'fix the build',
    '修一下测试',
    'quota',
    'a "quoted" \\ text',
    '<div>hi</div>',
    '',
    ' \n',
    'why?\n```\nlet x = 1;\n```',
  ),
  fc.string({ maxLength: 30 }),
);
const told = fc.constantFrom(
  '<system-reminder>\nMonday\n</system-reminder>\n',
  '<system-reminder>a</system-reminder> and so?',
  '<command-name>/fixit</command-name><command-args>bug 42</command-args>',
  '<bash-stdout>ok</bash-stdout>',
  '<environment_context><cwd>/x</cwd></environment_context>',
  '# AGENTS.md instructions for /x\n<INSTRUCTIONS>a</INSTRUCTIONS>',
  'Plan mode is active.',
  'Tool loaded.',
  'CRITICAL: Respond with TEXT ONLY.',
  '[SUGGESTION MODE: x]',
  '<session>x</session>',
  'Generate a title for this conversation',
);
const text = fc.oneof(words, told);
const odd = fc.constantFrom<unknown>(null, 5, true, 'x', [], {}, [[]], { type: 5 }, { type: 'image' }, { text: 7 });
const result = fc.record(
  {
    type: fc.constant('tool_result'),
    content: fc.oneof(text, fc.array(fc.record({ type: fc.constant('text'), text }))),
    is_error: fc.boolean(),
  },
  { requiredKeys: ['type'] },
);
const call = fc.record({
  type: fc.constant('tool_use'),
  name: fc.constantFrom('Read', 'Bash'),
  input: fc.jsonValue({ maxDepth: 2 }),
});
const block = fc.oneof(
  { weight: 4, arbitrary: text.map((value): unknown => ({ type: 'text', text: value })) },
  text.map((value): unknown => ({ text: value, type: 'text', cache_control: { type: 'ephemeral' } })),
  result,
  call,
  fc.constant({ type: 'image', source: { type: 'base64', data: 'AAAA' } }),
  odd,
);
const content = fc.oneof(text, fc.array(block, { maxLength: 4 }), odd);

const anthropicMessage = fc.record({ role: fc.constantFrom('user', 'user', 'assistant', 'system'), content });
const chatCall = fc.record({ type: fc.constant('function'), function: fc.record({ name: words, arguments: words }) });
const chatMessage = fc.oneof(
  fc.record({ role: fc.constantFrom('user', 'assistant', 'system', 'developer', 'tool', 'odd'), content }),
  fc.record({
    content,
    role: fc.constant('assistant'),
    tool_calls: fc.array(fc.oneof(chatCall, odd), { maxLength: 2 }),
  }),
);
const part = fc.record({ type: fc.constantFrom('input_text', 'output_text', 'input_image', 'text'), text });
const item = fc.oneof(
  fc.record({
    type: fc.constant('message'),
    role: fc.constantFrom('user', 'assistant', 'developer'),
    content: fc.oneof(text, fc.array(part, { maxLength: 3 })),
  }),
  fc.record({
    type: fc.constantFrom('function_call', 'custom_tool_call', 'local_shell_call', 'reasoning'),
    name: words,
    arguments: words,
  }),
  fc.record({ type: fc.constantFrom('function_call_output', 'odd_output'), output: content }),
);

const SESSION = '067f1f99-767f-472b-883f-bd561ca5fde9';
const headers = fc.dictionary(
  fc.constantFrom(
    'x-claude-code-session-id',
    'x-claude-code-request-class',
    'x-claude-code-agent-id',
    'x-session-id',
    'x-parent-session-id',
    'session-id',
    'thread-id',
    'x-openai-subagent',
    'x-codex-turn-metadata',
    'user-agent',
  ),
  fc.constantFrom(
    SESSION,
    'main',
    'auxiliary',
    'compaction',
    'review',
    '',
    '{"request_kind":"turn","turn_id":"t"}',
    'claude-cli/2.1.330',
    'codex_exec/1',
    'opencode/1.18',
  ),
  { maxKeys: 3 },
);
const about = fc.record(
  {
    system: fc.oneof(
      text,
      fc.array(block, { maxLength: 2 }),
      fc.constant([{ type: 'text', text: 'x-anthropic-billing-header: cc_is_subagent=true;' }]),
    ),
    instructions: text,
    tools: fc.oneof(
      fc.constant([]),
      fc.constant([{ type: 'web_search_20250305' }]),
      fc.constant([{ name: 'a' }, { name: 'b' }]),
      odd,
    ),
    metadata: fc.oneof(
      fc.constant({ user_id: JSON.stringify({ session_id: SESSION }) }),
      fc.record({ sessionId: words }),
      odd,
    ),
    client_metadata: fc.oneof(fc.constant({ session_id: SESSION, turn_id: 't' }), odd),
    prompt_cache_key: fc.constantFrom(SESSION, 'x'),
    max_tokens: fc.constantFrom<unknown>(1, 5, '1'),
    thinking: fc.oneof(fc.constant({ type: 'adaptive' }), odd),
    reasoning: fc.oneof(fc.constant({ effort: 'high' }), odd),
    safeguards: fc.oneof(fc.constant([{ classifier_context: { permission_mode: 'plan' } }]), odd),
    output_config: fc.oneof(fc.constant({ format: { schema: { properties: { title: {} } } } }), odd),
  },
  { requiredKeys: [] },
);

function request(protocol: NonNullable<RequestSource['protocol']>, field: string, messages: fc.Arbitrary<unknown>) {
  const conversation = fc.oneof({ weight: 9, arbitrary: fc.array(messages, { maxLength: 8 }) }, odd);
  return fc.record({ headers, about, conversation }).map(
    ({ headers: sent, about: fields, conversation: list }): RequestSource => ({
      protocol,
      headers: sent,
      body: toJson({ ...fields, [field]: list }),
    }),
  );
}

/** As it comes back from a wire. */
function toJson(value: object): JsonObject {
  return JSON.parse(JSON.stringify(value));
}

export const anyRequest: fc.Arbitrary<RequestSource> = fc.oneof(
  request('anthropic-messages', 'messages', fc.oneof({ weight: 9, arbitrary: anthropicMessage }, odd)),
  request('openai-chat', 'messages', fc.oneof({ weight: 9, arbitrary: chatMessage }, odd)),
  request('openai-responses', 'input', fc.oneof({ weight: 9, arbitrary: item }, odd)),
);
