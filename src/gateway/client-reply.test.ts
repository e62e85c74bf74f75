import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { FakeResponse } from '../../test/support/fake-response.ts';
import { wireText } from '../lib/wire-text.ts';
import { ClientReply } from './client-reply.ts';

const SECOND = 1_000;

let clock: FakeClock;
let response: FakeResponse;
let client: ClientReply;

beforeEach(() => {
  clock = new FakeClock();
  response = new FakeResponse();
  client = new ClientReply(response.asServerResponse, clock);
});

describe('the head', () => {
  test('is sent once', () => {
    assert.equal(client.hasBegun, false);
    client.begin(200, { 'x-a': '1' });
    client.begin(500, { 'x-a': '2' });
    assert.deepEqual(response.heads, [{ status: 200, headers: { 'x-a': '1' } }]);
    assert.equal(client.status, 200);
    assert.equal(client.hasBegun, true);
  });

  test('that cannot be written was not sent', () => {
    assert.throws(() => client.begin(200, { 'x-a': 'two\r\nlines' }));
    assert.equal(client.hasBegun, false);
    client.begin(500, {});
    assert.equal(response.status, 500);
  });

  test('is not sent to a client that has left', () => {
    response.leave();
    client.begin(200, {});
    assert.equal(response.heads.length, 0);
    assert.equal(client.status, 0);
  });
});

describe('the body', () => {
  test('takes wire text and bytes, and counts the bytes', () => {
    client.begin(200, {});
    client.write(wireText('模型'));
    client.write(Buffer.from('é'));
    client.end(wireText('ü'));
    assert.equal(response.text, '模型éü');
    assert.equal(client.bytes, 10);
  });

  test('is held back while the client is slow', () => {
    let drained = 0;
    response.isFast = false;
    assert.equal(client.write('x'), false);
    client.onDrain(() => drained++);
    response.drain();
    response.drain();
    assert.equal(drained, 1);
    assert.equal(client.write('x'), true);
  });

  test('goes nowhere when the client has left, and nobody waits for it', () => {
    client.begin(200, {});
    response.leave();
    assert.equal(client.write('x'), true);
    client.end('y');
    assert.equal(response.text, '');
    assert.equal(client.bytes, 0);
  });
});

describe('a client that leaves', () => {
  test('is told to the last who asked, once', () => {
    const told: string[] = [];
    client.onGone(() => told.push('first'));
    client.onGone(() => told.push('second'));
    assert.equal(client.isGone, false);
    response.leave();
    assert.equal(client.isGone, true);
    assert.deepEqual(told, ['second']);
  });

  test('is told at once to those who ask later', () => {
    let told = 0;
    response.leave();
    client.onGone(() => told++);
    assert.equal(told, 1);
  });

  test('after a complete reply has not left', () => {
    let told = 0;
    client.onGone(() => told++);
    client.begin(200, {});
    client.end('done');
    response.finish();
    assert.equal(told, 0);
    assert.equal(client.isGone, false);
  });
});

describe('keep-alives', () => {
  let began: number;

  beforeEach(() => {
    began = 0;
    client.keepAlive('PING', () => {
      began++;
      client.begin(200, {});
    });
  });

  test('come every ten seconds of silence, with a head before the first', () => {
    clock.advance(10 * SECOND - 1);
    assert.equal(response.text, '');
    clock.advance(1);
    assert.equal(response.text, 'PING');
    assert.equal(response.status, 200);
    clock.advance(30 * SECOND);
    assert.equal(response.text, 'PING'.repeat(4));
    assert.equal(client.bytes, 16);
  });

  test('wait anew after whatever is sent', () => {
    client.begin(200, {});
    for (let piece = 0; piece < 5; piece++) {
      clock.advance(9 * SECOND);
      client.write('.');
    }
    assert.equal(response.text, '.....');
    clock.advance(10 * SECOND);
    assert.equal(response.text, '.....PING');
  });

  test('do not come between pieces after the first of them', () => {
    clock.advance(10 * SECOND);
    for (let piece = 0; piece < 5; piece++) {
      clock.advance(9 * SECOND);
      client.write('.');
    }
    assert.equal(response.text, 'PING.....');
  });

  test('need one timer', () => {
    clock.advance(100 * SECOND);
    assert.equal(clock.waiting, 1);
  });

  test('are asked for before they come, and asked again ten seconds later', () => {
    let mayInterrupt = false;
    client.guardKeepAlive(() => mayInterrupt);
    clock.advance(25 * SECOND);
    assert.equal(began, 0);
    mayInterrupt = true;
    clock.advance(5 * SECOND);
    assert.equal(response.text, 'PING');
  });

  for (const [name, stop] of [
    ['the end', () => client.end()],
    ['the reply was broken off', () => client.destroy()],
    ['the client has left', () => response.leave()],
  ] as const) {
    test(`do not come after ${name}`, () => {
      clock.advance(10 * SECOND);
      stop();
      assert.equal(clock.waiting, 0);
      clock.advance(60 * SECOND);
      assert.equal(response.text, 'PING');
    });
  }

  test('leave no timer behind where they were never needed', () => {
    client.begin(200, {});
    client.end('done');
    response.finish();
    assert.equal(clock.waiting, 0);
  });
});
