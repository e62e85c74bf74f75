import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { callOf, candidateOf, upstreamOf } from '../../test/support/gateway-parts.ts';
import { makeTarget } from '../routing/plan.ts';
import type { Candidate } from './health.ts';
import { lossHeader, redwolfHeaders, relayedHeaders } from './reply-headers.ts';

const call = callOf(new FakeClock());
const claude = candidateOf(upstreamOf('ant', { type: 'anthropic' }));
const chat = candidateOf(upstreamOf('chat'));

function named(model: string): Candidate {
  return { ...chat, target: makeTarget({ upstream: chat.target.upstream, model }, 'anthropic-messages') };
}

describe("redwolf's own headers", () => {
  test('say what was done with the call', () => {
    assert.deepEqual(redwolfHeaders(call, chat, 2), {
      'x-redwolf-call-id': 'call_1',
      'x-redwolf-model': 'chat:m',
      'x-redwolf-scene': 'none',
      'x-redwolf-intent': 'none',
      'x-redwolf-source': 'all-models',
      'x-redwolf-confidence': '1',
      'x-redwolf-attempts': '2',
    });
  });

  test('say that nobody answers', () => {
    assert.equal(redwolfHeaders(call, undefined, 0)['x-redwolf-model'], 'none');
  });

  for (const [model, shown] of [
    ['qwen3:4b', 'chat:qwen3:4b'],
    ['模型', 'chat%3A%E6%A8%A1%E5%9E%8B'],
    ['100%', 'chat%3A100%25'],
    ['a\r\nset-cookie: x', 'chat%3Aa%0D%0Aset-cookie%3A%20x'],
    ['\u007f', 'chat%3A%7F'],
    ['\u{1f43a}', 'chat%3A%F0%9F%90%BA'],
    // Half of a surrogate pair, which JSON can spell and UTF-8 cannot.
    ['\ud83d', 'chat%3A%EF%BF%BD'],
  ] as const) {
    test(`hold ${JSON.stringify(model)} as printable ASCII`, () => {
      assert.equal(redwolfHeaders(call, named(model), 1)['x-redwolf-model'], shown);
    });
  }
});

describe('the header of losses', () => {
  test('is JSON, as many as a header can hold', () => {
    const losses = Array.from({ length: 50 }, (_, index) => ({ path: `field${index}`, why: 'no place for it' }));
    const header = lossHeader(losses)['x-redwolf-losses'] ?? '';
    assert.deepEqual(JSON.parse(header), losses.slice(0, 20));
  });

  test('is printable whatever a field is called', () => {
    const header = lossHeader([{ path: '字\r\n', why: 'x' }])['x-redwolf-losses'] ?? '';
    assert.match(header, /^[\x20-\x7e]+$/);
    assert.equal(JSON.parse(decodeURIComponent(header))[0].path, '字\r\n');
  });
});

describe('headers of the platform', () => {
  const upstream = {
    'request-id': 'req_1',
    'anthropic-ratelimit-requests-limit': ['50', '60'],
    'anthropic-organization-id': undefined,
    'set-cookie': ['a=1'],
    'content-length': '5',
    'x-request-id': 'other',
    'x-redwolf-model': 'forged',
  };

  test('are given to a client of the same protocol, those that its protocol has', () => {
    assert.deepEqual(relayedHeaders(call, claude, upstream), {
      'request-id': 'req_1',
      'anthropic-ratelimit-requests-limit': '50',
    });
  });

  test('are not given to a client of another protocol', () => {
    assert.deepEqual(relayedHeaders(call, chat, upstream), {});
  });
});
