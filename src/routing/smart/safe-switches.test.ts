/** A tool loop never changes its model but by failover: 100,000 requests of random sessions. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { likely, MODELS, NOW, smartOf, wholeOf } from '../../../test/support/smart-parts.ts';
import { INTENTS } from '../intent/intents.ts';
import type { Kind } from '../reading/reading.ts';
import { decide } from './decide.ts';
import { remember } from './remember.ts';
import { MemorySessions } from './session-memory.ts';

const REQUESTS = 100_000;
const SESSIONS = 50;
const KINDS: readonly Kind[] = [
  'main',
  'continuation',
  'continuation',
  'continuation',
  'compaction',
  'title',
  'side',
  'web_search',
  'count',
];
/** Share of calls that the first model does not answer. */
const FAILING = 0.1;

test('no continuation is sent first to another model than the one that answered last', () => {
  const random = numbers();
  const pick = <Value>(values: readonly Value[]): Value =>
    values[Math.floor(random() * values.length)] ?? assert.fail();
  const smarts = INTENTS.map((intent) => smartOf(likely({ [intent]: 1 })));
  const sessions = new MemorySessions();
  const answered = new Map<string, string>();
  let continued = 0;
  let changed = 0;
  let now = NOW;
  for (let request = 0; request < REQUESTS; request++) {
    const session = `session ${Math.floor(random() * SESSIONS)}`;
    const kind = pick(KINDS);
    now += random() * 10_000;
    const whole = wholeOf('', { hasImages: random() < 0.1, isPlanning: random() < 0.1, tokens: random() * 300_000 });
    const decision = decide(pick(smarts), {
      reading: { kind },
      whole: () => whole,
      state: sessions.find(session),
      now,
    });
    const last = answered.get(session);
    const [first] = decision.models;
    if (kind === 'continuation' && last !== undefined) {
      continued++;
      assert.equal(first?.name, last, `request ${request}`);
    }
    const model = (random() < FAILING ? decision.models[1] : first)?.name ?? assert.fail();
    const usage = {
      input: random() * 999,
      cacheRead: random() * 99_999,
      cacheWrite5m: random() * 9_999,
      cacheWrite1h: 0,
      output: random() * 999,
      reasoning: 0,
    };
    const state = remember(sessions.find(session), { kind, decision, model, usage, at: now });
    if (state !== undefined) sessions.keep(session, state);
    if (kind !== 'main' && kind !== 'continuation') continue;
    if (last !== undefined && last !== model) changed++;
    answered.set(session, model);
  }
  assert.equal(MODELS.length, 4);
  assert.ok(continued > 30_000 && changed > 3_000, `${continued} continuations, ${changed} changes`);
});

/** Park and Miller's minimal standard. */
function numbers(): () => number {
  let state = 7;
  return () => {
    state = (state * 48_271) % 0x7fffffff;
    return state / 0x7fffffff;
  };
}
