import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { BlockDelta, TurnEvent } from '../turn/events.ts';
import type { TurnReply } from '../turn/reply.ts';
import { NO_USAGE, type Usage } from '../turn/usage.ts';
import { UsageMeter } from './usage-meter.ts';

const REPORT: Usage = { ...NO_USAGE, input: 100, cacheRead: 7, output: 20 };
const END: readonly TurnEvent[] = [{ type: 'stop', reason: 'end_turn' }, { type: 'end' }];

let meter: UsageMeter;

beforeEach(() => {
  meter = new UsageMeter(1_234);
});

function observe(...events: readonly TurnEvent[]): void {
  for (const event of events) meter.observe(event);
}

/** So many bytes of a reply. */
function text(bytes: number): TurnEvent {
  return { type: 'block-delta', delta: { type: 'text', text: 'x'.repeat(bytes) } };
}

describe('a stream that is complete', () => {
  test('costs what its platform reports, the last report counting', () => {
    observe({ type: 'usage', usage: { ...REPORT, output: 1 } }, text(400), { type: 'usage', usage: REPORT }, ...END);
    assert.deepEqual(meter.settle(), { usage: REPORT, source: 'reported' });
  });

  test('costs what its platform reports, although that looks too little', () => {
    observe(text(4_000), { type: 'usage', usage: REPORT }, ...END);
    assert.deepEqual(meter.settle(), { usage: REPORT, source: 'reported' });
  });

  test('of which nothing is reported is estimated', () => {
    observe(text(400), ...END);
    assert.deepEqual(meter.settle(), { usage: { ...NO_USAGE, input: 1_234, output: 100 }, source: 'estimated' });
  });

  test('that is empty and of which nothing is reported has cost its input', () => {
    observe(...END);
    assert.deepEqual(meter.settle(), { usage: { ...NO_USAGE, input: 1_234 }, source: 'estimated' });
  });
});

describe('a stream that broke off', () => {
  test('costs the reported input, and what was produced', () => {
    observe({ type: 'usage', usage: { ...REPORT, output: 1 } }, text(401));
    assert.deepEqual(meter.settle(), { usage: { ...REPORT, output: 101 }, source: 'estimated' });
  });

  test('costs what was reported where that is more', () => {
    observe({ type: 'usage', usage: REPORT }, text(40));
    assert.deepEqual(meter.settle(), { usage: REPORT, source: 'reported' });
  });

  test('of which nothing is reported is estimated by what was produced', () => {
    observe(text(8));
    assert.deepEqual(meter.settle(), { usage: { ...NO_USAGE, input: 1_234, output: 2 }, source: 'estimated' });
  });

  test('before it produced anything costs nothing', () => {
    observe({ type: 'start' }, { type: 'block-start', block: { type: 'text' } });
    assert.deepEqual(meter.settle(), { usage: NO_USAGE, source: 'none' });
  });
});

test('thinking and arguments of tools are produced too; signatures and what nobody understands are not', () => {
  const deltas: readonly BlockDelta[] = [
    { type: 'thinking', text: '1234' },
    { type: 'tool-input', json: '12345678' },
    { type: 'text', text: '1234' },
    { type: 'signature', signature: 'x'.repeat(4_000) },
    { type: 'opaque', protocol: 'anthropic-messages', raw: 'x'.repeat(4_000) },
  ];
  observe(...deltas.map((delta): TurnEvent => ({ type: 'block-delta', delta })));
  assert.equal(meter.settle().usage.output, 4);
});

describe('a whole reply', () => {
  const reply: TurnReply = {
    content: [
      { type: 'thinking', text: '1234', signature: '' },
      { type: 'text', text: '12345678' },
      { type: 'tool-call', id: 't', name: 'f', input: { kind: 'text', text: '{"a":1}' } },
    ],
    stop: 'end_turn',
  };

  test('costs what its platform reports', () => {
    meter.observeReply({ ...reply, usage: REPORT });
    assert.deepEqual(meter.settle(), { usage: REPORT, source: 'reported' });
  });

  test('of which nothing is reported is estimated', () => {
    meter.observeReply(reply);
    assert.deepEqual(meter.settle(), { usage: { ...NO_USAGE, input: 1_234, output: 5 }, source: 'estimated' });
  });

  test('counts arguments in either form', () => {
    const input = { kind: 'value', value: { a: 1 } } as const;
    meter.observeReply({ ...reply, content: [{ type: 'tool-call', id: 't', name: 'f', input }] });
    assert.equal(meter.settle().usage.output, 2);
  });
});
