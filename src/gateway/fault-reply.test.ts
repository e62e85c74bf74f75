import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { FakeResponse } from '../../test/support/fake-response.ts';
import { callOf, candidateOf, upstreamOf } from '../../test/support/gateway-parts.ts';
import { openaiChat } from '../protocols/openai-chat/codec.ts';
import { Fault, type FaultDetails } from '../turn/fault.ts';
import type { Call } from './call.ts';
import { ClientReply } from './client-reply.ts';
import { sendFault } from './fault-reply.ts';

const clock = new FakeClock();
const claude = candidateOf(upstreamOf('ant', { type: 'anthropic' }));
const chat = candidateOf(upstreamOf('chat'));
const HEADERS = { 'request-id': 'req_of_platform', 'anthropic-organization-id': 'org', 'x-other': 'no' };

/** What the client sees of a fault. */
function sent(fault: Fault, call: Call = callOf(clock), play: (client: ClientReply) => void = () => {}): FakeResponse {
  const response = new FakeResponse();
  const client = new ClientReply(response.asServerResponse, clock);
  play(client);
  sendFault(call, client, fault);
  assert.equal(response.writableEnded, true);
  return response;
}

/** A call whose last attempt ended with this fault. */
function callAfter(fault: Fault, candidate = claude): Call {
  const call = callOf(clock);
  call.attempts.push({
    target: candidate.target,
    credential: 0,
    fault,
    replyStatus: fault.status,
    replyHeaders: HEADERS,
    milliseconds: 5,
  });
  return call;
}

function limit(details: FaultDetails = {}): Fault {
  return new Fault('rate_limit', 429, 'slow down', details);
}

describe('a fault before the reply has begun', () => {
  test("is a body in the client's protocol, with its length and the id of the call", () => {
    const response = sent(limit());
    assert.equal(response.status, 429);
    assert.deepEqual(JSON.parse(response.text), {
      type: 'error',
      error: { type: 'rate_limit_error', message: 'slow down' },
      request_id: 'call_1',
    });
    assert.equal(response.headers['content-length'], String(response.text.length));
    assert.equal(response.headers['content-type'], 'application/json');
    assert.equal(response.headers['request-id'], 'call_1');
    assert.equal(response.headers['x-redwolf-model'], 'none');
    assert.equal(response.headers['retry-after'], undefined);
  });

  test('says when and whether to try again', () => {
    const { headers } = sent(limit({ retryAfter: '7', shouldRetry: false }));
    assert.equal(headers['retry-after'], '7');
    assert.equal(headers['x-should-retry'], 'false');
  });

  test('counts bytes, not characters', () => {
    const response = sent(new Fault('server_error', 500, '平台坏了'));
    assert.equal(response.headers['content-length'], String(Buffer.byteLength(response.text)));
  });
});

describe('the fault of a platform of the same protocol', () => {
  const body = Buffer.from('{ "type":"error","error":{"type":"rate_limit_error","message":"x","details":{}} }');

  test('is told in its own words, with its headers', () => {
    const fault = limit({ body });
    const response = sent(fault, callAfter(fault));
    assert.equal(response.text, body.toString());
    assert.equal(response.headers['request-id'], 'req_of_platform');
    assert.equal(response.headers['anthropic-organization-id'], 'org');
    assert.equal(response.headers['x-other'], undefined);
    assert.equal(response.headers['x-redwolf-model'], 'ant:m');
    assert.equal(response.headers['x-redwolf-attempts'], '1');
  });

  test('is told in ours where it is a key of ours that was refused', () => {
    const fault = new Fault('authentication', 502, 'invalid x-api-key', { body });
    assert.equal(JSON.parse(sent(fault, callAfter(fault)).text).error.type, 'api_error');
  });

  test('is told in its own words where it is the credential of the client that was refused', () => {
    const fault = new Fault('authentication', 401, 'invalid x-api-key', { body });
    assert.equal(sent(fault, callAfter(fault)).text, body.toString());
  });

  test('is told in ours to a client of another protocol', () => {
    const fault = limit({ body });
    const response = sent(fault, callAfter(fault, chat));
    assert.notEqual(response.text, body.toString());
    assert.equal(response.headers['request-id'], 'call_1');
  });
});

test('a fault that speaks for several attempts has the headers of none of them', () => {
  const response = sent(new Fault('overloaded', 503, 'All 2 attempts failed'), callAfter(limit()));
  assert.equal(response.headers['request-id'], 'call_1');
  assert.equal(response.headers['x-redwolf-model'], 'none');
  assert.equal(response.headers['x-redwolf-attempts'], '1');
});

describe('a fault after the head', () => {
  const begin = (client: ClientReply) => client.begin(200, { 'content-type': 'text/event-stream' });

  test('is an event, and the end', () => {
    const response = sent(limit(), callOf(clock), begin);
    assert.equal(response.heads.length, 1);
    assert.match(response.text, /^event: error\ndata: {"type":"error".*slow down.*}\n\n$/);
  });

  test('is an event of the protocol that the client speaks', () => {
    const response = sent(limit(), callOf(clock, { codec: openaiChat }), begin);
    assert.match(response.text, /^data: {"error".*slow down.*}\n\n/);
    assert.doesNotMatch(response.text, /\[DONE\]/);
  });
});
