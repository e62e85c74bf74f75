/** The events of a stream, their order, and streams that break off. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chunk, cutEvery, data, sse } from '../../fake-platform/openai-replies.ts';
import { responseStream } from '../../fake-platform/responses-replies.ts';
import { answers, begun, MODELS, SIDES, streamError } from '../../support/openai-sides.ts';
import { responseStreamFaults } from '../../support/response-grammar.ts';
import { lastResponse, stage, textOf, WEATHER } from './stage.ts';

const EVENTS = [
  'created',
  'in_progress',
  'output_item.added',
  'reasoning_summary_part.added',
  'reasoning_summary_text.delta',
  'reasoning_summary_text.done',
  'reasoning_summary_part.done',
  'output_item.done',
  'output_item.added',
  'content_part.added',
  'output_text.delta',
  'output_text.done',
  'content_part.done',
  'output_item.done',
  'output_item.added',
  'function_call_arguments.delta',
  'function_call_arguments.done',
  'output_item.done',
  'completed',
];

for (const to of SIDES) {
  describe(`a stream from ${to}`, () => {
    test('has all events in their order', async () => {
      const tools = [{ id: 'call_abcdefgh1234', name: 'get_weather', args: { city: '京' } }];
      stage.platform.play(answers({ reasoning: 'Hm.', text: 'I look.', tools, pieces: 1 }));
      const { events } = await stage.send(to, { stream: true, tools: [WEATHER] });
      const names = events.map(({ event }) => event?.replace('response.', ''));
      // How often a text is cut is the platform's affair.
      assert.deepEqual(
        names.filter((name, at) => name !== names[at - 1]),
        EVENTS,
      );
    });

    test('says at its end what was said in its pieces', async () => {
      stage.platform.play(answers({ text: '你好 👋', pieces: 4 }));
      const { events } = await stage.send(to, { stream: true });
      const deltas = events
        .filter(({ event }) => event === 'response.output_text.delta')
        .map(({ json }) => Object(json).delta);
      assert.equal(deltas.join(''), '你好 👋');
      assert.equal(textOf(Object(events.at(-1)?.json).response), '你好 👋');
    });

    for (const [name, rest] of [
      ['is cut', ['abort']],
      ['ends without an end', []],
      ['says an error', [streamError(to, 'no 不')]],
      // Of a relayed stream clients get what the platform sent.
      ...(to === 'responses' ? [] : ([['sends what is no JSON', ['data: {"a\n\n']]] as const)),
    ] as const) {
      test(`that ${name} ends with response.failed, which is the same response`, async () => {
        stage.platform.play({ stream: [...begun(to), ...rest] });
        const reply = await stage.send(to, { stream: true });
        assert.ok(reply.text.includes('begun'));
        const { type } = Object(reply.events.at(-1)?.json);
        assert.equal(type, 'response.failed', reply.text);
        const { status, error, id } = lastResponse(reply);
        assert.equal(status, 'failed');
        assert.equal(typeof error?.message, 'string');
        assert.equal(typeof error?.code, 'string');
        assert.equal(id, Object(reply.events[0]?.json).response.id);
        const isTold = to === 'responses' && name === 'says an error';
        if (!isTold) assert.deepEqual(responseStreamFaults(reply.events), [], reply.text);
        const call = await stage.redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
        assert.equal(call.outcome, 'error');
      });

      test(`that ${name} is a failed response to the official client`, async () => {
        stage.platform.play({ stream: [...begun(to), ...rest] });
        const stream = await stage.sdk.responses.create({ model: MODELS[to], input: 'x', stream: true });
        let failed: unknown;
        for await (const event of stream) if (event.type === 'response.failed') failed = event.response.error?.message;
        assert.equal(typeof failed, 'string');
        const helper = stage.sdk.responses.stream({ model: MODELS[to], input: 'x' });
        const seen: string[] = [];
        helper.on('response.failed', ({ response }) => seen.push(response.error?.message ?? ''));
        await helper.finalResponse().catch(() => undefined);
        assert.deepEqual(seen, [failed]);
      });
    }
  });
}

test('an error in the middle of a stream says what the platform said', async () => {
  const error = { error: { message: '上下文 context length exceeded', code: 'context_length_exceeded' } };
  stage.platform.play(sse([chunk({ role: 'assistant', content: 'It was' }), error]));
  const { error: told } = lastResponse(await stage.send('chat', { stream: true }));
  assert.equal(told?.code, 'context_length_exceeded');
  assert.match(told?.message ?? '', /上下文/);
});

for (const size of [1, 7]) {
  test(`a stream in pieces of ${size} bytes`, async () => {
    stage.platform.play(cutEvery(sse([chunk({ role: 'assistant', content: '你好 👋' }), chunk({}, 'stop')]), size));
    const reply = await stage.send('chat', { stream: true });
    assert.equal(textOf(lastResponse(reply)), '你好 👋');
    stage.platform.play(cutEvery({ stream: responseStream({ text: '你好 👋' }) }, size));
    const relayed = await stage.send('responses', { stream: true });
    assert.equal(relayed.text, responseStream({ text: '你好 👋' }).join(''));
  });
}

test('a stream that says nothing but a comment before it ends is an error with a status', async () => {
  stage.platform.play({ stream: [': hello\n\n', data('[DONE]')] });
  const reply = await stage.send('chat', { stream: true });
  assert.equal(reply.status, 502);
  assert.equal(Object(reply.json).error.type, 'server_error');
});
