import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { claudeCodeRequests, type Fixture, fixtures } from '../../test/fixtures/fixtures.ts';
import { CLIENT_CODECS } from '../../test/support/client-codecs.ts';
import { isObject, type Json, type JsonObject } from '../lib/json.ts';
import type { ClientContext, Codec, EncodeTarget } from './codec.ts';
import { CODECS } from './index.ts';

/** A platform without any oddity. */
function targetFor(model: string): EncodeTarget {
  const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh'];
  return { model, origin: 'platform', quirks: { systemAnywhere: true, efforts } };
}

function parse(bytes: Buffer): JsonObject {
  const json: unknown = JSON.parse(bytes.toString('utf8'));
  assert.ok(isObject(json));
  return json;
}

function again(codec: Codec, bytes: Buffer): { body: JsonObject; losses: readonly { path: string }[] } {
  const turn = codec.decodeRequest(bytes);
  const encoded = codec.encodeRequest(turn, targetFor(turn.model));
  return { body: parse(encoded.body.whole()), losses: encoded.losses };
}

function assertSame(codec: Codec, bytes: Buffer): void {
  const { id: protocol } = codec;
  const expected = parse(bytes);
  const { body } = again(codec, bytes);
  // Without it no stream could be accounted for, so the encoder always asks for the usage.
  if (protocol === 'openai-chat' && expected['stream'] === true) {
    const options = isObject(expected['stream_options']) ? expected['stream_options'] : {};
    expected['stream_options'] = { ...options, include_usage: true };
  }
  // Anthropic demands it.
  if (protocol === 'anthropic-messages') expected['max_tokens'] ??= 8192;
  assert.deepEqual(body, expected);
}

function describeFixtures(codec: Codec, all: readonly Fixture[]): void {
  describe(`${codec.id}: a request that is decoded and encoded again`, () => {
    for (const { name, bytes } of all) it(`stays the same: ${name}`, () => assertSame(codec, bytes));
  });
}

function describeLosses(codec: Codec, all: readonly Fixture[]): void {
  describe(`${codec.id}: a request of its own protocol`, () => {
    for (const { name, bytes } of all) {
      it(`loses nothing: ${name}`, () => assert.deepEqual(again(codec, bytes).losses, []));
    }
  });
}

for (const codec of CLIENT_CODECS) {
  const { id: protocol } = codec;
  const recorded = protocol === 'anthropic-messages' ? claudeCodeRequests() : [];
  const all = [...fixtures(protocol, '.request.json'), ...recorded];
  describeFixtures(codec, all);
  // A chat request that is written anew for its own protocol keeps a few fields that its encoder also counts as lost.
  if (protocol !== 'openai-chat') describeLosses(codec, all);
}

const word = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.constantFrom('é\u00a0', '想', '👋', '\u0085'));
const text = fc.tuple(fc.constantFrom('a', '你'), word).map((parts) => parts.join(''));
const id = fc.stringMatching(/^[a-zA-Z0-9_-]{12,30}$/).filter((value) => !value.startsWith('rwt-'));
const name = fc.stringMatching(/^[a-zA-Z0-9_]{1,20}$/).filter((value) => value !== '__proto__');
const json: fc.Arbitrary<Json> = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.parse(JSON.stringify(value)));
const object = fc.dictionary(name, json, { maxKeys: 3 });
const unknown = fc.dictionary(
  name.map((key) => `x_${key}`),
  json.filter((value) => value !== null),
  { maxKeys: 2 },
);

function some(fields: Record<string, fc.Arbitrary<unknown>>, required: string[]): fc.Arbitrary<JsonObject> {
  const record = fc.record(fields, { requiredKeys: required });
  return fc.tuple(record, unknown).map(([known, others]) => JSON.parse(JSON.stringify({ ...known, ...others })));
}

const blockText = some({ type: fc.constant('text'), text, cache_control: object }, ['type', 'text']);
const blockImage = fc.record({
  type: fc.constant('image'),
  source: fc.record({ type: fc.constant('base64'), media_type: fc.constant('image/png'), data: id }),
});
const blockCall = some({ type: fc.constant('tool_use'), id, name, input: object }, ['type', 'id', 'name', 'input']);
const blockResult = some(
  {
    type: fc.constant('tool_result'),
    tool_use_id: id,
    content: fc.oneof(text, fc.array(fc.oneof(blockText, blockImage), { maxLength: 2 })),
    is_error: fc.boolean(),
  },
  ['type', 'tool_use_id'],
);
const blockThinking = some({ type: fc.constant('thinking'), thinking: text, signature: id }, [
  'type',
  'thinking',
  'signature',
]);
const blockUnknown = fc.tuple(name, object).map(([type, fields]) => ({ ...fields, type: `new_${type}` }));
const block = fc.oneof(blockText, blockImage, blockCall, blockResult, blockThinking, blockUnknown);
const message = some(
  {
    role: fc.constantFrom('user', 'assistant', 'system'),
    content: fc.oneof(text, fc.array(block, { minLength: 1, maxLength: 4 })),
  },
  ['role', 'content'],
);
const anthropicRequest = some(
  {
    model: name,
    max_tokens: fc.nat(),
    messages: fc.array(message, { minLength: 1, maxLength: 4 }),
    system: fc.oneof(fc.string(), fc.array(blockText, { minLength: 1, maxLength: 3 })),
    temperature: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0),
    top_k: fc.nat(),
    stop_sequences: fc.array(text, { maxLength: 2 }),
    stream: fc.boolean(),
    tools: fc.array(some({ name, description: text, input_schema: object, strict: fc.boolean() }, ['name']), {
      maxLength: 2,
    }),
    thinking: some({ type: fc.constant('enabled'), budget_tokens: fc.nat() }, ['type', 'budget_tokens']),
  },
  ['model', 'max_tokens', 'messages'],
);

const part = fc.oneof(
  fc.record({ type: fc.constant('text'), text }),
  fc.record({ type: fc.constant('image_url'), image_url: some({ url: fc.webUrl() }, ['url']) }),
  fc.tuple(name, object).map(([type, fields]) => ({ ...fields, type: `new_${type}` })),
);
const chatUser = some(
  { role: fc.constantFrom('user'), content: fc.oneof(text, fc.array(part, { minLength: 1, maxLength: 3 })) },
  ['role', 'content'],
);
const chatSystem = fc.record({ role: fc.constantFrom('system', 'developer'), content: text });
/** An assistant's message with the answers to its calls. */
const chatAssistant = fc
  .tuple(fc.option(text), fc.uniqueArray(id, { maxLength: 3 }), name, json, text)
  .map(([content, ids, called, args, result]): JsonObject[] => {
    const calls = ids.map((call) => ({
      id: call,
      type: 'function',
      function: { name: called, arguments: JSON.stringify(args) },
    }));
    const answers = ids.map((call) => ({ role: 'tool', tool_call_id: call, content: result }));
    if (calls.length === 0) return [{ role: 'assistant', content: content ?? result }];
    return [{ role: 'assistant', content, tool_calls: calls }, ...answers];
  });
const chatRequest = fc
  .tuple(
    some(
      {
        model: name,
        max_tokens: fc.nat(),
        temperature: fc.double({ min: 0, max: 2, noNaN: true }).map((value) => value + 0),
        stop: fc.oneof(text, fc.array(text, { maxLength: 2 })),
        reasoning_effort: fc.constantFrom('minimal', 'low', 'medium', 'high'),
        stream: fc.boolean(),
      },
      ['model'],
    ),
    fc.array(chatSystem, { maxLength: 2 }),
    fc.array(
      fc.oneof(
        chatUser.map((one) => [one]),
        chatAssistant,
      ),
      { minLength: 1, maxLength: 4 },
    ),
  )
  .map(([fields, system, turns]) => ({ ...fields, messages: [...system, ...turns.flat()] }));

const inputPart = fc.oneof(
  fc.record({ type: fc.constantFrom('input_text', 'output_text'), text }),
  fc.record({ type: fc.constant('refusal'), refusal: text }),
  some({ type: fc.constant('input_image'), image_url: fc.webUrl(), detail: fc.constantFrom('auto', 'high') }, ['type']),
  some({ type: fc.constant('input_file'), filename: name, file_data: id, file_url: fc.webUrl() }, ['type']),
  fc.tuple(name, object).map(([type, fields]) => ({ ...fields, type: `new_${type}` })),
);
const inputContent = fc.oneof(text, fc.array(inputPart, { maxLength: 3 }));
const callFields = { call_id: id, name, namespace: name, id };
const item = fc.oneof(
  some(
    { type: fc.constant('message'), role: fc.constantFrom('user', 'assistant', 'developer'), content: inputContent },
    ['role', 'content'],
  ),
  some({ type: fc.constant('function_call'), ...callFields, arguments: text }, [
    'type',
    'call_id',
    'name',
    'arguments',
  ]),
  some({ type: fc.constant('custom_tool_call'), ...callFields, input: text }, ['type', 'call_id', 'name', 'input']),
  some(
    { type: fc.constantFrom('function_call_output', 'custom_tool_call_output'), call_id: id, output: inputContent },
    ['type', 'call_id', 'output'],
  ),
  some({ type: fc.constant('reasoning'), id, summary: fc.array(object, { maxLength: 2 }), encrypted_content: text }, [
    'type',
  ]),
  fc.tuple(name, object).map(([type, fields]) => ({ ...fields, type: `new_${type}` })),
);
const responsesTool = fc.oneof(
  some({ type: fc.constant('function'), name, description: text, parameters: object, strict: fc.boolean() }, [
    'type',
    'name',
  ]),
  some({ type: fc.constant('custom'), name, format: object }, ['type', 'name']),
  fc.tuple(name, object).map(([type, fields]) => ({ ...fields, type: `new_${type}` })),
);
const namespaceTool = fc
  .tuple(
    name,
    fc.array(some({ type: fc.constantFrom('function', 'custom'), name }, ['type', 'name']), { maxLength: 3 }),
  )
  .map(([namespace, tools]) => ({ type: 'namespace', name: namespace, tools }));
const responsesRequest = some(
  {
    model: name,
    input: fc.oneof(text, fc.array(item, { minLength: 1, maxLength: 6 })),
    instructions: fc.string(),
    max_output_tokens: fc.nat(),
    temperature: fc.double({ min: 0, max: 2, noNaN: true }).map((value) => value + 0),
    reasoning: some({ effort: fc.constantFrom('low', 'high'), summary: text }, []),
    text: fc.record({ format: some({ type: fc.constant('json_schema'), name, schema: object }, ['type']) }),
    tools: fc.array(fc.oneof(responsesTool, namespaceTool), { maxLength: 4 }),
    tool_choice: fc.oneof(fc.constantFrom('auto', 'required'), fc.record({ type: fc.constant('function'), name })),
    stream: fc.boolean(),
    store: fc.boolean(),
  },
  ['model', 'input'],
);

describe('any request that is decoded and encoded again', () => {
  it('stays the same: anthropic-messages', () => {
    fc.assert(
      fc.property(anthropicRequest, (request) =>
        assertSame(CODECS['anthropic-messages'], Buffer.from(JSON.stringify(request))),
      ),
      { numRuns: 300 },
    );
  });

  it('stays the same: openai-chat', () => {
    fc.assert(
      fc.property(chatRequest, (request) => assertSame(CODECS['openai-chat'], Buffer.from(JSON.stringify(request)))),
      { numRuns: 300 },
    );
  });

  it('stays the same: openai-responses', () => {
    fc.assert(
      fc.property(responsesRequest, (request) =>
        assertSame(CODECS['openai-responses'], Buffer.from(JSON.stringify(request))),
      ),
      { numRuns: 300 },
    );
  });
});

describe('a reply that is decoded and encoded again', () => {
  for (const codec of CLIENT_CODECS) {
    for (const { name: fixture, bytes } of fixtures(codec.id, '.reply.json')) {
      it(`stays the same: ${codec.id} ${fixture}`, () => {
        const expected = parse(bytes);
        const context: ClientContext = {
          messageId: String(expected['id']),
          model: String(expected['model']),
          estimatedInputTokens: 0,
          createdAt: Number(expected['created'] ?? expected['created_at']),
          includeUsage: true,
        };
        const reply = codec.decodeReply(bytes, { origin: 'platform', toolNames: new Map() });
        assert.deepEqual(parse(codec.encodeReply(reply, context)), expected);
      });
    }
  }
});
