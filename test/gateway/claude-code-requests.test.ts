/** Every kind of request that Claude Code was seen to send, through redwolf onto a strict platform and onto Anthropic. */

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { anthropicAnswer } from '../fake-platform/anthropic-replies.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import { claudeCodeRequests } from '../fixtures/fixtures.ts';
import { streamFaults } from '../support/anthropic-rules.ts';
import { chatRequestFaults, systemText } from '../support/openai-rules.ts';
import type { Redwolf } from '../support/redwolf.ts';
import { startRedwolf } from '../support/redwolf-process.ts';
import { strictRequestFaults } from '../support/strict-request.ts';

const PATH = '/api/v1/claude-code/v1/messages?beta=true';

/** Texts of the client's own, and fields of Anthropic's, that no other platform may see. */
const PRIVATE = ['x-anthropic-billing-header', 'safeguards', 'cache_control', 'DeferredToolPlaceholder', 'device_id'];

let openai: FakePlatform;
let anthropic: FakePlatform;
let redwolf: Redwolf;

before(async () => {
  openai = await FakePlatform.start();
  anthropic = await FakePlatform.start();
  redwolf = await startRedwolf({
    platforms: [
      { id: 'up', type: 'openai-compatible', base_url: `${openai.origin}/v1`, api_key: 'k', models: ['m'] },
      { id: 'ant', type: 'anthropic', base_url: anthropic.origin, api_key: 'k', models: ['claude-up'] },
    ],
    routing: { mode: 'global_direct', model_priority_list: ['up:m'] },
  });
});

after(async () => {
  await redwolf.stop();
  await openai.close();
  await anthropic.close();
});

const requests = claudeCodeRequests().filter(({ name }) => !name.includes('count-tokens'));

describe('converted for a strict platform', () => {
  for (const { name, bytes } of requests) {
    test(name, async () => {
      openai.play(answer({ text: 'ok' }));
      const reply = await redwolf.send(PATH, { body: bytes });
      assert.equal(reply.status, 200, reply.text);
      if (bytes.includes('"stream":true')) assert.deepEqual(streamFaults(reply.events), []);
      const [request] = openai.requests;
      const body = request?.body ?? {};
      assert.deepEqual([...chatRequestFaults(body, 'm'), ...strictRequestFaults(body)], []);
      assert.ok(systemText(body).length > 0);
      for (const text of PRIVATE) assert.ok(!request?.raw.includes(text), `${text} reached the platform`);
      const call = await redwolf.waitForCall(reply.headers['x-redwolf-call-id']);
      for (const loss of call.losses) assert.ok(loss.path.length > 0 && loss.why.length > 0);
    });
  }
});

describe('relayed to Anthropic', () => {
  // Thinking of a model that does not sign it; Anthropic refuses it.
  const hasForeignThinking = (bytes: Buffer) => bytes.includes('"signature":""');

  for (const { name, bytes } of requests.filter((request) => !hasForeignThinking(request.bytes))) {
    test(`${name}, byte for byte but for the model`, async () => {
      const { sent, expected } = await relay(bytes);
      assert.equal(sent, expected);
    });
  }

  for (const { name, bytes } of requests.filter((request) => hasForeignThinking(request.bytes))) {
    test(`${name}, without thinking that nobody signed`, async () => {
      const { sent, expected } = await relay(bytes);
      assert.ok(expected.includes('"type":"thinking"'));
      assert.ok(!sent.includes('"type":"thinking"'));
      const { messages, ...others } = JSON.parse(sent);
      const { messages: expectedMessages, ...expectedOthers } = JSON.parse(expected);
      assert.deepEqual(others, expectedOthers);
      assert.equal(messages.length, expectedMessages.length);
    });
  }
});

/** What Anthropic got of that request, and what the client sent but for the model. */
async function relay(bytes: Buffer): Promise<{ sent: string; expected: string }> {
  anthropic.play(anthropicAnswer());
  const model = JSON.stringify(JSON.parse(bytes.toString()).model);
  const pinned = bytes.toString().replace(`"model":${model}`, '"model":"ant:claude-up"');
  const reply = await redwolf.send(PATH, { body: pinned });
  assert.equal(reply.status, 200, reply.text);
  const expected = pinned.replace('"model":"ant:claude-up"', '"model":"claude-up"');
  return { sent: anthropic.requests[0]?.raw.toString() ?? '', expected };
}
