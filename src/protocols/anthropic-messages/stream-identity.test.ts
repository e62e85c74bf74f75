import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Fixture, fixtures } from '../../../test/fixtures/fixtures.ts';
import { SseReader } from '../../lib/sse-reader.ts';
import { readText } from '../../lib/wire-text.ts';
import { MessageStreamDecoder } from './stream-decode.ts';
import { MessageStreamEncoder } from './stream-encode.ts';

// What the decoder mends or drops does not come back; these fixtures hold it.
const MENDED = ['unknown-events', 'cut', 'no-message-stop', 'overlapping-blocks'];

describe('a stream that is decoded and encoded again', () => {
  for (const fixture of fixtures('anthropic-messages', '.stream.txt')) {
    if (MENDED.includes(fixture.name)) continue;
    it(`stays the same: ${fixture.name}`, () => assert.deepEqual(roundTrip(fixture), eventsOf(fixture.bytes)));
  }
});

function eventsOf(bytes: Buffer): unknown[] {
  const events: unknown[] = [];
  const reader = new SseReader((_, data) => {
    // Pieces without text say nothing; the decoder keeps only those of hosted tools.
    if (!/"partial_json": ?""/.test(data)) events.push(JSON.parse(readText(data)));
  });
  reader.push(bytes);
  reader.end();
  return events.map(comparable);
}

function roundTrip(fixture: Fixture): unknown[] {
  const encoder = new MessageStreamEncoder({
    messageId: 'msg_01',
    model: 'claude-sonnet-4-5-20250929',
    estimatedInputTokens: 25,
    createdAt: 0,
    includeUsage: false,
  });
  let written = '';
  const decoder = new MessageStreamDecoder({ origin: 'p', toolNames: new Map() }, (event) => {
    written += encoder.push(event);
  });
  const reader = new SseReader((name, data) => decoder.push(name, data));
  reader.push(fixture.bytes);
  reader.end();
  decoder.end();
  return eventsOf(Buffer.from(written, 'latin1'));
}

/** Counts are compared elsewhere. */
function comparable(event: unknown): unknown {
  return JSON.parse(
    JSON.stringify(event, (key, value: unknown) =>
      key === 'usage' || key === 'request_id' || key === 'details' ? undefined : value,
    ),
  );
}
