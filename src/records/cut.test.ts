import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { cutBody } from './cut.ts';

const LONG = 'x'.repeat(600);

function cut(body: string): string[] {
  return cutBody(Buffer.from(body)).map(String);
}

function message(text: string): object {
  return { role: 'user', content: [{ type: 'text', text }] };
}

describe('blocks joined are the body', () => {
  test('whatever it is', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2_000 }), (bytes) => isWhole(Buffer.from(bytes))));
  });

  test('of any JSON, with any white space', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(0, 1, '\t'), (json, indent) => {
        isWhole(Buffer.from(JSON.stringify({ messages: [JSON.parse(json)], a: JSON.parse(json) }, null, indent)));
      }),
    );
  });

  test('of JSON that ends anywhere', () => {
    const body = Buffer.from(JSON.stringify({ messages: [message(LONG), message('ü"\\')], tools: [] }));
    for (let end = 0; end <= body.length; end++) isWhole(body.subarray(0, end));
  });

  test('of a stream, in large ones', () => {
    const body = Buffer.alloc(150_000, 'data: {}\n\n');
    isWhole(body);
    assert.deepEqual(
      cutBody(body).map(({ length }) => length),
      [65_536, 65_536, 18_928],
    );
  });
});

function isWhole(body: Buffer): void {
  const blocks = cutBody(body);
  assert.deepEqual(Buffer.concat(blocks), body);
  assert.ok(blocks.every(({ length }) => length > 0));
}

describe('a block', () => {
  test('is a message, however small, with what stands before it', () => {
    assert.deepEqual(cut('{"model":"m","messages":[{"role":"user"}, {"role":"assistant"} ],"system":[{"a":1}]}'), [
      '{"model":"m","messages":[',
      '{"role":"user"}',
      ', {"role":"assistant"}',
      ' ],"system":[',
      '{"a":1}',
      ']}',
    ]);
  });

  test('is a content block, unless it is small: then it is joined to the next one of its message', () => {
    const content = [{ a: 1 }, { b: LONG }, { c: 1 }, { d: 1 }];
    const [, ...blocks] = cut(JSON.stringify({ messages: [{ content }, { content: [{ e: 1 }] }] }));
    assert.deepEqual(blocks, [
      `{"content":[{"a":1},{"b":"${LONG}"}`,
      ',{"c":1},{"d":1}]}',
      ',{"content":[{"e":1}]}',
      ']}',
    ]);
  });

  test('is a long field of its own', () => {
    assert.deepEqual(cut(`{"instructions":"${LONG}","model":"m"}`), [`{"instructions":"${LONG}"`, ',"model":"m"}']);
  });

  test('is the same wherever it stands, as a long body is read in pieces of 64 KiB', () => {
    const small = [{ a: 'é"\\', n: -12.5e3, t: true }, { b: [1] }];
    for (let before = 65_460; before < 65_540; before++) {
      const [, ...blocks] = cut(JSON.stringify({ messages: [{ long: 'x'.repeat(before) }, ...small] })).slice(1);
      assert.deepEqual(blocks, [...small.map((message) => `,${JSON.stringify(message)}`), ']}'], String(before));
    }
  });

  test('is no number of a long list', () => {
    const body = JSON.stringify({ input: Array.from({ length: 100_000 }, (_, index) => index) });
    assert.ok(cut(body).length < 1_300);
  });
});

test('a list of more elements than are worth a block is cut like text', () => {
  const body = Buffer.from(JSON.stringify({ messages: Array.from({ length: 60_000 }, () => ({})) }));
  assert.equal(cutBody(body).length, Math.ceil(body.length / 65_536));
});

test('what a conversation has said stays in the same blocks when it goes on', () => {
  const texts = fc.array(fc.string({ maxLength: 1_500 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(texts, fc.string({ maxLength: 900 }), fc.string(), (said, next, model) => {
      const tools = [{ name: LONG }, { name: 'b' }];
      const before = cut(JSON.stringify({ model: 'm', messages: said.map(message), tools, stream: true }));
      const after = cut(JSON.stringify({ model, messages: [...said, next].map(message), tools, stream: true }));
      const news = after.filter((block) => !before.includes(block));
      // The new message in at most two blocks, and the head if the model is another.
      assert.ok(news.length <= 3, news.join('\n'));
    }),
  );
});
