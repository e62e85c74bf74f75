/** Text, its limits and its usage, for a client of the Responses API of each kind of platform. */

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anthropicAnswer, anthropicMessage, anthropicStream } from '../../fake-platform/anthropic-replies.ts';
import { answer, usage } from '../../fake-platform/openai-replies.ts';
import { answers, MODELS, SIDES } from '../../support/openai-sides.ts';
import { stage, textOf } from './stage.ts';

const WORDS = 'Zürich — 你好 👋 "quoted" \\ \n done';

for (const to of SIDES) {
  describe(`text from ${to}`, () => {
    for (const stream of [false, true]) {
      const form = stream ? 'streamed' : 'whole';

      test(`as it is (${form})`, async () => {
        stage.platform.play(answers({ text: WORDS }));
        const response = await stage.good(to, { stream });
        assert.equal(textOf(response), WORDS);
        assert.equal(response.status, 'completed');
        assert.equal(response.output.length, 1);
      });

      test(`cut off at its limit (${form})`, async () => {
        stage.platform.play(answers({ text: 'so far', finish: 'length' }));
        const response = await stage.good(to, { stream, max_output_tokens: 20 });
        assert.equal(response.status, 'incomplete');
        assert.equal(response.incomplete_details?.reason, 'max_output_tokens');
        assert.equal(textOf(response), 'so far');
      });

      // Ollama has no filter that could say so.
      if (to !== 'ollama') {
        test(`withheld by a filter (${form})`, async () => {
          stage.platform.play(answers({ text: 'no', finish: 'content_filter' }));
          const response = await stage.good(to, { stream });
          assert.equal(response.incomplete_details?.reason, 'content_filter');
        });
      }

      test(`with its usage, in the reply and in the row (${form})`, async () => {
        stage.platform.play(answers({ text: 'x' }));
        const reply = await stage.send(to, { stream });
        const call = await stage.redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
        const { usage: counted } = await stage.good(to, { stream });
        assert.ok((counted?.input_tokens ?? 0) > 0 && (counted?.output_tokens ?? 0) > 0);
        assert.equal(call.clientProtocol, 'openai-responses');
        assert.deepEqual([call.outputTokens, call.usageSource], [counted?.output_tokens, 'reported']);
        assert.deepEqual(call.losses, []);
      });
    }

    test('as the official client reads it, whole', async () => {
      stage.platform.play(answers({ text: WORDS }));
      const response = await stage.sdk.responses.create({ model: MODELS[to], input: 'Hi' });
      assert.equal(response.output_text, WORDS);
    });

    test('as the official client reads it, streamed', async () => {
      stage.platform.play(answers({ text: WORDS, pieces: 5 }));
      const deltas: string[] = [];
      const stream = stage.sdk.responses.stream({ model: MODELS[to], input: 'Hi' });
      stream.on('response.output_text.delta', ({ delta }) => deltas.push(delta));
      const response = await stream.finalResponse();
      assert.equal(response.output_text, WORDS);
      assert.equal(deltas.join(''), WORDS);
      assert.ok(deltas.length > 1);
    });
  });
}

describe('usage', () => {
  test('of a chat platform, with what was cached and thought', async () => {
    stage.platform.play(answer({ text: 'x', usage: usage(20, 5, { cached: 8, reasoning: 2 }) }));
    const { usage: counted } = await stage.good('chat');
    assert.deepEqual([counted?.input_tokens, counted?.output_tokens, counted?.total_tokens], [20, 5, 25]);
    assert.equal(counted?.input_tokens_details.cached_tokens, 8);
    assert.equal(counted?.output_tokens_details.reasoning_tokens, 2);
  });

  test("Anthropic's cached and written tokens are part of the input", async () => {
    const counts = {
      input_tokens: 10,
      output_tokens: 4,
      cache_read_input_tokens: 100,
      cache_creation_input_tokens: 1_000,
    };
    stage.platform.play(anthropicMessage({ usage: counts }));
    const { usage: counted } = await stage.good('claude');
    assert.deepEqual([counted?.input_tokens, counted?.output_tokens], [1_110, 4]);
    assert.equal(counted?.input_tokens_details.cached_tokens, 100);
  });

  test('and in a stream, where they come in two parts', async () => {
    stage.platform.play(anthropicStream());
    const { usage: counted } = await stage.good('claude', { stream: true });
    assert.deepEqual([counted?.input_tokens, counted?.output_tokens], [9 + 3 + 5, 4]);
  });
});

test('a text that a limit cuts off is an incomplete item', async () => {
  stage.platform.play(anthropicAnswer([{ type: 'text', text: 'It was a' }], { stop: 'max_tokens' }));
  const [item] = (await stage.good('claude', { stream: true, max_output_tokens: 3 })).output;
  assert.ok(item?.type === 'message');
  assert.equal(item.status, 'incomplete');
});
