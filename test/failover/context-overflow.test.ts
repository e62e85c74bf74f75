/** A conversation that does not fit: every client is told in the words by which it knows it, or a larger model answers. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { anthropicError, event } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform, type ScriptedReply } from '../fake-platform/fake-platform.ts';
import { chunk, data, ROLE_CHUNK } from '../fake-platform/openai-replies.ts';
import { OVERFLOW_FIXTURES, type OverflowFixture } from '../fixtures/context-overflow.ts';
import type { Reply } from '../support/http-client.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { RedwolfHost } from '../support/redwolf-host.ts';
import { user } from '../support/request-parts.ts';
import { Stage, story, textOfReply, WORDS } from './stage.ts';

const KNOWN_TO_CLAUDE_CODE =
  /^(prompt is too long|input length and `max_tokens` exceed context limit: \d+ \+ \d+ > \d+)/;
const WITH_NUMBERS = /^prompt is too long: (\d+) tokens > (\d+) maximum/;
const KNOWN_TO_OPENAI = /maximum context length is \d+ tokens|exceeds the context window|exceed the configured limit/;

const host = new RedwolfHost();
let platform: FakePlatform;
let redwolf: Redwolf;

before(async () => {
  platform = await FakePlatform.start();
  const entry = { api_key: 'key-of-the-platform', models: ['m', { id: 'known', context_window: 1_000 }] };
  redwolf = await host.start({
    platforms: [
      { id: 'chat', type: 'openai-compatible', base_url: `${platform.origin}/v1`, ...entry },
      { id: 'anthropic', type: 'anthropic-compatible', base_url: platform.origin, ...entry },
    ],
  });
});

after(async () => {
  await redwolf.stop();
  await platform.close();
  host.stop();
});

function nameOf({ protocol }: OverflowFixture, model = 'm'): string {
  return `${protocol === 'openai-chat' ? 'chat' : 'anthropic'}:${model}`;
}

function replyOf({ status, body }: OverflowFixture): ScriptedReply {
  return { status, json: body };
}

/** What the platform says, as it stands in a JSON text. */
function wordsOf({ body }: OverflowFixture): string {
  const message = /"(?:message|error|status_msg)":"((?:[^"\\]|\\.)*)"/.exec(JSON.stringify(body))?.[1] ?? '';
  return JSON.parse(`"${message}"`);
}

function askMessages(model: string, { stream = false, text = 'Hi', maxTokens = 100 } = {}): Promise<Reply> {
  const body = { model, max_tokens: maxTokens, stream, messages: [user(text)] };
  return redwolf.send('/v1/messages', { body, headers: { 'anthropic-version': '2023-06-01' } });
}

function messageOf(reply: Reply): string {
  return reply.json?.error?.message ?? '';
}

describe('a client of Messages knows the overflow of', () => {
  for (const fixture of OVERFLOW_FIXTURES) {
    test(fixture.platform, async () => {
      platform.play(replyOf(fixture));
      for (const stream of [false, true]) {
        const reply = await askMessages(nameOf(fixture), { stream });
        assert.equal(reply.status, 400, reply.text);
        assert.equal(reply.json?.error?.type, 'invalid_request_error');
        const message = messageOf(reply);
        assert.match(message, KNOWN_TO_CLAUDE_CODE);
        assert.ok(message.includes(wordsOf(fixture)), message);
        const [, tokens, limit] = WITH_NUMBERS.exec(message) ?? [];
        assert.ok(tokens === undefined || Number(tokens) > Number(limit), message);
        if (fixture.sizes.limit !== undefined) assert.ok(message.includes(String(fixture.sizes.limit)), message);
      }
      assert.equal(platform.requests.length, 2);
    });
  }
});

describe("a client of OpenAI's protocols knows the overflow of", () => {
  for (const fixture of OVERFLOW_FIXTURES) {
    test(fixture.platform, async () => {
      platform.play(replyOf(fixture));
      const model = nameOf(fixture);
      const chat = { model, messages: [{ role: 'user', content: 'Hi' }] };
      const responses = { model, input: 'Hi', stream: true };
      const replies = [
        await redwolf.send('/v1/chat/completions', { body: chat }),
        await redwolf.send('/v1/chat/completions', { body: { ...chat, stream: true } }),
        await redwolf.send('/v1/responses', { body: responses }),
      ];
      for (const reply of replies) {
        assert.equal(reply.status, 400, reply.text);
        const error = Object(reply.json).error;
        assert.equal(error.code, 'context_length_exceeded');
        assert.match(error.message, KNOWN_TO_OPENAI);
        assert.ok(error.message.includes(wordsOf(fixture)), error.message);
      }
    });
  }
});

describe('the numbers', () => {
  test("of Anthropic's own words stay as they are, with the whole body", async () => {
    const message = 'prompt is too long: 208310 tokens > 200000 maximum';
    const text = `{"type": "error", "error": {"type": "invalid_request_error", "message": "${message}", "more": 1}}`;
    platform.play({ status: 400, text, headers: { 'content-type': 'application/json' } });
    assert.equal((await askMessages('anthropic:m')).text, text);
  });

  const NO_NUMBERS: ScriptedReply = { status: 400, json: { error: { code: '1261', message: 'Prompt 超长' } } };

  test('are our estimate and what is known of the model, where the platform tells none', async () => {
    platform.play(NO_NUMBERS);
    const reply = await askMessages('chat:known', { text: 'word '.repeat(2_000) });
    assert.match(
      messageOf(reply),
      /^prompt is too long: 2\d\d\d tokens > 1000 maximum\. The platform said: Prompt 超长$/,
    );
  });

  test('do not contradict: an estimate below the limit is not told', async () => {
    platform.play(NO_NUMBERS);
    const reply = await askMessages('chat:known');
    assert.equal(messageOf(reply), 'prompt is too long for the maximum of 1000 tokens. The platform said: Prompt 超长');
  });

  test('of a sum are taken apart with the max_tokens that was sent: lowering it is enough', async () => {
    const message = 'max_total_tokens (33802) must be less than or equal to max_seq_len (32768)';
    platform.play({ status: 400, json: { code: 20015, message, data: null } });
    const reply = await askMessages('chat:m', { maxTokens: 16_000 });
    assert.ok(
      messageOf(reply).startsWith(
        'input length and `max_tokens` exceed context limit: 17802 + 16000 > 32768, decrease input length or `max_tokens` and try again. The platform said: max_total_tokens',
      ),
      reply.text,
    );
  });

  test('of a sum stay a sum where the input alone leaves no room', async () => {
    const message = 'Invalid request: Your request exceeded model token limit: 262144 (requested: 275363)';
    platform.play(anthropicError(400, 'invalid_request_error', message));
    const reply = await askMessages('anthropic:m', { maxTokens: 14_000 });
    assert.match(messageOf(reply), /^prompt is too long: 275363 tokens > 262144 maximum\. The platform said: Invalid/);
  });
});

describe('an overflow with an odd status', () => {
  const error = { message: 'request (33000 tokens) exceeds the available context size (32768 tokens)' };
  for (const status of [404, 413, 422, 500, 503]) {
    test(`${status} is 400 to the client`, async () => {
      platform.play({ status, json: { error } });
      const reply = await askMessages('chat:m');
      assert.equal(reply.status, 400);
      assert.match(messageOf(reply), /^prompt is too long: 33000 tokens > 32768 maximum/);
    });
  }

  test('429 is a limit, whatever it says', async () => {
    platform.play({ status: 429, json: { error } });
    assert.equal((await askMessages('chat:m')).status, 429);
  });
});

describe('an overflow in a stream', () => {
  const message =
    'The number of tokens to keep from the initial prompt is greater than the context length (n_keep: 9500>= n_ctx: 4096)';
  const sentence = /^prompt is too long: 9500 tokens > 4096 maximum\. The platform said: The number/;

  test('as its first event is a status', async () => {
    platform.play({ stream: [data({ error: { message } })], headers: { 'content-type': 'text/event-stream' } });
    const reply = await askMessages('chat:m', { stream: true });
    assert.equal(reply.status, 400);
    assert.match(messageOf(reply), sentence);
  });

  test("as an error event of Anthropic's protocol, before anything else, is a status", async () => {
    const text = event('error', { error: { type: 'api_error', message } });
    platform.play({ stream: [text], headers: { 'content-type': 'text/event-stream' } });
    const reply = await askMessages('anthropic:m', { stream: true });
    assert.equal(reply.status, 400);
    assert.match(messageOf(reply), sentence);
  });

  test('after some of the answer is an event in the same words', async () => {
    const pieces = [data(ROLE_CHUNK), data(chunk({ content: 'It was' })), data({ error: { message } })];
    platform.play({ stream: pieces, headers: { 'content-type': 'text/event-stream' } });
    const reply = await askMessages('chat:m', { stream: true });
    assert.equal(reply.status, 200);
    assert.match(reply.events.at(-1)?.json?.error?.message ?? '', sentence);
  });
});

describe('failover', () => {
  const TOO_LONG: ScriptedReply = {
    status: 400,
    json: { error: { message: 'Range of input length should be [1, 1000]', code: 'invalid_parameter_error' } },
  };
  const windowed = (id: string, tokens: number) => ({ models: [{ id, context_window: tokens }] });

  test('goes to a model with a larger window, past one without', async (t) => {
    const stage = await Stage.start(host, {
      a: { reply: TOO_LONG, entry: windowed('ma', 1_000) },
      b: { entry: windowed('mb', 1_000) },
      c: { entry: windowed('mc', 2_000) },
    });
    t.after(() => stage.close());
    const reply = await stage.ask('json');
    assert.equal(reply.status, 200, reply.text);
    assert.equal(textOfReply(reply), WORDS);
    assert.equal(reply.headers['x-redwolf-model'], 'c:mc');
    assert.deepEqual([stage.callsOf('a'), stage.callsOf('b'), stage.callsOf('c')], [1, 0, 1]);
    assert.deepEqual(story(await stage.lastCall()), ['a: context_overflow', 'c: ok']);
  });

  test('ends there where no larger window is known', async (t) => {
    const stage = await Stage.start(host, { a: { reply: TOO_LONG }, b: {} });
    t.after(() => stage.close());
    const reply = await stage.ask('json');
    assert.equal(reply.status, 400);
    assert.equal(stage.callsOf('b'), 0);
  });
});
