import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readText } from '../../lib/wire-text.ts';
import type { FunctionTool, Message, TurnRequest } from '../../turn/request.ts';
import { decodeRequest } from './request-decode.ts';

function decode(fields: object): TurnRequest {
  return decodeRequest(Buffer.from(JSON.stringify({ model: 'm', input: 'Hi', ...fields })));
}

/** The conversation as role and types of blocks. */
function shape(messages: readonly Message[]): string[] {
  return messages.map(({ role, content }) => `${role}: ${content.map((block) => block.type).join(' ')}`);
}

const tool = (fields: object) => decode({ tools: [fields] }).tools?.[0] as FunctionTool;

describe('decodeRequest', () => {
  it('takes a text for a message of the user', () => {
    const { messages } = decode({ input: '你好' });
    assert.deepEqual(shape(messages), ['user: text']);
    const [block] = messages[0]?.content ?? [];
    assert.ok(block?.type === 'text');
    assert.equal(readText(block.text), '你好');
  });

  it('makes one message of what a model says in several items, and one of the results', () => {
    const input = [
      { role: 'user', content: 'a' },
      { type: 'reasoning', id: 'r', summary: [] },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'b' }] },
      { type: 'function_call', call_id: '1', name: 'f', arguments: '{}' },
      { type: 'custom_tool_call', call_id: '2', name: 'g', input: 'x' },
      { type: 'function_call_output', call_id: '1', output: 'c' },
      { type: 'custom_tool_call_output', call_id: '2', output: 'd' },
      { role: 'user', content: 'e' },
      { role: 'user', content: 'f' },
    ];
    assert.deepEqual(shape(decode({ input }).messages), [
      'user: text',
      'assistant: thinking text tool-call tool-call',
      'user: tool-result tool-result',
      'user: text',
      'user: text',
    ]);
  });

  it('takes leading instructions for the system text, and leaves later ones in their place', () => {
    const { system, messages } = decode({
      instructions: 'A',
      input: [
        { role: 'developer', content: [{ type: 'input_text', text: 'B' }] },
        { role: 'user', content: 'x' },
        { role: 'system', content: 'C' },
      ],
    });
    assert.deepEqual(
      system.map((block) => (block.type === 'text' ? block.text : '')),
      ['A', 'B'],
    );
    assert.deepEqual(shape(messages), ['user: text', 'system: text']);
  });

  it('reads the settings', () => {
    const turn = decode({ max_output_tokens: 5, temperature: 0, top_p: 1, reasoning: { effort: 'low' }, stream: true });
    const { maxTokens, temperature, topP, effort, stream } = turn;
    assert.deepEqual([maxTokens, temperature, topP, effort, stream], [5, 0, 1, 'low', true]);
  });

  it('keeps what only this protocol knows as losses for others, and nothing that says nothing', () => {
    const lost = { metadata: { a: 'b' }, store: true, reasoning: { effort: 'low', context: 'auto' }, x: 1 };
    assert.deepEqual(Object.keys(decode(lost).extra?.fields ?? {}).sort(), ['metadata', 'reasoning', 'store', 'x']);
    const harmless = { store: false, include: ['reasoning.encrypted_content'], user: null, previous_response_id: null };
    assert.deepEqual(decode(harmless).extra?.fields, {});
  });

  it('reads functions', () => {
    const { name, description, schema, strict } = tool({
      type: 'function',
      name: 'f',
      description: 'd',
      strict: true,
      parameters: {},
    });
    assert.deepEqual({ name, description, schema, strict }, { name: 'f', description: 'd', schema: {}, strict: true });
    assert.equal(tool({ type: 'function', name: 'f', strict: null, parameters: null }).schema, undefined);
  });

  it('makes a function of a tool that takes free text, and tells the model of its grammar', () => {
    const format = { type: 'grammar', syntax: 'lark', definition: 'start: X' };
    const { name, description, schema, extra } = tool({ type: 'custom', name: 'p', description: 'd', format });
    assert.equal(name, 'p');
    assert.equal(description, 'd\n\nThe input has to follow this lark grammar:\nstart: X');
    assert.deepEqual(Object(schema).required, ['input']);
    assert.deepEqual(extra?.fields, { format });
    assert.deepEqual(tool({ type: 'custom', name: 'p', format: { type: 'text' } }).extra?.fields, {});
  });

  it('reads a choice', () => {
    const tools = [{ type: 'function', name: 'f', parameters: {} }];
    const choice = (tool_choice: unknown) => decode({ tools, tool_choice }).toolChoice;
    assert.deepEqual(choice('required'), { kind: 'any' });
    assert.deepEqual(choice({ type: 'function', name: 'f' }), { kind: 'tool', name: 'f' });
    assert.deepEqual(choice({ type: 'function', name: 'f', namespace: 'n' }), { kind: 'tool', name: 'n__f' });
    assert.equal(choice({ type: 'web_search' }), undefined);
  });

  const REFUSED: readonly (readonly [object, RegExp])[] = [
    [{ previous_response_id: 'resp_1' }, /^previous_response_id: redwolf stores no responses\. Send the whole/],
    [{ conversation: { id: 'c' } }, /^conversation: redwolf stores no/],
    [{ background: true }, /^background:/],
    [{ input: [{ type: 'item_reference', id: 'x' }] }, /^input\[0\]: redwolf stores no/],
    [{ input: 7 }, /^input: must be/],
    [{ input: [null] }, /^input\[0\]: must be an object/],
    [{ input: [{ type: 5 }] }, /^input\[0\]\.type/],
    [{ input: [{ role: 'x', content: '' }] }, /^input\[0\]\.role/],
    [{ input: [{ role: 'user' }] }, /^input\[0\]\.content: must be/],
    [{ input: [{ role: 'user', content: [5] }] }, /^input\[0\]\.content\[0\]: must be/],
    [{ input: [{ role: 'user', content: [{ type: 'input_text' }] }] }, /^input\[0\]\.content\[0\]\.text/],
    [{ input: [{ type: 'function_call', call_id: 'x', arguments: '' }] }, /^input\[0\]\.name/],
    [{ input: [{ type: 'function_call', call_id: 'x', name: 'f' }] }, /^input\[0\]\.arguments/],
    [{ input: [{ type: 'function_call_output', call_id: 'x' }] }, /^input\[0\]\.output/],
    [{ tools: {} }, /^tools: must be a list/],
    [{ tools: [5] }, /^tools\[0\]: must be/],
    [{ tools: [{ name: 'f' }] }, /^tools\[0\]\.type/],
    [{ tools: [{ type: 'namespace', tools: [{}] }] }, /^tools\[0\]\.name/],
    [{ tools: [{ type: 'namespace', name: 'n', tools: [{}] }] }, /^tools\[0\]\.tools\[0\]\.name/],
  ];
  for (const [fields, message] of REFUSED) {
    it(`refuses ${JSON.stringify(fields).slice(0, 70)}`, () => {
      assert.throws(() => decode(fields), { kind: 'invalid_request', status: 400, message });
    });
  }
});
