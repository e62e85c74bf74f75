import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wireText } from '../lib/wire-text.ts';
import { parseRequest } from './parse-request.ts';

describe('parseRequest', () => {
  it('gives an object whose strings are wire text', () => {
    assert.deepEqual(parseRequest(Buffer.from('{"你":"\\u597d"}')), { [wireText('你')]: wireText('好') });
  });

  for (const body of ['[]', 'null', '"{}"', '5']) {
    it(`refuses what is no object: ${body}`, () => {
      assert.throws(() => parseRequest(Buffer.from(body)), {
        kind: 'invalid_request',
        message: /must be a JSON object/,
      });
    });
  }

  it('refuses what is no UTF-8', () => {
    const body = Buffer.from('{"a":"\u00e9"}', 'latin1');
    assert.throws(() => parseRequest(body), { kind: 'invalid_request', status: 400, message: /not valid UTF-8/ });
  });

  for (const body of ['{"a":}', '{"a":"你好"', '{"a":"你好" x}', '{"\\u4f60":好}', '']) {
    it(`says in plain text what is wrong with ${JSON.stringify(body)}`, () => {
      let expected = '';
      try {
        JSON.parse(body);
      } catch (error) {
        if (error instanceof SyntaxError) expected = error.message;
      }
      assert.notEqual(expected, '');
      const message = `the request body is not valid JSON: ${expected}`;
      assert.throws(() => parseRequest(Buffer.from(body)), { kind: 'invalid_request', status: 400, message });
    });
  }
});
