import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { FakeUpstream } from '../../test/support/fake-upstream.ts';
import { Body } from '../lib/body.ts';
import { CLOUD_TIMEOUTS } from '../platforms/platform.ts';
import { type ExchangeReply, exchange } from './exchange.ts';

let clock: FakeClock;
let upstream: FakeUpstream;

beforeEach(() => {
  clock = new FakeClock();
  upstream = new FakeUpstream();
});

function ask(limit?: number): Promise<ExchangeReply> {
  const request = {
    platform: 'p',
    origin: 'https://p.example',
    method: 'GET',
    path: '/v1/models',
    headers: {},
    body: new Body([]),
    timeouts: CLOUD_TIMEOUTS,
  };
  return exchange(upstream, clock, request, limit);
}

describe('a short question', () => {
  test('is answered by a whole reply, whatever its status', async () => {
    const answer = ask();
    upstream.last.head(404, { 'x-a': 'b' }).data('no such ').data('thing').end();
    const { status, headers, body } = await answer;
    assert.equal(status, 404);
    assert.equal(headers['x-a'], 'b');
    assert.equal(body.toString(), 'no such thing');
    assert.equal(clock.waiting, 0);
  });

  test('is given up after ten seconds, pieces or not', async () => {
    const answer = ask();
    for (let second = 0; second < 9; second++) {
      clock.advance(1_000);
      upstream.last.data('.');
    }
    assert.equal(upstream.last.isAborted, false);
    clock.advance(1_000);
    await assert.rejects(answer, /p did not answer in time/);
    assert.equal(upstream.last.isAborted, true);
  });

  test('has the limit that it is given', async () => {
    const answer = ask(1_000);
    clock.advance(1_000);
    await assert.rejects(answer);
  });

  test('fails as the connection does', async () => {
    const answer = ask();
    upstream.last.head().fail('ECONNRESET');
    await assert.rejects(answer, { code: 'ECONNRESET' });
    assert.equal(clock.waiting, 0);
  });

  test('fails as a connection does that fails at once', async () => {
    upstream.onSend = (sent) => sent.fail('UND_ERR_DESTROYED');
    await assert.rejects(ask(), { code: 'UND_ERR_DESTROYED' });
    assert.equal(clock.waiting, 0);
  });

  test('is not answered at any length', async () => {
    const answer = ask();
    const mebibyte = Buffer.alloc(1024 * 1024);
    upstream.last.head();
    for (let count = 0; count < 16; count++) upstream.last.data(mebibyte);
    assert.equal(upstream.last.isAborted, false);
    upstream.last.data('x');
    await assert.rejects(answer, /more than 16 MiB/);
    assert.equal(upstream.last.isAborted, true);
    assert.equal(clock.waiting, 0);
  });
});
