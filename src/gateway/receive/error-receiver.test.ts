import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { AttemptStage } from '../../../test/support/attempt-stage.ts';
import { LAPTOP, type UpstreamFields } from '../../../test/support/gateway-parts.ts';
import { Secret } from '../../lib/secret.ts';
import type { Fault } from '../../turn/fault.ts';

const OWN = { ...LAPTOP, credential: { header: 'authorization', value: new Secret('Bearer sk-ant-own-credential') } };

function faultOf(stage: AttemptStage): Fault {
  const { outcome } = stage;
  assert.ok(outcome?.kind === 'failed', `${outcome?.kind}`);
  return outcome.fault;
}

async function failWith(
  status: number,
  body: string | Buffer,
  { type = 'anthropic', ...upstream }: UpstreamFields & { type?: 'anthropic' | 'openai-compatible' } = {},
): Promise<Fault> {
  const stage = new AttemptStage(type, { identity: OWN }, upstream);
  stage.run().head(status, { 'retry-after': '7', location: 'http://elsewhere.example/' }).data(body).end();
  await stage.settle();
  assert.equal(stage.response.headersSent, false);
  return faultOf(stage);
}

function anthropicError(type: string, message: string): string {
  return JSON.stringify({ type: 'error', error: { type, message } });
}

describe('a reply that is an error', () => {
  test('is the fault that its body and headers say', async () => {
    const body = anthropicError('rate_limit_error', 'slow down');
    const fault = await failWith(429, body);
    assert.equal(fault.kind, 'rate_limit');
    assert.equal(fault.details.retryAfter, '7');
    assert.equal(fault.details.body?.toString(), body);
  });

  for (const status of [301, 302, 307, 308]) {
    test(`${status}: is not followed`, async () => {
      const fault = await failWith(status, 'moved');
      assert.equal(fault.kind, 'broken_reply');
      assert.equal(fault.status, 502);
      assert.match(fault.message, new RegExp(`redirect \\(${status}\\)`));
    });
  }

  test('is read up to its first mebibyte, and the rest is not waited for', async () => {
    const stage = new AttemptStage('openai-compatible');
    const exchange = stage.run().head(500).data('{"error":{"message":"broken"}}');
    exchange.data(' '.repeat(1024 * 1024));
    assert.equal(await stage.ending(), 'failed server_error');
    assert.equal(faultOf(stage).message, 'broken');
    assert.equal(exchange.isAborted, true);
  });

  test('that is cut is a connection that broke', async () => {
    const stage = new AttemptStage('openai-compatible');
    stage.run().head(500).data('{"error').fail();
    assert.equal(await stage.ending(), 'failed unreachable');
  });
});

describe('a 401', () => {
  const BAD_KEY = anthropicError('authentication_error', 'invalid x-api-key');

  test('for our key is not the 401 of the client', async () => {
    const fault = await failWith(401, BAD_KEY);
    assert.equal(fault.kind, 'authentication');
    assert.equal(fault.status, 502);
  });

  test('for the credential of the client is its own', async () => {
    const fault = await failWith(401, BAD_KEY, { isPassthrough: true });
    assert.equal(fault.kind, 'authentication');
    assert.equal(fault.status, 401);
  });
});

describe('a platform that repeats the key that it was sent', () => {
  const key = 'sk-0123456789abcdef';

  for (const type of ['anthropic', 'openai-compatible'] as const) {
    for (const [status, errorType] of [
      [401, 'authentication_error'],
      [403, 'permission_error'],
      [400, 'invalid_request_error'],
    ] as const) {
      test(`${status} from ${type}: nobody is told the key`, async () => {
        const body = anthropicError(errorType, `the key ${key} is bad 密钥 ${key}`);
        const fault = await failWith(status, body, { type, keys: [key] });
        assert.match(fault.message, /the key \[secret\] is bad 密钥 \[secret\]/);
        assert.doesNotMatch(JSON.stringify([fault, fault.details.body?.toString()]), /sk-0123/);
      });
    }
  }

  test("the client's own credential is kept out of the records too", async () => {
    const body = anthropicError('permission_error', 'sk-ant-own-credential may not');
    const fault = await failWith(403, body, { isPassthrough: true });
    assert.equal(fault.message, '[secret] may not');
  });

  test('a word in the place of a key is no secret', async () => {
    const fault = await failWith(401, anthropicError('authentication_error', 'ollama is not running'), {
      keys: ['ollama'],
    });
    assert.equal(fault.message, 'ollama is not running');
  });
});
