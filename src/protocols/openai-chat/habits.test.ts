/** What platforms with quirks are sent of Anthropic's requests. */

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chatTarget, toChat } from '../../../test/support/encode-chat.ts';
import type { Quirks } from '../quirks.ts';

const TOOL = { name: 'f', input_schema: { type: 'object', properties: {} } };
const USE = { type: 'tool_use', id: 'toolu_1', name: 'f', input: {} };
const RESULT = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'r' };
const LOOP = [
  { role: 'user', content: 'hi' },
  { role: 'assistant', content: [USE, { ...USE, id: 'abcDEF123' }] },
  { role: 'user', content: [RESULT, { ...RESULT, tool_use_id: 'abcDEF123' }, { type: 'text', text: 'go on' }] },
];
const THINKING = { thinking: { type: 'enabled', budget_tokens: 2000 } };

/** The request as loose JSON, and the names of the losses. */
function sent(request: object, quirks: Quirks) {
  const { body, losses } = toChat(request, chatTarget(quirks));
  const fields: Readonly<Record<string, unknown>> = { ...body };
  return { fields, losses, messages: body.messages ?? [] };
}

describe('thinking', () => {
  it('is an object, off unless it was asked for', () => {
    const quirks: Quirks = { thinking: 'thinking-object' };
    assert.deepEqual(sent({}, quirks).fields['thinking'], { type: 'disabled' });
    assert.deepEqual(sent(THINKING, quirks).fields['thinking'], { type: 'enabled' });
    assert.equal(sent(THINKING, quirks).fields['reasoning_effort'], undefined);
  });

  it('has an effort beside the object where efforts are declared', () => {
    const quirks: Quirks = { thinking: 'thinking-object', efforts: ['low', 'high', 'max'] };
    assert.equal(sent(THINKING, quirks).fields['reasoning_effort'], 'low');
    assert.equal(sent({}, quirks).fields['reasoning_effort'], undefined);
  });

  it('is a variable of the chat template', () => {
    const quirks: Quirks = { thinking: 'chat-template' };
    assert.deepEqual(sent(THINKING, quirks).fields['chat_template_kwargs'], { enable_thinking: true });
    assert.deepEqual(sent({}, quirks).fields['chat_template_kwargs'], { enable_thinking: false });
  });

  it('is a loss where nothing can be said', () => {
    const { fields, losses } = sent({ ...THINKING, output_config: { effort: 'high' } }, { thinking: 'none' });
    assert.equal(fields['reasoning_effort'], undefined);
    assert.deepEqual(losses, ['thinking']);
    assert.deepEqual(sent({}, { thinking: 'none' }).losses, []);
  });

  it('stops where a tool must be called', () => {
    const quirks: Quirks = { thinking: 'thinking-object', forcedToolStopsThinking: true };
    const forced = sent({ ...THINKING, tools: [TOOL], tool_choice: { type: 'any' } }, quirks);
    assert.deepEqual(forced.fields['thinking'], { type: 'disabled' });
    assert.equal(forced.fields['tool_choice'], 'required');
    assert.deepEqual(forced.losses, ['thinking']);
    const free = sent({ ...THINKING, tools: [TOOL], tool_choice: { type: 'auto' } }, quirks);
    assert.deepEqual(free.fields['thinking'], { type: 'enabled' });
  });
});

describe('tool_choice where only auto is known', () => {
  const quirks: Quirks = { toolChoiceOnlyAuto: true };

  it('is left out, and a forced call is a loss', () => {
    const { fields, losses } = sent({ tools: [TOOL], tool_choice: { type: 'tool', name: 'f' } }, quirks);
    assert.equal(fields['tool_choice'], undefined);
    assert.ok(fields['tools']);
    assert.deepEqual(losses, ['tool_choice']);
    assert.deepEqual(sent({ tools: [TOOL], tool_choice: { type: 'auto' } }, quirks).losses, []);
  });

  it('forbids tools by offering none', () => {
    assert.equal(sent({ tools: [TOOL], tool_choice: { type: 'none' } }, quirks).fields['tools'], undefined);
  });
});

describe('messages', () => {
  it('carry reasoning that stands in for unknown one, but only while thinking', () => {
    const quirks: Quirks = { thinking: 'thinking-object', reasoningStandIn: ' ' };
    assert.equal(sent({ messages: LOOP, ...THINKING }, quirks).messages[1]?.reasoning_content, ' ');
    assert.equal(sent({ messages: LOOP }, quirks).messages[1]?.reasoning_content, undefined);
    assert.equal(sent({ messages: LOOP }, { ...quirks, thinking: 'none' }).messages[1]?.reasoning_content, ' ');
    const plain = [LOOP[0], { role: 'assistant', content: 'x' }, LOOP[0]];
    assert.equal(sent({ messages: plain, ...THINKING }, quirks).messages[1]?.reasoning_content, undefined);
  });

  it('mark the first call of another platform', () => {
    const standIn = { extra_content: { google: { thought_signature: 'skip' } } };
    const calls = sent({ messages: LOOP }, { toolCallStandIn: standIn }).messages[1]?.tool_calls ?? [];
    assert.deepEqual(
      calls.map((call) => 'extra_content' in call),
      [true, false],
    );
  });

  it('have ids of nine letters, the same for a call and its result', () => {
    const { messages } = sent({ messages: LOOP }, { nineLetterToolIds: true });
    const ids = messages[1]?.tool_calls?.map(({ id }) => id) ?? [];
    assert.match(ids[0] ?? '', /^[a-f0-9]{9}$/);
    assert.equal(ids[1], 'abcDEF123');
    assert.deepEqual(
      messages.filter(({ role }) => role === 'tool').map((message) => message.tool_call_id),
      ids,
    );
  });

  it('have a word of the assistant between a result and the user', () => {
    const roles = (quirks: Quirks) => sent({ messages: LOOP }, quirks).messages.map(({ role }) => role);
    assert.deepEqual(roles({ noUserAfterTool: true }), ['user', 'assistant', 'tool', 'tool', 'assistant', 'user']);
    assert.deepEqual(roles({}), ['user', 'assistant', 'tool', 'tool', 'user']);
  });
});

describe('the request', () => {
  const format = { output_config: { format: { type: 'json_schema', schema: { type: 'object', title: 'T' } } } };

  it('asks for JSON and tells the schema in words', () => {
    const { fields, messages, losses } = sent({ ...format, system: 'Be kind.' }, { noJsonSchema: true });
    assert.deepEqual(fields['response_format'], { type: 'json_object' });
    assert.match(String(messages[0]?.content), /^Be kind\.\n\nAnswer with one JSON value .*"title":"T"/s);
    assert.deepEqual(losses, ['output_config.format']);
    assert.equal(sent(format, { noJsonSchema: true }).messages[0]?.role, 'system');
  });

  it('lacks what is refused, and says so', () => {
    const { fields, losses } = sent({ temperature: 0.3, top_p: 0.5 }, { refusedFields: ['temperature', 'stop'] });
    assert.equal(fields['temperature'], undefined);
    assert.equal(fields['top_p'], 0.5);
    assert.deepEqual(losses, ['temperature']);
  });

  it('has a temperature that the platform knows', () => {
    const quirks: Quirks = { temperature: [0.01, 1] };
    assert.equal(sent({ temperature: 0 }, quirks).fields['temperature'], 0.01);
    assert.deepEqual(sent({ temperature: 0 }, quirks).losses, ['temperature']);
    assert.deepEqual(sent({ temperature: 0.5 }, quirks).losses, []);
    assert.equal(sent({}, quirks).fields['temperature'], undefined);
  });

  it('has fields that the platform always wants', () => {
    assert.equal(sent({}, { extraFields: { reasoning_split: true } }).fields['reasoning_split'], true);
  });
});
