import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { CallId, KeyId } from '../lib/ids.ts';
import { Packing, unpack } from './pack.ts';
import type { CapturedCall } from './ports.ts';

function callOf(stages: CapturedCall['stages']): CapturedCall {
  return { id: 'call_1' as CallId, keyId: 'key_1' as KeyId, startedAt: 0, stages, secrets: [], reserved: 0 };
}

function pack(...bodies: (readonly Buffer[])[]) {
  const stages = bodies.map((pieces, attempt) => ({
    stage: 'raw' as const,
    attempt,
    head: { headers: {} },
    pieces,
    bytes: 0,
  }));
  return new Packing(callOf(stages)).whole();
}

test('what is packed is unpacked as it was, however it overlaps', () => {
  const memory = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
  const piece = fc.tuple(fc.nat(256), fc.nat(256)).map(([a, b]) => memory.subarray(Math.min(a, b), Math.max(a, b)));
  const bodies = fc.array(
    fc.array(
      fc.oneof(
        piece,
        fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      ),
    ),
  );
  fc.assert(
    fc.property(bodies, (given) => {
      const { stages, bytes } = pack(...given);
      const back = stages.map(({ ranges }) => unpack(bytes, ranges ?? []));
      assert.deepEqual(
        back,
        given.map((pieces) => Buffer.concat(pieces)),
      );
    }),
  );
});

test('memory that passes twice is packed once', () => {
  const request = Buffer.alloc(1_000, 'r');
  const sent = [request.subarray(0, 10), Buffer.from('"other"'), request.subarray(14)];
  const reply = [Buffer.from('one'), Buffer.from('two')];
  const { bytes, stages } = pack([request], sent, reply, reply);
  assert.equal(bytes.length, 1_000 + 7 + 6);
  assert.deepEqual(stages[2]?.ranges, stages[3]?.ranges);
  assert.equal(stages[2]?.ranges?.length, 2, 'pieces that lie side by side are one range');
});

test('a stage without a body has none', () => {
  const stages = [{ stage: 'request' as const, attempt: 0, head: { headers: {} }, bytes: 9 }];
  assert.equal(new Packing(callOf(stages)).whole().stages[0]?.ranges, null);
});
