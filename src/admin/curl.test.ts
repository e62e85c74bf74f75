import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { tellCurl, tryCurl } from '../../test/support/shell.ts';
import { curlCommand } from './curl.ts';

const REQUEST = {
  method: 'POST',
  url: 'http://127.0.0.1:8000/v1/messages',
  headers: { accept: '*/*', 'content-type': 'application/json' },
  secrets: { authorization: { before: 'Bearer ', variable: 'PLATFORM_KEY', hint: 'set it' } },
  body: Buffer.from('{"a":1}'),
};
const ENVIRONMENT = { PLATFORM_KEY: 'k $x `y` "z"' };

describe('the command', () => {
  test('sends method, address, headers, secret and body', () => {
    const { args, body } = tellCurl(curlCommand(REQUEST), ENVIRONMENT);
    assert.deepEqual(args, [
      '-sS',
      REQUEST.url,
      '-X',
      'POST',
      '-H',
      'accept: */*',
      '-H',
      'content-type: application/json',
      '-H',
      'authorization: Bearer k $x `y` "z"',
      '--data-binary',
      '@-',
    ]);
    assert.deepEqual(body, REQUEST.body);
  });

  test('shows a text as it is, and as base64 what a terminal would not take as it is', () => {
    const commandFor = (body: string | Buffer) => curlCommand({ ...REQUEST, body: Buffer.from(body) });
    assert.match(commandFor(`{"it's":\n"退款"}`), /^printf '%s' '\{"it'\\''s":\n"退款"\}' \|\n {2}curl -sS/);
    for (const body of ['a\tb', 'a\0b', '\u001b[0m', 'a\r\n', '\u009b', Buffer.from([0xff, 0xfe])]) {
      assert.match(commandFor(body), /^printf '%s' '[A-Za-z0-9+/=\n]*' \|\n {2}base64 -d \|\n {2}curl -sS/);
    }
  });

  test('takes nothing in a body for its own, whatever that holds', () => {
    const shellish = fc.constantFrom(
      "'",
      '"',
      '\\',
      '$',
      '`',
      '\n',
      '!',
      '$(touch x)',
      "'; touch x; '",
      '%s',
      '-n',
      'EOF',
      '\0',
      'é',
    );
    const anyText = fc
      .array(fc.oneof(shellish, fc.string({ unit: 'binary' })), { maxLength: 12 })
      .map((parts) => parts.join(''));
    const anyBody = fc.oneof(
      anyText.map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    );
    const anyValue = fc.stringMatching(/^[ -~]{0,20}$/).map((text) => text.trim());
    fc.assert(
      fc.property(anyBody, anyValue, fc.stringMatching(/^[!#$%&'*+.^_`|~a-z-]{1,9}$/), (body, value, name) => {
        const command = curlCommand({ ...REQUEST, headers: { [name]: value }, body });
        const told = tellCurl(command, ENVIRONMENT);
        assert.deepEqual(told.body, body);
        assert.equal(told.args[5], value === '' ? `${name};` : `${name}: ${value}`);
        assert.equal(told.args.length, 10);
      }),
      { numRuns: 40 },
    );
  });

  test('fails with a hint where the secret is not given', () => {
    const { status, stderr } = tryCurl(curlCommand(REQUEST));
    assert.notEqual(status, 0);
    assert.match(stderr, /PLATFORM_KEY: set it/);
  });
});
