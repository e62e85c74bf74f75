import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Body } from '../lib/body.ts';
import { readHead } from './read-head.ts';

const read = (body: string) => readHead(Body.of(Buffer.from(body)));

describe('readHead', () => {
  it('reads the model and whether a stream is wanted', () => {
    const head = read('{"messages":[{}],"model":"模型","stream":true}');
    assert.equal(head.model, '模型');
    assert.equal(head.stream, true);
    assert.deepEqual([...head.spans.fields.keys()], ['messages', 'model', 'stream']);
  });

  for (const stream of ['false', 'null', '"true"', '1']) {
    it(`takes no other value for a wish: ${stream}`, () => {
      assert.equal(read(`{"model":"m","messages":[{}],"stream":${stream}}`).stream, false);
    });
  }

  it('takes a request without a model', () => {
    assert.equal(read('{"messages":[{}]}').model, '');
  });

  it('looks at the top level only', () => {
    const head = read('{"messages":[{"model":"x","stream":true}],"metadata":{"model":"y"}}');
    assert.equal(head.model, '');
    assert.equal(head.stream, false);
  });

  it('finds a sought string', () => {
    const body = '{"messages":[{"signature":""}]}';
    const head = readHead(Body.of(Buffer.from(body)), Buffer.from('"signature"'));
    assert.deepEqual(head.spans.found, [body.indexOf(':""')]);
  });
});

const REFUSED: readonly (readonly [string, RegExp])[] = [
  ['', /not valid JSON: the body is not a JSON object/],
  ['[]', /not a JSON object/],
  ['{"messages":[{}]', /not valid JSON: unexpected the end/],
  ['{"messages":[{}],"model":"\\x"}', /not valid JSON/],
  ['{"messages":[{}],"stream":"\\x"}', /not valid JSON/],
  ['{"model":"m"}', /^messages: required/],
  ['{"messages":null}', /^messages: must be a list/],
  ['{"messages":"[]"}', /^messages: must be a list/],
  ['{"messages":{}}', /^messages: must be a list/],
  ['{"messages":[]}', /^messages: at least one/],
  [`{"messages":[${' '.repeat(200)}\n]}`, /^messages: at least one/],
  ['{"model":"a","messages":[{}],"m\\u006fdel":"b"}', /^model: given twice/],
  ['{"messages":[{}],"model":null}', /^model: must be a string/],
  ['{"messages":[{}],"model":5}', /^model: must be a string/],
];

describe('readHead refuses', () => {
  for (const [body, message] of REFUSED) {
    it(body.slice(0, 40), () => {
      assert.throws(() => read(body), { name: 'Fault', kind: 'invalid_request', status: 400, message });
    });
  }
});
