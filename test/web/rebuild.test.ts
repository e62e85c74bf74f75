import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { readBody, wholeOf } from '../../web/src/pages/call/reading/body.ts';
import { wordsOf } from '../../web/src/pages/call/reading/parts.ts';
import { rebuildReply } from '../../web/src/pages/call/reading/rebuild.ts';
import { readReply } from '../../web/src/pages/call/reading/reply.ts';

const FIXTURES = new URL('../fixtures/', import.meta.url);
const PROTOCOLS = ['anthropic-messages', 'openai-chat', 'openai-responses', 'ollama-chat'];

function streamOf(path: string): unknown {
  return wholeOf(readBody(readFileSync(new URL(`${path}.stream.txt`, FIXTURES), 'utf8')));
}

function replyOf(path: string) {
  const reply = readReply(streamOf(path));
  assert.ok(reply, path);
  return reply;
}

function toolsOf(path: string): readonly unknown[] {
  return replyOf(path).parts.flatMap((part) => (part.kind === 'tool-call' ? [[part.id, part.name, part.input]] : []));
}

describe('a reply from its stream', () => {
  it('says what was said, in each protocol', () => {
    assert.equal(wordsOf(replyOf('openai-responses/text').parts), 'Hi! 你好 👋');
    assert.equal(replyOf('openai-responses/text').stop, 'completed');
    assert.ok(wordsOf(replyOf('anthropic-messages/text').parts).length > 0);
    assert.equal(replyOf('anthropic-messages/text').stop, 'end_turn');
    assert.ok(wordsOf(replyOf('openai-chat/text').parts).length > 0);
    assert.equal(replyOf('openai-chat/text').stop, 'stop');
    assert.ok(wordsOf(replyOf('ollama-chat/text').parts).length > 0);
  });

  it('has the calls of tools with their whole arguments', () => {
    assert.deepEqual(toolsOf('openai-chat/tools')[0], [
      'call_DdmO9pD3xa9XTPNJ32zg2hcA',
      'get_weather',
      { location: 'Bogotá' },
    ]);
    assert.deepEqual(toolsOf('ollama-chat/thinking-and-tools')[0], [
      'call_a1b2c3d4',
      'get_weather',
      { city: 'Zürich', days: [1, null] },
    ]);
    for (const path of [
      'anthropic-messages/tools',
      'anthropic-messages/web-search',
      'openai-responses/hosted-and-custom',
    ]) {
      assert.ok(toolsOf(path).length > 0, path);
      for (const call of toolsOf(path)) assert.ok(Array.isArray(call) && call[2] !== undefined, path);
    }
  });

  it('keeps calls apart that share an index, or have none', () => {
    assert.equal(toolsOf('openai-chat/ollama-same-index').length, 2);
    assert.ok(toolsOf('openai-chat/gemini-no-index').length >= 1);
    assert.equal(toolsOf('openai-chat/interleaved-tools').length, 2);
  });

  it('has the thinking', () => {
    const paths = ['anthropic-messages/thinking', 'openai-chat/reasoning', 'openai-responses/reasoning'];
    for (const path of paths) {
      const [first] = replyOf(path).parts;
      assert.equal(first?.kind, 'thinking', path);
      assert.ok(first.text.length > 0, path);
    }
  });

  it('says the error of a stream that broke', () => {
    const paths = ['anthropic-messages/error-in-the-middle', 'openai-chat/error-chunk', 'ollama-chat/error'];
    for (const path of [...paths, 'openai-responses/error-event', 'openai-responses/failed']) {
      assert.notEqual(replyOf(path).error, '', path);
    }
  });

  it('is read of every recorded stream, cut or not', () => {
    for (const protocol of PROTOCOLS) {
      for (const name of readdirSync(new URL(protocol, FIXTURES)).filter((file) => file.endsWith('.stream.txt'))) {
        replyOf(`${protocol}/${name.replace('.stream.txt', '')}`);
      }
    }
  });

  it('is put together where the last event of a Responses stream lists nothing', () => {
    const whole = rebuildReply([
      { type: 'response.created', response: { id: 'r', output: [] } },
      { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: 'a' },
      { type: 'response.output_text.delta', output_index: 0, content_index: 0, delta: 'b' },
    ]);
    assert.equal(wordsOf(readReply(whole)?.parts ?? []), 'ab');
  });

  it('throws at nothing', () => {
    const type = fc.constantFrom(
      'message_start',
      'content_block_start',
      'content_block_delta',
      'message_delta',
      'response.output_item.added',
      'response.output_text.delta',
      'error',
    );
    const odd = fc.jsonValue({ maxDepth: 3 });
    const event = fc.record(
      { type, index: odd, delta: odd, content_block: odd, message: odd, choices: odd, output_index: odd, item: odd },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(event, odd), { maxLength: 6 }), (events) => {
        readReply(rebuildReply(events));
        readBody(events.map((one) => `data: ${JSON.stringify(one)}`).join('\n\n'));
      }),
      { numRuns: 300 },
    );
  });
});

describe('a body', () => {
  it('is what its text is, whatever its type says', () => {
    assert.equal(readBody('{"a":1}', 'text/event-stream').kind, 'json');
    assert.equal(readBody('data: {"a":1}\n\n', 'application/json').kind, 'events');
    assert.equal(readBody('{"a":1}\n{"a":2}\n{"a"', '').kind, 'events');
    assert.equal(readBody('Bad gateway', 'application/json').kind, 'text');
    assert.equal(readBody('{"a":', '').kind, 'text');
    assert.equal(readBody('', 'text/event-stream').kind, 'text');
  });

  it('has events with their names, their lines joined', () => {
    const body = readBody(': hello\n\nevent: a\r\ndata: {"x":\r\ndata: 1}\r\n\r\ndata: [DONE]\n\n');
    assert.deepEqual(body.kind === 'events' && body.events, [
      { name: 'a', data: '{"x":\n1}', value: { x: 1 } },
      { name: '', data: '[DONE]', value: undefined },
    ]);
  });
});
