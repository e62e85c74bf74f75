import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Redactor } from './redact.ts';

function redact(body: string | Buffer, patterns: string[], secrets: string[] = []): string {
  return new Redactor(patterns).bytes(Buffer.from(body), secrets).toString();
}

test('secrets are taken out, also as JSON writes them, and the longest first', () => {
  assert.equal(redact('{"a":"sk-12345 sk-1234567"}', [], ['sk-12345', 'sk-1234567']), '{"a":"[secret] [secret]"}');
  assert.equal(redact(JSON.stringify({ a: 'p"w\\d' }), [], ['p"w\\d']), '{"a":"[secret]"}');
});

test('patterns are taken out everywhere, also beside text that is not ASCII', () => {
  assert.equal(redact('号码 4000-1234，4000-9999', ['\\d{4}-\\d{4}', '号码']), '[redacted] [redacted]，[redacted]');
});

test('what holds nothing of the kind is the same buffer, and bytes that are no UTF-8 stay as they are', () => {
  const body = Buffer.from([0xff, 0x41, 0x00, 0xfe]);
  assert.equal(new Redactor(['x+']).bytes(body, ['secret']), body);
  assert.deepEqual(new Redactor(['A']).bytes(body, []), Buffer.from('\xff[redacted]\x00\xfe', 'latin1'));
});
