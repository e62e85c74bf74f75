import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { requestOf } from '../../../test/support/request-view.ts';
import type { ProtocolId } from '../../turn/request.ts';
import { fingerprint } from './fingerprint.ts';

function of(body: object, protocol: ProtocolId = 'anthropic-messages'): string | null {
  return fingerprint(requestOf({ protocol, body: JSON.parse(JSON.stringify(body)) }));
}

const cached = { cache_control: { type: 'ephemeral' } };
const billing = (words: string) => ({ type: 'text', text: `x-anthropic-billing-header: cc_version=2.1.330.${words};` });
const system = [billing('bc1'), { type: 'text', text: 'You are an agent.', ...cached }];
const reminder = { type: 'text', text: '<system-reminder>\nMonday\n</system-reminder>\n' };
const first = { role: 'user', content: [reminder, { type: 'text', text: 'fix it', ...cached }] };
const answer = { role: 'assistant', content: [{ type: 'text', text: 'Done.' }] };

describe('the name of a conversation without one', () => {
  const name = of({ system, tools: [], messages: [first] });

  it('stays while the conversation goes on', () => {
    const plain = { role: 'user', content: [reminder, { type: 'text', text: 'fix it' }] };
    const more = { role: 'user', content: [{ type: 'text', text: 'and this', ...cached }] };
    const later = [{ ...billing('d01') }, { type: 'text', text: 'You are an agent.' }];
    assert.equal(of({ system: later, tools: [{ name: 'New' }], messages: [plain, answer, more] }), name);
    const single = of({ system: 'You are an agent.', messages: [{ role: 'user', content: 'fix it' }] });
    const listed = [{ role: 'user', content: [{ type: 'text', text: 'fix it' }] }, answer];
    assert.equal(of({ system: 'You are an agent.', messages: listed }), single);
  });

  it('is another one for another conversation', () => {
    const say = (text: string) => [{ role: 'user', content: [reminder, { type: 'text', text }] }];
    const names = [
      name,
      of({ system, messages: say('fix that') }),
      of({ system: 'You are a subagent.', messages: [first] }),
      of({ system, messages: [{ role: 'user', content: 'fix it' }] }),
      of({ system, messages: say(`${'a'.repeat(9_000)}x`) }),
      of({ system, messages: say(`${'a'.repeat(9_000)}y`) }),
      of({ system, messages: say(`${'a'.repeat(9_001)}x`) }),
    ];
    assert.equal(new Set(names).size, names.length);
  });

  it('is made of what the user says first, not of what a client tells before', () => {
    const setting = { role: 'user', content: 'This is the Qwen Code. We are setting up the context for our chat.' };
    const say = (content: string) => of({ messages: [setting, answer, { role: 'user', content }] }, 'openai-chat');
    assert.notEqual(say('fix it'), say('explain it'));
  });

  it('is made of each protocol’s own fields', () => {
    const say = (text: string) => [
      { role: 'system', content: text },
      { role: 'user', content: 'hi' },
    ];
    assert.notEqual(of({ messages: say('one') }, 'openai-chat'), of({ messages: say('two') }, 'openai-chat'));
    const input = [{ role: 'user', content: [{ type: 'input_text', text: 'hi' }] }];
    assert.notEqual(
      of({ instructions: 'one', input }, 'openai-responses'),
      of({ instructions: 'two', input }, 'openai-responses'),
    );
    assert.notEqual(of({ input: 'one' }, 'openai-responses'), of({ input: 'two' }, 'openai-responses'));
  });

  it('is none where nobody said anything', () => {
    for (const messages of [[], [{}], [answer], [{ role: 'user', content: [] }]]) assert.equal(of({ messages }), null);
  });
});
