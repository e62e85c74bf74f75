import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SseFilter } from './sse-filter.ts';
import { SseReader } from './sse-reader.ts';

/** Passes on what has no `drop` in its data. */
function filter(pieces: readonly Buffer[]): Buffer[] {
  let isUnwanted = false;
  const reader = new SseReader((_, data) => {
    isUnwanted = data.includes('drop');
  });
  const sse = new SseFilter(
    (piece) => reader.push(piece),
    () => {
      const was = isUnwanted;
      isUnwanted = false;
      return was;
    },
  );
  const passed = pieces.map((piece) => Buffer.concat(sse.push(piece)));
  reader.end();
  return [...passed, Buffer.concat(sse.rest())];
}

function text(...pieces: readonly string[]): string {
  return Buffer.concat(filter(pieces.map((piece) => Buffer.from(piece)))).toString();
}

describe('SseFilter', () => {
  const CASES: readonly (readonly [string, string, string])[] = [
    ['passes all on', 'data: a\n\n: c\r\rdata: b\r\n\r\n', 'data: a\n\n: c\r\rdata: b\r\n\r\n'],
    ['drops an event', 'data: a\n\ndata: drop\n\ndata: b\n\n', 'data: a\n\ndata: b\n\n'],
    ['drops the first and the last', 'data: drop\n\ndata: b\n\ndata: drop\n\n', 'data: b\n\n'],
    ['drops the whole of its line ends', 'a\r\n\r\ndata: drop\r\n\r\ndata: b\r\n\r\n', 'a\r\n\r\ndata: b\r\n\r\n'],
    ['drops what ends with CR alone', 'data: drop\r\rdata: b\r\r', 'data: b\r\r'],
    ['keeps blank lines after a dropped event', 'data: drop\n\n\n\ndata: b\n\n', '\n\ndata: b\n\n'],
    ['drops all lines of an event', 'event: e\ndata: x\ndata: drop\nid: 1\n\nx\n\n', 'x\n\n'],
    ['keeps a comment that says it', ': drop\n\n', ': drop\n\n'],
    ['passes on a last event without its blank line', 'data: a\n\ndata: b', 'data: a\n\ndata: b'],
    ['drops a last event without its blank line', 'data: a\n\ndata: drop\n', 'data: a\n\n'],
  ];
  for (const [name, stream, expected] of CASES) {
    it(name, () => assert.equal(text(stream), expected));
    it(`${name}, cut at every byte`, () => assert.equal(text(...stream), expected));
  }

  it('gives an event at once when its blank line is there', () => {
    const passed = filter(['data: a\n', '\ndata: b', '\r\n\r', '\n'].map((piece) => Buffer.from(piece)));
    assert.deepEqual(passed.map(String), ['', 'data: a\n\n', 'data: b\r\n\r', '\n', '']);
  });

  it('refuses comments without end', () => {
    const sse = new SseFilter(
      () => {},
      () => false,
    );
    const comments = Buffer.from(': c\n'.repeat(1024 * 1024));
    assert.throws(() => {
      for (let count = 0; count < 9; count++) sse.push(comments);
    }, RangeError);
  });

  it('passes on all other bytes, cut anywhere', () => {
    const lineEnd = fc.constantFrom('\n', '\r\n', '\r');
    const line = fc.constantFrom('data: a', 'data: 你', 'data:', ': c', 'event: e', 'x');
    const event = fc.record({
      lines: fc.array(line, { minLength: 1, maxLength: 3 }),
      isDropped: fc.boolean(),
      end: lineEnd,
    });
    const cuts = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 });
    fc.assert(
      fc.property(fc.array(event), cuts, (events, sizes) => {
        // A CR at the end of an event and an LF at the beginning of the next would be one line end.
        const texts = events.map(({ lines, isDropped, end }) => ({
          isDropped,
          text: [...lines, ...(isDropped ? ['data: drop'] : []), '', ''].join(end),
        }));
        const stream = Buffer.from(texts.map((item) => item.text).join(''));
        const expected = texts.flatMap((item) => (item.isDropped ? [] : [item.text])).join('');
        assert.equal(Buffer.concat(filter(cut(stream, sizes))).toString(), expected);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** The bytes in pieces of these sizes, over and over. */
function cut(bytes: Buffer, sizes: readonly number[]): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}
