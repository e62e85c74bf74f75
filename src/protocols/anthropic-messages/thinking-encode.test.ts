import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  assistant,
  CLAUDE,
  calls,
  fromAnthropic,
  fromChat,
  result,
  TOOL,
  target,
  user,
} from '../../../test/support/encode-anthropic.ts';
import { signOrigin } from '../../turn/thinking-origin.ts';

describe('encodeRequest from OpenAI: thinking', () => {
  const think = (request: object, model = CLAUDE) => fromChat({ max_tokens: 40000, ...request }, target({ model }));

  it('makes a budget of an effort', () => {
    const budgets = ['minimal', 'low', 'medium', 'high'].map(
      (effort) => think({ reasoning_effort: effort }).body['thinking'],
    );
    assert.deepEqual(
      budgets,
      [1024, 2048, 8192, 16384].map((budget_tokens) => ({ type: 'enabled', budget_tokens })),
    );
  });

  it('leaves room for the answer', () => {
    const { body } = fromChat({ reasoning_effort: 'high', max_tokens: 4000 });
    assert.deepEqual(body['thinking'], { type: 'enabled', budget_tokens: 3000 });
    const small = fromChat({ reasoning_effort: 'high', max_tokens: 500 });
    assert.equal('thinking' in small.body, false);
    assert.deepEqual(small.losses, ['reasoning_effort']);
  });

  it('passes an effort on to models that think by themselves', () => {
    const { body } = think({ reasoning_effort: 'xhigh' }, 'claude-opus-5-5');
    assert.deepEqual(body['thinking'], { type: 'adaptive' });
    assert.deepEqual(body['output_config'], { effort: 'xhigh' });
    assert.deepEqual(think({ reasoning_effort: 'xhigh' }, 'claude-opus-4-6').body['output_config'], { effort: 'high' });
    assert.deepEqual(think({ reasoning_effort: 'minimal' }, 'claude-opus-5-5').body['output_config'], {
      effort: 'low',
    });
  });

  it('does not think where it cannot', () => {
    const cases: [object, string][] = [
      [{ reasoning_effort: 'high' }, 'claude-3-5-haiku-latest'],
      [{ reasoning_effort: 'odd' }, CLAUDE],
      [{ reasoning_effort: 'high', tools: [TOOL], tool_choice: 'required' }, CLAUDE],
      [{ reasoning_effort: 'high', messages: [user('go'), calls('a'), result('a')] }, CLAUDE],
    ];
    for (const [request, model] of cases) {
      const { body, losses } = think(request, model);
      assert.equal('thinking' in body, false, JSON.stringify(request));
      assert.deepEqual(losses, ['reasoning_effort']);
    }
    assert.deepEqual(think({ reasoning_effort: 'none' }).losses, []);
    assert.equal('thinking' in think({ reasoning_effort: 'none' }).body, false);
  });

  it('samples as a thinking model allows', () => {
    const { body, losses } = think({ reasoning_effort: 'low', temperature: 0.3, top_p: 0.96, top_k: 5 });
    assert.deepEqual([body['temperature'], body['top_p'], body['top_k']], [undefined, 0.96, undefined]);
    assert.deepEqual(losses.sort(), ['temperature', 'top_k']);
    assert.deepEqual(think({ reasoning_effort: 'low', top_p: 0.5 }).losses, ['top_p']);
  });
});

describe('encodeRequest from Anthropic: thinking of other models', () => {
  const foreign = (signature: string) => ({ type: 'thinking', thinking: 't', signature });
  const OWN = signOrigin({ platform: 'ant', field: 'reasoning' });
  const OTHER = signOrigin({ platform: 'other', field: 'reasoning' });

  it('leaves it out where the platform checks signatures', () => {
    const content = [foreign(''), foreign(OTHER), foreign('REAL=='), { type: 'text', text: 'x' }];
    const { body, losses } = fromAnthropic({ messages: [user('a'), assistant(content)] });
    assert.deepEqual(body.messages[1]?.content, [foreign('REAL=='), { type: 'text', text: 'x' }]);
    assert.deepEqual(losses, ['messages[].content[]']);
  });

  it('leaves out a message that was nothing else', () => {
    const { body } = fromAnthropic({ messages: [user('a'), assistant([foreign('')]), user('b')] });
    assert.deepEqual(
      body.messages.map((message) => message.content),
      ['a', 'b'],
    );
  });

  it('gives it back where nobody checks, but never to another platform', () => {
    const messages = [user('a'), assistant([foreign(''), foreign(OWN), foreign(OTHER), { type: 'text', text: 'x' }])];
    const { body } = fromAnthropic({ messages }, target({ quirks: {} }));
    assert.deepEqual(body.messages[1]?.content, [foreign(''), foreign(''), { type: 'text', text: 'x' }]);
  });

  it('switches thinking off in the middle of calls that lost it', () => {
    const use = { type: 'tool_use', id: 't', name: 'f', input: {} };
    const messages = [
      user('a'),
      assistant([foreign(OTHER), use]),
      user([{ type: 'tool_result', tool_use_id: 't', content: 'x' }]),
      { role: 'system', content: 'mind' },
    ];
    const thinking = { type: 'enabled', budget_tokens: 2000 };
    const context_management = { edits: [{ type: 'clear_thinking_20251015' }, { type: 'clear_tool_uses_20250919' }] };
    const { body, losses } = fromAnthropic({ messages, thinking, context_management });
    assert.equal('thinking' in body, false);
    assert.deepEqual(body['context_management'], { edits: [{ type: 'clear_tool_uses_20250919' }] });
    assert.deepEqual(losses.sort(), ['messages[].content[]', 'thinking']);
    const adaptive = fromAnthropic({ messages, thinking: { type: 'adaptive' } });
    assert.deepEqual(adaptive.body['thinking'], { type: 'adaptive' });
    const whole = fromAnthropic({ messages: [user('a'), assistant([foreign(''), use]), user('b')], thinking });
    assert.deepEqual(whole.body['thinking'], thinking);
  });
});
