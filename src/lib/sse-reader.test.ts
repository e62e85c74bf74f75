import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SseReader } from './sse-reader.ts';
import { readText } from './wire-text.ts';

type Event = readonly [name: string, data: string];

/** The events of a body that comes in these pieces, their data as text. */
function read(...pieces: readonly (string | Buffer)[]): Event[] {
  const events: Event[] = [];
  const reader = new SseReader((name, data) => events.push([name, readText(data)]));
  for (const piece of pieces) reader.push(Buffer.from(piece));
  reader.end();
  return events;
}

const CASES: readonly (readonly [string, string, readonly Event[]])[] = [
  ['one event', 'data: a\n\n', [['', 'a']]],
  ['a name', 'event: x\ndata: a\n\n', [['x', 'a']]],
  ['a name after the data', 'data: a\nevent: x\n\n', [['x', 'a']]],
  ['the last of two names', 'event: x\nevent: y\ndata: a\n\n', [['y', 'a']]],
  [
    'a name that holds for one event only',
    'event: x\ndata: a\n\ndata: b\n\n',
    [
      ['x', 'a'],
      ['', 'b'],
    ],
  ],
  ['several lines of data', 'data: a\ndata: b\ndata:\ndata: c\n\n', [['', 'a\nb\n\nc']]],
  ['no space after the colon', 'data:a\n\n', [['', 'a']]],
  ['one space of several', 'data:  a \n\n', [['', ' a ']]],
  ['colons in the data', 'data: a:b: c\n\n', [['', 'a:b: c']]],
  [
    'empty data',
    'data:\n\ndata\n\n',
    [
      ['', ''],
      ['', ''],
    ],
  ],
  [
    'CRLF',
    'event: x\r\ndata: a\r\n\r\ndata: b\r\n\r\n',
    [
      ['x', 'a'],
      ['', 'b'],
    ],
  ],
  [
    'CR alone',
    'event: x\rdata: a\r\rdata: b\r\r',
    [
      ['x', 'a'],
      ['', 'b'],
    ],
  ],
  [
    'mixed line ends',
    'data: a\r\ndata: b\r\n\ndata: c\n\r',
    [
      ['', 'a\nb'],
      ['', 'c'],
    ],
  ],
  ['comments', ': OPENROUTER PROCESSING\n\n:\n\ndata: a\n: b\ndata: c\n\n', [['', 'a\nc']]],
  ['id, retry and unknown fields', 'id: 1\nretry: 5\nfoo: b\nfoo\ndata: a\n\n', [['', 'a']]],
  ['fields that only begin like known ones', 'database: a\ndata : b\nevents: c\n\n', []],
  ['a name without data', 'event: ping\n\ndata: a\n\n', [['', 'a']]],
  ['a byte order mark', '\ufeffdata: a\n\n', [['', 'a']]],
  [
    'a byte order mark that is not at the beginning',
    'data: a\n\n\ufeffdata: b\n\ndata: \ufeffc\n\n',
    [
      ['', 'a'],
      ['', '\ufeffc'],
    ],
  ],
  ['other line ends of Unicode', 'data: a\u2028b\u0085c\u2029d\n\n', [['', 'a\u2028b\u0085c\u2029d']]],
  ['text of several bytes', 'event: x\ndata: {"a":"é你👋"}\n\n', [['x', '{"a":"é你👋"}']]],
  [
    'a last event without its blank line',
    'data: a\n\ndata: [DONE]\n',
    [
      ['', 'a'],
      ['', '[DONE]'],
    ],
  ],
  [
    'a last line without its end',
    'data: a\n\ndata: [DONE]',
    [
      ['', 'a'],
      ['', '[DONE]'],
    ],
  ],
  ['nothing', '', []],
  ['blank lines alone', '\n\r\n\r\n\n', []],
];

describe('SseReader', () => {
  for (const [name, body, events] of CASES) {
    it(`reads ${name}`, () => assert.deepEqual(read(body), events));

    it(`reads ${name}, byte by byte`, () => {
      assert.deepEqual(read(...[...Buffer.from(body)].map((byte) => Buffer.from([byte]))), events);
    });
  }

  it('gives the same events however the bytes are cut', () => {
    const token = fc.constantFrom(
      'data:',
      'data: ',
      'event: x',
      ':',
      '\n',
      '\n\n',
      '\r',
      '\r\n',
      '\ufeff',
      '你',
      'a',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(token), fc.array(fc.nat(200), { maxLength: 6 }), (tokens, cuts) => {
        const body = Buffer.from(tokens.join(''));
        const places = [0, ...cuts.map((cut) => Math.min(cut, body.length)), body.length].sort((a, b) => a - b);
        const pieces = places.slice(1).map((place, index) => body.subarray(places[index], place));
        assert.deepEqual(read(...pieces), read(body));
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes a CR and an LF for one line end even if an empty piece comes between them', () => {
    assert.deepEqual(read('data: a\r', '', '\ndata: b\n\n'), [['', 'a\nb']]);
  });

  it('gives an event as soon as its blank line is there', () => {
    const events: string[] = [];
    const reader = new SseReader((_, data) => events.push(data));
    reader.push(Buffer.from('data: a\n'));
    assert.deepEqual(events, []);
    reader.push(Buffer.from('\ndata: b\r\n\r'));
    assert.deepEqual(events, ['a', 'b'], 'without waiting for what follows a CR');
    reader.push(Buffer.from('\ndata: c\n\n'));
    assert.deepEqual(events, ['a', 'b', 'c']);
  });

  it('knows whether it is between two events', () => {
    const reader = new SseReader(() => {});
    const isBetweenAfter = (text: string) => {
      reader.push(Buffer.from(text));
      return reader.isBetweenEvents;
    };
    assert.equal(reader.isBetweenEvents, true);
    assert.equal(isBetweenAfter('d'), false);
    assert.equal(isBetweenAfter('ata: a\n'), false);
    assert.equal(isBetweenAfter('\n'), true);
    assert.equal(isBetweenAfter('event: x\n'), false);
    assert.equal(isBetweenAfter('data: a\n\n'), true);
    assert.equal(isBetweenAfter(': a comment\n'), true);
    assert.equal(isBetweenAfter(': half a comm'), false);
  });
});

describe('SseReader: an event without end', () => {
  const MIB = 1024 * 1024;

  for (const [name, begin, piece] of [
    ['in one line', 'data: ', Buffer.alloc(MIB, 'a')],
    ['in many lines', '', Buffer.from(`data: ${'a'.repeat(MIB - 7)}\n`)],
  ] as const) {
    it(`is refused: ${name}`, () => {
      const reader = new SseReader(() => assert.fail('there is no event'));
      reader.push(Buffer.from(begin));
      for (let count = 0; count < 32; count++) reader.push(piece.subarray(0, count === 0 ? 100 : MIB));
      assert.throws(() => {
        for (let count = 0; count < 2; count++) reader.push(piece);
      }, RangeError);
    });
  }

  it('is no trouble while the events end', () => {
    let count = 0;
    const reader = new SseReader(() => count++);
    const event = Buffer.from(`data: ${'a'.repeat(MIB)}\n\n`);
    for (let pushed = 0; pushed < 40; pushed++) reader.push(event);
    assert.equal(count, 40);
  });
});
