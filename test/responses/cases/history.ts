/** What stands in the input: instructions, items of all kinds, and what older or odd clients send. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answers, SIDES } from '../../support/openai-sides.ts';
import { call, output, stage, textOf, user } from './stage.ts';

const ID = 'call_abcdefgh1234';

/** Inputs that are odd, but have a meaning. */
const ODD: readonly (readonly [string, unknown])[] = [
  ['one string', '你好'],
  ['an empty string', ''],
  ['a message without a type', [{ role: 'user', content: 'x' }]],
  ['parts in the words of a chat client', [{ role: 'user', content: [{ type: 'text', text: 'x' }] }]],
  ['two messages of the user in a row', [user('a'), user('b')]],
  ['a conversation that the assistant begins', [{ role: 'assistant', content: 'hi' }, user('x')]],
  ['instructions only', [{ role: 'developer', content: 'be brief' }]],
  ['an empty message', [user(''), { role: 'assistant', content: '' }, user('x')]],
  ['a message without parts', [{ type: 'message', role: 'user', content: [] }, user('x')]],
  ['a result before its call', [user('a'), output(ID, 'early'), call(ID, 'f', '{}'), user('x')]],
  ['a result without its call', [user('a'), output('call_none00000', 'lost'), user('x')]],
  ['a call without its result', [user('a'), call(ID, 'f', '{}'), user('x')]],
  ['arguments that are empty', [user('a'), call(ID, 'f', ''), output(ID, 'r')]],
  ['arguments that are no JSON', [user('a'), call(ID, 'f', '{"city": "Lon'), output(ID, 'r')]],
  ['arguments that are a list', [user('a'), call(ID, 'f', '[1]'), output(ID, 'r')]],
  ['an empty result', [user('a'), call(ID, 'f', '{}'), output(ID, '')]],
  ['a result without parts', [user('a'), call(ID, 'f', '{}'), output(ID, [])]],
  ['two calls of one id', [user('a'), call(ID, 'f', '{}'), output(ID, '1'), call(ID, 'f', '{}'), output(ID, '2')]],
  ['a reasoning item without a text', [user('a'), { type: 'reasoning', id: 'rs_1', summary: [] }, user('x')]],
  ['an item of a kind that is newer than redwolf', [user('a'), { type: 'new_thing', value: 1 }, user('x')]],
];

for (const to of SIDES) {
  if (to === 'responses') continue;
  for (const [name, input] of ODD) {
    test(`${name} is something that ${to} takes`, async () => {
      stage.platform.play(answers({ text: 'ok' }));
      assert.equal(textOf(await stage.good(to, { input })), 'ok');
    });
  }
}

describe('instructions', () => {
  const input = [
    { role: 'developer', content: 'B' },
    { role: 'system', content: 'C' },
    user('one'),
    { role: 'developer', content: 'D' },
    user('two'),
  ];

  test('at the beginning are the system text of a chat platform, a later one keeps its place', async () => {
    stage.platform.play(answers({ text: 'ok' }));
    await stage.good('chat', { instructions: 'A', input });
    const messages = stage.sent.messages ?? [];
    assert.deepEqual(messages[0], { role: 'system', content: 'A\n\nB\n\nC' });
    assert.match(String(messages[2]?.content), /<system-reminder>\nD/);
    assert.equal(messages[3]?.content, 'two');
  });

  test('and of Anthropic', async () => {
    stage.platform.play(answers({ text: 'ok' }));
    await stage.good('claude', { instructions: 'A', input });
    assert.match(JSON.stringify(stage.claude.system), /"A".*"B".*"C"/);
    assert.match(JSON.stringify(stage.claude.messages), /one.*D.*two/);
  });
});

test('a request reaches a platform of the same protocol as it is, but for its model', async () => {
  stage.platform.play(answers({ text: 'x' }));
  const body = '{ "model" : "resp:m","input":[ {"role":"user","content":"\\u4f60", "x":1.50} ],"new":{"a":[ ]} }';
  await stage.redwolf.send('/v1/responses', { body });
  assert.equal(stage.raw, body.replace('resp:m', 'm'));
});
