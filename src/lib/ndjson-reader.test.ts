import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NdjsonReader } from './ndjson-reader.ts';

function read(...pieces: readonly (string | Buffer)[]): string[] {
  const lines: string[] = [];
  const reader = new NdjsonReader((line) => lines.push(line));
  for (const piece of pieces) reader.push(Buffer.from(piece));
  reader.end();
  return lines;
}

describe('NdjsonReader', () => {
  it('gives one line after the other', () => assert.deepEqual(read('{"a":1}\n{"b":2}\n'), ['{"a":1}', '{"b":2}']));

  it('takes CRLF, blank lines, and a last line without its end', () =>
    assert.deepEqual(read('1\r\n\r\n  \n2\n\n3'), ['1', '2', '3']));

  it('ignores a byte order mark at the beginning alone', () =>
    assert.deepEqual(read('\ufeff1\n"\ufeff"'), ['1', '"\u00ef\u00bb\u00bf"']));

  it('gives wire text', () => assert.deepEqual(read('"é"'), ['"\u00c3\u00a9"']));

  it('gives the same however the bytes are cut', () => {
    const bytes = Buffer.from('\ufeff{"text":"想 👋"}\r\n\n{"b":2}\n3');
    const whole = read(bytes);
    assert.equal(whole.length, 3);
    for (let at = 0; at <= bytes.length; at++)
      assert.deepEqual(read(bytes.subarray(0, at), bytes.subarray(at)), whole, `cut at ${at}`);
    assert.deepEqual(read(...[...bytes].map((byte) => Buffer.from([byte]))), whole);
  });

  it('knows whether it is inside of a line', () => {
    const reader = new NdjsonReader(() => {});
    assert.equal(reader.isBetweenEvents, true);
    reader.push(Buffer.from('{'));
    assert.equal(reader.isBetweenEvents, false);
    reader.push(Buffer.from('}\n'));
    assert.equal(reader.isBetweenEvents, true);
  });

  it('refuses a line without end', () => {
    const reader = new NdjsonReader(() => {});
    const piece = Buffer.alloc(16 * 1024 * 1024, 'x');
    reader.push(piece);
    reader.push(piece);
    assert.throws(() => reader.push(piece), RangeError);
  });
});
