import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { newestWords } from './newest-words.ts';

const FIXTURES = fileURLToPath(new URL('../../../test/fixtures/', import.meta.url));

function words(request: unknown, most = 4_000): string {
  return newestWords(Buffer.from(typeof request === 'string' ? request : JSON.stringify(request)), most);
}

const SYSTEM = { role: 'system', content: 'be good' };
const user = (content: unknown) => ({ role: 'user', content });
const model = (content: unknown) => ({ role: 'assistant', content });

describe("the newest words of a request's user", () => {
  for (const [name, request, expected] of [
    ['are what came last', { model: 'm', messages: [user('old'), model('x'), user('退款')] }, '退款'],
    ['are all since the model spoke', { messages: [user('a'), model('x'), user('b'), SYSTEM, user('c')] }, 'b\nc'],
    [
      'are texts of parts',
      { messages: [user([{ type: 'text', text: 'a' }, { type: 'image' }, { type: 'text', text: 'b' }])] },
      'a\nb',
    ],
    [
      'are none where an agent goes on',
      { messages: [user('old'), model([]), user([{ type: 'tool_result', content: 'x' }])] },
      '',
    ],
    [
      'are none where a tool answers a chat',
      { messages: [user('old'), model(null), { role: 'tool', content: 'x' }] },
      '',
    ],
    [
      'come beside results',
      { messages: [model('x'), user([{ type: 'tool_result' }, { type: 'text', text: 'and now' }])] },
      'and now',
    ],
    ['come behind a beginning of the answer', { messages: [user('question'), model('{')] }, ''],
    ['are input that is one text', { input: 'question', instructions: 'x' }, 'question'],
    [
      'are items of input',
      {
        input: [
          { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'old' }] },
          { type: 'reasoning', summary: [] },
          { type: 'function_call', name: 'f' },
          { type: 'function_call_output', output: 'x' },
          { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'x' }] },
          { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'new' }] },
        ],
      },
      'new',
    ],
    [
      'are without what the client adds',
      { messages: [user('<system-reminder>\nx\n</system-reminder>\n写代码')] },
      '写代码',
    ],
    ['are not what the client says', { messages: [user('<environment_context>x</environment_context>')] }, ''],
    [
      'are a slash command',
      {
        messages: [
          user(
            '<command-message>x</command-message>\n<command-name>/fix</command-name>\n<command-args>it</command-args>',
          ),
        ],
      },
      '/fix it',
    ],
    [
      'are found behind other fields',
      { tools: [{ messages: ['x'] }], 'a"b': { messages: [user('x')] }, messages: [user('here')] },
      'here',
    ],
    ['are none in an empty conversation', { messages: [] }, ''],
    ['are none in something else', { messages: 5, input: null }, ''],
    ['are none in odd messages', { messages: [null, 5, [], user(7), user([null, { type: 'text' }])] }, ''],
    ['are none in a list', [user('x')], ''],
    ['are none in what is no JSON', '{"messages": [{"role":"user","content":"x"}', ''],
    ['are none in a text', 'messages', ''],
    ['are none in nothing', '', ''],
  ] as const) {
    test(name, () => assert.equal(words(request), expected));
  }

  test('are cut', () => assert.equal(words({ messages: [user('x'.repeat(50))] }, 9), 'x'.repeat(9)));

  test('are read of any bytes without a failure', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => newestWords(Buffer.from(bytes), 9).length <= 9));
    fc.assert(fc.property(fc.json(), (json) => words(`{"messages":${json},"input":${json}}`, 9).length <= 9));
  });

  for (const [name, expected] of [
    ['first-request', 'create hello.txt containing hi'],
    ['at-file-two-user-messages', 'look at @a.txt please'],
    ['after-two-tools', ''],
    ['compaction', ''],
    ['slash-command', '/fixit bug 42\nFix the issue: bug 42'],
    ['title-call', 'create hello.txt containing hi'],
    ['task-notification', ''],
  ] as const) {
    test(`of Claude Code: ${name}`, () => {
      const { body } = JSON.parse(readFileSync(`${FIXTURES}anthropic-messages/claude-code/${name}.json`, 'utf8'));
      assert.equal(words(body), expected);
    });
  }

  for (const [name, expected] of [
    ['codex-first', 'hello'],
    ['codex-tool-loop', 'thanks'],
    ['plain-string', 'Say hello.'],
  ] as const) {
    test(`of OpenAI Responses: ${name}`, () => {
      assert.equal(newestWords(readFileSync(`${FIXTURES}openai-responses/${name}.request.json`), 4_000), expected);
    });
  }
});
