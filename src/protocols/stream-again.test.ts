import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixtures } from '../../test/fixtures/fixtures.ts';
import { CLIENT_CODECS } from '../../test/support/client-codecs.ts';
import { SseReader } from '../lib/sse-reader.ts';
import type { BlockHead, TurnEvent } from '../turn/events.ts';
import type { ClientContext, Codec } from './codec.ts';

const CONTEXT: ClientContext = {
  messageId: 'msg_1',
  model: 'm',
  estimatedInputTokens: 0,
  createdAt: 1,
  includeUsage: true,
};

/** Streams that say what redwolf's own streams of that protocol do not. */
const UNSAYABLE = new Set([
  // A blank line keeps two texts apart that the client puts into one.
  'interleaved-tools',
  // Reasoning that only its maker can read, without a text.
  'openrouter-details',
  // vLLM's own field for the stop sequence.
  'vllm-stop-sequence',
  // Texts in a row are one message with one part.
  'items-without-deltas',
  // Calls of tools that OpenAI runs itself.
  'hosted-and-custom',
]);

function decode(codec: Codec, bytes: Buffer): TurnEvent[] {
  const events: TurnEvent[] = [];
  const decoder = codec.streamDecoder({ origin: 'platform', toolNames: new Map() }, (event) => events.push(event));
  const reader = new SseReader((name, data) => decoder.push(name, data));
  reader.push(bytes);
  reader.end();
  decoder.end();
  return events;
}

function encode(codec: Codec, events: readonly TurnEvent[]): Buffer {
  const encoder = codec.streamEncoder(CONTEXT);
  return Buffer.from(events.map((event) => encoder.push(event)).join(''), 'latin1');
}

/** What a client makes of a stream: its blocks, each with all of its pieces, and how it ended. */
function said(events: readonly TurnEvent[]): string[] {
  const all: string[] = [];
  let block = '';
  for (const event of events) {
    if (event.type === 'block-start') block = `${headOf(event.block)}: `;
    else if (event.type === 'block-delta') block += pieceOf(event.delta);
    // Nothing is said by a call without arguments, and by an empty object.
    else if (event.type === 'block-stop') all.push(block.replace(/^(tool-call .*: )$/, '$1{}'));
    else if (event.type === 'stop') all.push(`stop ${event.reason}`);
    else if (event.type === 'error') all.push('error');
    if (event.type === 'block-stop') block = '';
    if (event.type === 'error' && block !== '') all.splice(-1, 0, block);
  }
  return all;
}

function headOf(block: BlockHead): string {
  return block.type === 'tool-call' ? `tool-call ${block.name}` : block.type;
}

function pieceOf(delta: Extract<TurnEvent, { type: 'block-delta' }>['delta']): string {
  if (delta.type === 'tool-input') return delta.json;
  return delta.type === 'text' || delta.type === 'thinking' ? delta.text : '';
}

for (const codec of CLIENT_CODECS) {
  describe(`${codec.id}: a stream that is decoded and encoded`, () => {
    for (const { name, bytes } of fixtures(codec.id, '.stream.txt')) {
      if (UNSAYABLE.has(name)) continue;
      it(`says the same: ${name}`, () => {
        const events = decode(codec, bytes);
        assert.deepEqual(said(decode(codec, encode(codec, events))), said(events));
      });
    }
  });
}
