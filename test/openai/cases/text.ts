/** Text, its form and its limits, for an OpenAI client of each kind of platform. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anthropicMessage, anthropicStream } from '../../fake-platform/anthropic-replies.ts';
import { chunk, data, sse, usage, usageChunk } from '../../fake-platform/openai-replies.ts';
import { chunksOf } from '../../support/chat-rules.ts';
import { answers, MODELS, SIDES } from '../../support/openai-sides.ts';
import { completionOf, messageOf, stage, user } from './stage.ts';

const WORDS = 'Zürich — 你好 👋 "quoted" \\ \n done';

for (const to of SIDES) {
  describe(`text from ${to}`, () => {
    test('whole', async () => {
      stage.platform.play(answers({ text: WORDS }));
      const completion = await stage.good(to);
      assert.equal(messageOf(completion).content, WORDS);
      assert.equal(completion.choices?.[0]?.finish_reason, 'stop');
      assert.equal(messageOf(completion).tool_calls, undefined);
    });

    test('in a stream', async () => {
      stage.platform.play(answers({ text: WORDS }));
      const completion = await stage.good(to, { stream: true });
      assert.equal(messageOf(completion).content, WORDS);
      assert.equal(completion.choices?.[0]?.finish_reason, 'stop');
      assert.equal(completion.usage, null, 'the client did not ask for usage');
    });

    test('as the official client reads it', async () => {
      stage.platform.play(answers({ text: WORDS }));
      const messages = [{ role: 'user', content: 'hi' }] as const;
      const whole = await stage.sdk.chat.completions.create({ model: MODELS[to], messages: [...messages] });
      assert.equal(whole.choices[0]?.message.content, WORDS);
      const stream = stage.sdk.chat.completions.stream({ model: MODELS[to], messages: [...messages] });
      const final = await stream.finalChatCompletion();
      assert.equal(final.choices[0]?.message.content, WORDS);
      assert.equal(final.choices[0]?.finish_reason, 'stop');
    });

    test('cut off at its limit', async () => {
      stage.platform.play(answers({ text: 'so far', finish: 'length' }));
      for (const stream of [false, true]) {
        const completion = await stage.good(to, { stream, max_tokens: 2 });
        assert.equal(completion.choices?.[0]?.finish_reason, 'length');
      }
    });

    // Ollama filters nothing.
    if (to !== 'ollama') {
      test('withheld by a filter', async () => {
        stage.platform.play(answers({ text: 'no', finish: 'content_filter' }));
        const completion = await stage.good(to);
        assert.equal(completion.choices?.[0]?.finish_reason, 'content_filter');
      });
    }

    test('usage at the end of a stream, for who asks', async () => {
      stage.platform.play(answers({ text: 'x' }));
      const completion = await stage.good(to, { stream: true, stream_options: { include_usage: true } });
      assert.ok((completion.usage?.prompt_tokens ?? 0) > 0);
      assert.ok((completion.usage?.completion_tokens ?? 0) > 0);
    });
  });
}

describe('usage', () => {
  test("Anthropic's cached and written tokens are part of the prompt", async () => {
    const counts = {
      input_tokens: 10,
      output_tokens: 4,
      cache_read_input_tokens: 100,
      cache_creation_input_tokens: 1_000,
    };
    stage.platform.play(anthropicMessage({ usage: counts }));
    const { usage: counted } = await stage.good('claude');
    assert.equal(counted?.prompt_tokens, 1_110);
    assert.equal(counted?.completion_tokens, 4);
    assert.equal(counted?.total_tokens, 1_114);
    assert.equal(counted?.prompt_tokens_details?.cached_tokens, 100);
  });

  test('and in a stream, where they come in two parts', async () => {
    stage.platform.play(anthropicStream());
    const { usage: counted } = await stage.good('claude', { stream: true, stream_options: { include_usage: true } });
    assert.equal(counted?.prompt_tokens, 9 + 3 + 5);
    assert.equal(counted?.completion_tokens, 4);
    assert.equal(counted?.prompt_tokens_details?.cached_tokens, 5);
  });

  test('of a relayed stream that nobody asked for is accounted for, and not shown', async () => {
    stage.platform.play(sse([chunk({ role: 'assistant', content: 'x' }), chunk({}, 'stop'), usageChunk(usage(33, 5))]));
    const reply = await stage.send('chat', { stream: true });
    assert.deepEqual(stage.sent.stream_options, { include_usage: true });
    assert.equal(reply.text.includes('"choices":[]'), false);
    for (const { choices } of chunksOf(reply.events)) assert.equal(choices?.length, 1);
    const call = await stage.redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
    assert.deepEqual([call.inputTokens, call.outputTokens, call.usageSource], [33, 5, 'reported']);
  });

  test('of a relayed stream is relayed to who asked', async () => {
    stage.platform.play(sse([chunk({ role: 'assistant', content: 'x' }), chunk({}, 'stop'), usageChunk(usage(33, 5))]));
    const { usage: counted } = await stage.good('chat', { stream: true, stream_options: { include_usage: true } });
    assert.equal(counted?.total_tokens, 38);
  });
});

describe('a relayed reply', () => {
  test('is the same byte for byte', async () => {
    const text =
      '{ "id":"chatcmpl-1", "choices":[{"index":0, "message":{"role":"assistant","content":"\\u4f60"},"new":1.0}]}';
    stage.platform.play({ text, headers: { 'content-type': 'application/json', 'x-ratelimit-remaining-tokens': '9' } });
    const reply = await stage.send('chat');
    assert.equal(reply.text, text);
    assert.equal(reply.headers['x-ratelimit-remaining-tokens'], '9');
  });

  test('in a stream too, with comments and all line ends', async () => {
    const pieces = [': PROCESSING\n\n', data(chunk({ role: 'assistant', content: '你' })), data(chunk({}, 'stop'))];
    const stream = [...pieces, 'data:[DONE]\r\n\r\n'];
    for (const options of [undefined, { include_usage: true }]) {
      stage.platform.play({ stream });
      const reply = await stage.send('chat', { stream: true, ...(options && { stream_options: options }) });
      assert.equal(reply.text, stream.join(''));
    }
  });

  test('that comes whole to a client that wants a stream becomes one', async () => {
    const request = answers({ text: WORDS });
    stage.platform.play((got) => request({ ...got, body: { ...got.body, stream: false } }));
    const completion = await stage.good('chat', { stream: true });
    assert.equal(messageOf(completion).content, WORDS);
  });
});

describe('a request', () => {
  test('reaches a chat platform as it is, but for its model', async () => {
    stage.platform.play(answers({ text: 'x' }));
    const body =
      '{ "model" : "chat:m","messages":[ {"role":"user","content":"\\u4f60", "x":1.50} ],"seed":7,"new":{"a":[ ]} }';
    await stage.redwolf.send('/v1/chat/completions', { body });
    assert.equal(stage.request.raw.toString(), body.replace('chat:m', 'm'));
  });

  test('carries its limit and sampling to Anthropic', async () => {
    stage.platform.play(answers({ text: 'x' }));
    await stage.good('claude', { max_tokens: 77, temperature: 0.5, stop: ['END', 'X'] });
    const { max_tokens: limit, temperature, stop_sequences: stop } = stage.claude;
    assert.deepEqual([limit, temperature, stop], [77, 0.5, ['END', 'X']]);
    await stage.good('claude', { max_completion_tokens: 88, stop: 'one' });
    assert.deepEqual([stage.claude.max_tokens, stage.claude.stop_sequences], [88, ['one']]);
    await stage.good('claude');
    assert.equal(stage.claude.max_tokens, 64_000, "the model's own limit, as Anthropic demands one");
  });

  test('has its temperature lowered to what Anthropic takes, as a loss', async () => {
    stage.platform.play(answers({ text: 'x' }));
    const reply = await stage.send('claude', { temperature: 1.8 });
    stage.checkSent();
    assert.equal(stage.claude.temperature, 1);
    assert.deepEqual(await stage.losses(reply), ['temperature']);
  });

  test('to the newer Claude goes without sampling, as a loss', async () => {
    stage.platform.play(answers({ text: 'x' }));
    const reply = await stage.send('opus', { temperature: 0.2, top_p: 0.9 });
    stage.checkSent();
    assert.equal(stage.claude.temperature, undefined);
    assert.deepEqual(await stage.losses(reply), ['temperature', 'top_p']);
  });

  test('has system and developer messages as the system text of Anthropic', async () => {
    stage.platform.play(answers({ text: 'x' }));
    const messages = [
      { role: 'system', content: 'first' },
      { role: 'developer', content: [{ type: 'text', text: 'second' }] },
      user('hi'),
    ];
    await stage.good('claude', { messages });
    assert.match(JSON.stringify(stage.claude.system), /first.*second/);
    assert.equal(stage.claude.messages?.length, 1);
  });

  test('keeps a later instruction at its place', async () => {
    stage.platform.play(answers({ text: 'x' }));
    const messages = [user('a'), { role: 'assistant', content: 'b' }, { role: 'system', content: 'LATE' }, user('c')];
    await stage.good('claude', { messages });
    assert.equal(stage.claude.system, undefined);
    assert.match(JSON.stringify(stage.claude.messages?.at(-1)), /LATE.*"c"/);
  });

  test('that begins with the assistant, or says nothing, is one that Anthropic takes', async () => {
    stage.platform.play(answers({ text: 'x' }));
    await stage.good('claude', { messages: [{ role: 'assistant', content: 'hi ' }] });
    await stage.good('claude', { messages: [{ role: 'system', content: 'only this' }] });
    await stage.good('claude', { messages: [user(''), { role: 'assistant', content: '' }, user('x')] });
  });

  test('says developer where it is not known as system, and limits in the right field', async () => {
    stage.platform.play(answers({ text: 'x' }));
    const messages = [{ role: 'developer', content: 'd' }, user('hi')];
    await stage.good('chat', { messages, max_tokens: 5 });
    assert.equal(stage.sent.messages?.[0]?.role, 'system');
    assert.equal(stage.sent.max_tokens, 5);
    await stage.good('openai', { messages: [user('hi')], max_tokens: 5 });
    assert.deepEqual([stage.sent.max_tokens, stage.sent.max_completion_tokens], [undefined, 5]);
  });

  test('has losses named for what Anthropic cannot do', async () => {
    stage.platform.play(answers({ text: 'x' }));
    const cannot = { n: 2, logprobs: true, top_logprobs: 3, seed: 7, frequency_penalty: 0.1, logit_bias: { 5: 1 } };
    const reply = await stage.send('claude', { ...cannot, user: 'me', store: false });
    stage.checkSent();
    assert.equal(completionOf(reply).choices?.length, 1);
    const losses = await stage.losses(reply);
    for (const field of Object.keys(cannot)) assert.ok(losses.includes(field), `${field} in ${losses}`);
  });
});
