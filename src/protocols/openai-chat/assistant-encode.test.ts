import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chatFaults, chatMessages, chatTarget, PLATFORM, toChat } from '../../../test/support/encode-chat.ts';
import { assistant, image, PNG, text, toolResult, toolUse, user } from '../../../test/support/request-parts.ts';
import type { JsonObject } from '../../lib/json.ts';
import { signOrigin } from '../../turn/thinking-origin.ts';
import { clientToolId } from '../../turn/tool-id.ts';

const ID = 'call_DdmO9pD3xa9XTPNJ32zg2hcA';
const thinking = (words: string, signature: string) => ({ type: 'thinking', thinking: words, signature });
const ours = (words: string, field: string, details?: JsonObject[], platform = PLATFORM) =>
  thinking(words, signOrigin({ platform, field, ...(details !== undefined && { details }) }));

/** The assistant's message that becomes of these blocks, with a result for each call. */
function encode(blocks: readonly object[], quirks = {}) {
  const results = blocks
    .filter((block) => 'id' in block)
    .map((block) => toolResult(String(Reflect.get(block, 'id')), 'ok'));
  const messages = [user('q'), assistant(blocks), user(results.length > 0 ? results : 'next')];
  const { body, losses } = toChat({ messages }, chatTarget(quirks));
  assert.deepEqual(chatFaults(body), []);
  return { message: body.messages?.[1], results: body.messages?.slice(2), losses };
}

describe("an assistant's message", () => {
  it('has its text as one string', () => {
    assert.deepEqual(encode([text('a'), text(''), text('b')]).message, { role: 'assistant', content: 'a\n\nb' });
  });

  it('has all calls of the turn, and null for no text', () => {
    const { message } = encode([toolUse(ID, 'f', { x: 1 }), toolUse(`${ID}2`, 'g')]);
    assert.deepEqual(message, {
      role: 'assistant',
      content: null,
      tool_calls: [
        { id: ID, type: 'function', function: { name: 'f', arguments: '{"x":1}' } },
        { id: `${ID}2`, type: 'function', function: { name: 'g', arguments: '{}' } },
      ],
    });
  });

  it('is left out if there is nothing to say', () => {
    const messages = chatMessages([user('q'), assistant([thinking('hm', 'sig')]), user('next')]);
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['user', 'user'],
    );
  });

  it('can only be text, and names what is lost', () => {
    const { message, losses } = encode([text('a'), image(PNG)]);
    assert.equal(message?.content, 'a');
    assert.deepEqual(losses, ['messages[].content[]']);
  });

  it('carries input that the client could not read, as it noted it', () => {
    const input = { __unparsedToolInput: { raw: '{"a":', len: 5 } };
    assert.equal(
      encode([toolUse(ID, 'f', input)]).message?.tool_calls?.[0]?.function?.arguments,
      JSON.stringify(input),
    );
  });
});

describe('ids of tool calls', () => {
  /** The ids of the calls, and those of the results: they have to be the same. */
  function ids(sent: readonly string[], quirks = {}): (string | undefined)[] {
    const turns = sent.flatMap((id) => [assistant([toolUse(id, 'f')]), user([toolResult(id, 'ok')])]);
    const { body } = toChat({ messages: [user('q'), ...turns] }, chatTarget(quirks));
    assert.deepEqual(chatFaults(body), []);
    const calls = (body.messages ?? []).flatMap(({ tool_calls: list }) => (list ?? []).map(({ id }) => id));
    const results = (body.messages ?? []).flatMap(({ tool_call_id: id }) => id ?? []);
    assert.deepEqual(results, calls);
    return calls;
  }

  it("are the platform's own again", () => {
    assert.deepEqual(ids([clientToolId({ id: 'functions.read:0' }), ID]), ['functions.read:0', ID]);
  });

  it("stay the client's where the platform numbers its calls anew in each reply", () => {
    const [first, second, third] = [0, 1, 2].map(() => clientToolId({ id: '0' }));
    assert.deepEqual(ids([first ?? '', second ?? '', third ?? '']), ['0', second, third]);
  });

  it('never meet, even if the client gave two calls one id', () => {
    const calls = ids([ID, ID, 'call_2', ID]);
    assert.equal(new Set(calls).size, 4);
    assert.equal(calls[0], ID);
  });

  it('never meet inside of one message either', () => {
    const { message, results } = encode([toolUse(ID, 'f'), toolUse(ID, 'g')]);
    const calls = message?.tool_calls?.map(({ id }) => id) ?? [];
    assert.equal(new Set(calls).size, 2);
    assert.deepEqual(
      results?.map(({ tool_call_id: id }) => id),
      calls,
    );
  });

  it('are made up where the client gave none', () => {
    assert.deepEqual(ids(['', '']), ['call_0', 'call_1']);
    assert.deepEqual(ids(['call_1', '']), ['call_1', 'call_2']);
  });

  it('are as short as the platform wants them, and the same each time', () => {
    const long = `chatcmpl-tool-${'0123456789abcdef'.repeat(2)}`;
    const [short, kept] = ids([long, ID], { maxToolIdLength: 40 });
    assert.ok(short !== undefined && short.length <= 40);
    assert.equal(kept, ID);
    assert.deepEqual(ids([long, ID], { maxToolIdLength: 40 }), [short, kept]);
    assert.deepEqual(ids([long]), [long], 'only there');
  });
});

describe('vendor fields of a call', () => {
  const fields = { extra_content: { google: { thought_signature: 'AbC' } } };
  const id = (platform: string) => clientToolId({ id: 'function-call-1', vendor: { platform, fields } });

  it('go back to the platform that made them', () => {
    const { message, losses } = encodeVendor(id(PLATFORM));
    assert.deepEqual(message?.tool_calls, [
      { id: 'function-call-1', type: 'function', function: { name: 'f', arguments: '{}' }, ...fields },
    ]);
    assert.deepEqual(losses, []);
  });

  it('go to no other, and that is named', () => {
    const { message, losses } = encodeVendor(id('another'));
    assert.deepEqual(message?.tool_calls?.[0]?.['extra_content'], undefined);
    assert.deepEqual(losses, ['tool_calls[]']);
  });

  /** As `encode`, without asking a server that knows no vendor fields. */
  function encodeVendor(callId: string) {
    const messages = [user('q'), assistant([toolUse(callId, 'f')]), user([toolResult(callId, 'ok')])];
    const { body, losses } = toChat({ messages });
    return { message: body.messages?.[1], losses };
  }
});

describe('thinking in the conversation', () => {
  const CALL = toolUse(ID, 'f');
  const DETAILS = [{ type: 'reasoning.text', text: 'hm', signature: 's', index: 0 }];

  for (const field of ['reasoning_content', 'reasoning']) {
    it(`goes back to the platform that made it, in its field: ${field}`, () => {
      const { message, losses } = encode([ours('hm', field), CALL]);
      assert.equal(message?.[field], 'hm');
      assert.deepEqual(losses, []);
    });
  }

  it('goes back as the structure that it was', () => {
    const { message } = encode([ours('hm', 'reasoning_details', DETAILS), CALL]);
    assert.deepEqual(message?.reasoning_details, DETAILS);
    assert.equal(message?.reasoning_content, undefined);
  });

  it('goes back whole if it came in several blocks', () => {
    const { message } = encode([ours('a', 'reasoning_content'), text('t'), ours('b', 'reasoning_content'), CALL]);
    assert.equal(message?.reasoning_content, 'ab');
    const more = { type: 'reasoning.encrypted', data: 'x', index: 1 };
    const blocks = [ours('hm', 'reasoning_details', DETAILS), ours('', 'reasoning_details', [more]), CALL];
    assert.deepEqual(encode(blocks).message?.reasoning_details, [...DETAILS, more]);
  });

  it('does not go back without calls', () => {
    assert.deepEqual(encode([ours('hm', 'reasoning_content'), text('t')]).message, { role: 'assistant', content: 't' });
  });

  it('does not go back where it stood in the text', () => {
    assert.deepEqual(Object.keys(encode([ours('hm', ''), CALL]).message ?? {}), ['role', 'content', 'tool_calls']);
  });

  const FOREIGN: readonly (readonly [string, object])[] = [
    ['of another platform', ours('hm', 'reasoning_content', undefined, 'another')],
    ['of Claude', thinking('hm', 'EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pk=')],
    ['of nobody', thinking('hm', '')],
  ];
  for (const [name, block] of FOREIGN) {
    it(`stays away from this platform: ${name}`, () => {
      const { message, losses } = encode([block, text('t'), CALL]);
      assert.doesNotMatch(JSON.stringify(message), /hm|EqQB|rw1/);
      assert.deepEqual(losses, ['messages[].content[]']);
    });
  }

  it('stays away even if it is hidden', () => {
    const { message, losses } = encode([{ type: 'redacted_thinking', data: 'BLOB' }, text('t')]);
    assert.deepEqual(message, { role: 'assistant', content: 't' });
    assert.deepEqual(losses, ['messages[].content[]']);
  });
});
