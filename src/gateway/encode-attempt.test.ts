import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { type CallFields, callOf, candidateOf, LAPTOP, upstreamOf } from '../../test/support/gateway-parts.ts';
import { Body } from '../lib/body.ts';
import { Secret } from '../lib/secret.ts';
import { openaiChat } from '../protocols/openai-chat/codec.ts';
import { makeTarget } from '../routing/plan.ts';
import { Fault } from '../turn/fault.ts';
import { Call } from './call.ts';
import { type Encoded, encodeAttempt } from './encode-attempt.ts';
import type { Candidate } from './health.ts';
import { LoadedContexts } from './loaded-contexts.ts';

const clock = new FakeClock();
const chat = candidateOf(upstreamOf('chat', { models: ['gpt'] }));
const claude = candidateOf(upstreamOf('ant', { type: 'anthropic', models: ['claude-x'] }));

function encodeFor(call: Call, candidate: Candidate, contexts = new LoadedContexts(clock)): Encoded {
  return encodeAttempt(call, candidate, contexts);
}

function encode(candidate: Candidate, fields: CallFields = {}): Encoded {
  return encodeFor(callOf(clock, fields), candidate);
}

/** A call whose body is this text, although an SDK would never write it. */
function callWith(text: string): Call {
  const call = callOf(clock);
  const body = Body.of(Buffer.from(text));
  return new Call({ ...call, request: { ...call.request, body }, head: call.codec.readHead(body) });
}

describe('the request for the same protocol', () => {
  test('has the query and the protocol headers of the client, and the key of the platform', () => {
    const headers = {
      'anthropic-version': '2024-01-01',
      'anthropic-beta': 'one,two',
      authorization: 'Bearer rw-client',
      'x-api-key': 'rw-client',
      cookie: 'session=1',
      'x-redwolf-key': 'rw-client',
      'user-agent': 'claude-cli',
    };
    const { request } = encode(claude, { headers, query: '?beta=true' });
    assert.equal(request.origin, 'https://ant.example');
    assert.equal(request.path, '/v1/messages?beta=true');
    assert.deepEqual(request.headers, {
      'content-type': 'application/json',
      accept: 'application/json',
      'anthropic-version': '2024-01-01',
      'anthropic-beta': 'one,two',
      'x-api-key': 'KEY-OF-ant',
    });
  });

  test('is the own body of the client, with the model of the platform', () => {
    const { request, losses } = encode(claude, { body: { unknown_field: 1.0 } });
    assert.equal(
      request.body.toString(),
      '{"model":"claude-x","max_tokens":9,"messages":[{"role":"user","content":"hi"}],"unknown_field":1}',
    );
    assert.deepEqual(losses, []);
  });

  test('goes with the credential of the client to a platform that takes it', () => {
    const passthrough = candidateOf(upstreamOf('ant', { type: 'anthropic', isPassthrough: true }));
    const identity = { ...LAPTOP, credential: { header: 'authorization', value: new Secret('Bearer sk-own') } };
    const headers = {
      authorization: 'Bearer sk-own',
      'x-redwolf-key': 'rw-client',
      'x-api-key': 'rw-client',
      cookie: 'session=1',
      'user-agent': 'claude-cli',
      'x-app': 'cli',
      'x-stainless-lang': 'js',
      'x-claude-code-session-id': 's',
      'x-other': 'no',
    };
    const { request } = encode(passthrough, { headers, identity });
    assert.deepEqual(request.headers, {
      'content-type': 'application/json',
      accept: 'application/json',
      'anthropic-version': '2023-06-01',
      authorization: 'Bearer sk-own',
      'user-agent': 'claude-cli',
      'x-app': 'cli',
      'x-stainless-lang': 'js',
      'x-claude-code-session-id': 's',
    });
  });
});

describe('the request for another protocol', () => {
  test('has no query and no header of the client', () => {
    const headers = { 'anthropic-version': '2024-01-01', 'anthropic-beta': 'one', 'user-agent': 'claude-cli' };
    const { request } = encode(chat, { headers, query: '?beta=true', body: { stream: true } });
    assert.equal(request.path, '/v1/chat/completions');
    assert.deepEqual(request.headers, {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      authorization: 'Bearer KEY-OF-chat',
    });
  });

  test('is encoded anew for each target, from one decoded turn', () => {
    const call = callOf(clock);
    const target = makeTarget({ upstream: chat.target.upstream, model: 'other' }, 'anthropic-messages');
    const first = encodeFor(call, chat);
    const second = encodeFor(call, { ...chat, target });
    assert.equal(JSON.parse(first.request.body.toString()).model, 'gpt');
    assert.equal(JSON.parse(second.request.body.toString()).model, 'other');
    assert.equal(call.turn(), call.turn());
  });

  test('needs no key where the platform needs none', () => {
    const { request } = encode({ ...chat, key: undefined });
    assert.equal(request.headers['authorization'], undefined);
  });
});

describe('what the reply will need', () => {
  test('a message id of its own for each reply', () => {
    const call = callOf(clock);
    const { clientContext } = encodeFor(call, chat);
    assert.match(clientContext.messageId, /^msg_[0-9a-f]{32}$/);
    assert.equal(clientContext.messageId, clientContext.messageId);
    assert.notEqual(clientContext.messageId, encodeFor(call, chat).clientContext.messageId);
    assert.equal(clientContext.createdAt, Math.floor(clock.now() / 1_000));
  });

  test('an estimate of the input, in which an image is no text', () => {
    const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'A'.repeat(400_000) } };
    const result = { type: 'tool_result', tool_use_id: 't', content: [image] };
    const messages = [
      { role: 'user', content: [image, { type: 'text', text: 'what is it?' }] },
      { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'f', input: {} }] },
      { role: 'user', content: [result] },
    ];
    const { clientContext } = encode(chat, { body: { messages } });
    assert.ok(clientContext.estimatedInputTokens > 3_000 && clientContext.estimatedInputTokens < 3_300);
  });

  test('whether a client of OpenAI wants the usage of a stream', () => {
    for (const [stream_options, wanted] of [
      [{ include_usage: true }, true],
      [{ include_usage: 'yes' }, false],
      [null, false],
      [undefined, false],
    ] as const) {
      const { clientContext } = encode(chat, { codec: openaiChat, body: { stream: true, stream_options } });
      assert.equal(clientContext.includeUsage, wanted);
    }
  });
});

describe('a request that cannot be encoded is the fault of the client', () => {
  const start = '{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}]';
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

  for (const [name, candidate, text] of [
    ['brackets that hold no JSON, in a relay', claude, `${start},"stream_options":{nonsense}}`],
    ['a limit that is no JSON, in a relay', claude, `${start.replace('9', '{9}')}}`],
    ['endless nesting, in a conversion', chat, `${start},"tools":[{"name":"f","input_schema":${deep}}]}`],
    ['an unknown role, in a conversion', chat, start.replace('user', 'human').concat('}')],
  ] as const) {
    test(name, () => {
      assert.throws(
        () => encodeFor(callWith(text), candidate),
        (error) => error instanceof Fault && error.kind === 'invalid_request' && error.status === 400,
      );
    });
  }

  test('a mistake of ours is not', () => {
    const broken = new TypeError('ours');
    const call = callOf(clock);
    call.turn = () => {
      throw broken;
    };
    assert.throws(() => encodeFor(call, chat), broken);
  });
});

describe('the context of a model that is told how large it is', () => {
  const small = candidateOf(upstreamOf('olm', { type: 'ollama', models: ['m'] }));
  const question = (text: string) => callOf(clock, { body: { messages: [{ role: 'user', content: text }] } });
  const sizeOf = ({ request }: Encoded) => JSON.parse(request.body.toString()).options.num_ctx;

  test('stays as large as it was, while the model is probably in memory', () => {
    const contexts = new LoadedContexts(clock);
    const ask = (text: string) => sizeOf(encodeFor(question(text), small, contexts));
    assert.equal(ask('hi'), 8_192);
    assert.equal(ask('word '.repeat(10_000)), 16_384);
    clock.advance(299_000);
    assert.equal(ask('hi'), 16_384);
    clock.advance(301_000);
    assert.equal(ask('hi'), 8_192);
  });

  test('is that of one model, not of another', () => {
    const contexts = new LoadedContexts(clock);
    encodeFor(question('word '.repeat(10_000)), small, contexts);
    const other = { ...small, target: { ...small.target, model: 'n' } };
    assert.equal(sizeOf(encodeFor(question('hi'), other, contexts)), 8_192);
  });
});
