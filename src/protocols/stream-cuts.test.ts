import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fixtures } from '../../test/fixtures/fixtures.ts';
import type { TurnEvent } from '../turn/events.ts';
import type { ProtocolId } from '../turn/request.ts';
import { CODECS } from './index.ts';

/** The events of a stream that comes in these pieces. */
function decode(protocol: ProtocolId, pieces: readonly Buffer[]): TurnEvent[] {
  const events: TurnEvent[] = [];
  const context = { origin: 'platform', toolNames: new Map<string, string>() };
  const decoder = CODECS[protocol].streamDecoder(context, (event) => events.push(event));
  const reader = CODECS[protocol].framing.reader((name, data) => decoder.push(name, data));
  for (const piece of pieces) reader.push(piece);
  reader.end();
  decoder.end();
  return events.map(withoutRandomIds);
}

/** Ids that the platform did not give (src/turn/tool-id.ts) are made up anew each time. */
function withoutRandomIds(event: TurnEvent): TurnEvent {
  const isCall = event.type === 'block-start' && event.block.type === 'tool-call';
  return isCall
    ? { ...event, block: { ...event.block, id: event.block.id.replace(/^(rwt-|toolu_(?=[0-9a-f]{32}$)).*/, '$1') } }
    : event;
}

for (const { id: protocol } of Object.values(CODECS)) {
  describe(`${protocol}: a stream that is cut in two`, () => {
    for (const { name, bytes } of fixtures(protocol, '.stream.txt')) {
      const crlf = Buffer.from(bytes.toString('latin1').replaceAll('\n', '\r\n'), 'latin1');
      it(`converts the same wherever it is cut: ${name}`, () => {
        const whole = decode(protocol, [bytes]);
        for (let at = 0; at <= bytes.length; at++) {
          assert.deepEqual(decode(protocol, [bytes.subarray(0, at), bytes.subarray(at)]), whole, `cut at ${at}`);
        }
      });

      it(`converts the same byte by byte, and with other line ends: ${name}`, () => {
        const whole = decode(protocol, [bytes]);
        for (const form of [bytes, crlf]) {
          assert.deepEqual(
            decode(
              protocol,
              [...form].map((byte) => Buffer.from([byte])),
            ),
            whole,
          );
        }
      });
    }
  });
}
