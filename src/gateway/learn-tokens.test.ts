import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { anthropicMessage } from '../../test/fake-platform/anthropic-replies.ts';
import { completion, usage } from '../../test/fake-platform/openai-replies.ts';
import { upstreamOf } from '../../test/support/gateway-parts.ts';
import { GatewayStage } from '../../test/support/gateway-stage.ts';
import { USUAL_RATES } from '../turn/count-tokens.ts';

const WORDS = 'word '.repeat(2_000);
const body = { messages: [{ role: 'user', content: WORDS }] };
const chat = upstreamOf('chat');
const anthropic = upstreamOf('anthropic', { type: 'anthropic-compatible' });

/** Serves one call that is answered so, and gives what a word was taken for afterwards. */
async function perPiece(upstream: typeof chat, status: number, reply: object, request: object = body): Promise<number> {
  const stage = new GatewayStage([upstream]);
  const { done } = stage.serve({ body: request });
  (await stage.sent(1)).reply(status, reply);
  await done;
  assert.deepEqual(stage.logged, []);
  return stage.calibration.ratesOf(upstream.id, 'm').perPiece;
}

const counted = (tokens: number) => completion({ text: 'hi', usage: usage(tokens, 2) }).json as object;

describe('a call that was served', () => {
  test('teaches what its platform counts', async () => {
    assert.ok((await perPiece(chat, 200, counted(3_000))) > USUAL_RATES.perPiece);
    assert.ok((await perPiece(chat, 200, counted(1_500))) < USUAL_RATES.perPiece);
  });

  test('counts what came from the cache, and went there, too', async () => {
    const reply = (input: number, read: number, written: number) =>
      anthropicMessage({
        usage: {
          input_tokens: input,
          cache_read_input_tokens: read,
          cache_creation_input_tokens: written,
          output_tokens: 2,
        },
      }).json;
    const whole = await perPiece(anthropic, 200, reply(2_500, 0, 0));
    assert.notEqual(whole, USUAL_RATES.perPiece);
    assert.equal(await perPiece(anthropic, 200, reply(500, 1_200, 800)), whole);
  });
});

describe('nothing is learned', () => {
  test('where the platform told no usage', async () => {
    const reply = completion({ text: 'hi', usage: null }).json as object;
    assert.equal(await perPiece(chat, 200, reply), USUAL_RATES.perPiece);
  });

  test('from a failure', async () => {
    assert.equal(await perPiece(chat, 400, { error: { message: 'no' } }), USUAL_RATES.perPiece);
  });

  test('from a relayed request that only its platform understands', async () => {
    const reply = anthropicMessage().json;
    assert.equal(
      await perPiece(anthropic, 200, reply, { messages: [{ role: 'oracle', content: 7 }] }),
      USUAL_RATES.perPiece,
    );
  });

  test('from a large request that is only relayed', async () => {
    const large = { messages: [{ role: 'user', content: WORDS.repeat(30) }] };
    const reply = anthropicMessage({ usage: { input_tokens: 90_000, output_tokens: 2 } }).json;
    assert.equal(await perPiece(anthropic, 200, reply, large), USUAL_RATES.perPiece);
  });
});
