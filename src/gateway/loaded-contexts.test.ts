import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '../../test/support/fake-clock.ts';
import { candidateOf, upstreamOf } from '../../test/support/gateway-parts.ts';
import { LoadedContexts } from './loaded-contexts.ts';

const { target } = candidateOf(upstreamOf('olm', { type: 'ollama', models: ['m'] }));
const MINUTE = 60_000;

describe('LoadedContexts', () => {
  it('knows what was noted last, for five minutes after each note', () => {
    const clock = new FakeClock();
    const contexts = new LoadedContexts(clock);
    assert.equal(contexts.of(target), undefined);
    contexts.note(target, 8_192);
    clock.advance(4 * MINUTE);
    contexts.note(target, 16_384);
    clock.advance(4 * MINUTE);
    assert.equal(contexts.of(target), 16_384);
    clock.advance(2 * MINUTE);
    assert.equal(contexts.of(target), undefined);
  });

  it('tells platforms and models apart', () => {
    const contexts = new LoadedContexts(new FakeClock());
    contexts.note(target, 8_192);
    assert.equal(contexts.of({ ...target, model: 'n' }), undefined);
    assert.equal(contexts.of({ ...target, upstream: { ...target.upstream, id: 'other' } }), undefined);
  });

  it('forgets the old, and not what is in use, when clients name many models', () => {
    const clock = new FakeClock();
    const contexts = new LoadedContexts(clock);
    for (let index = 0; index < 256; index++) contexts.note({ ...target, model: `m${index}` }, 8_192);
    clock.advance(6 * MINUTE);
    contexts.note(target, 16_384);
    contexts.note({ ...target, model: 'n' }, 8_192);
    assert.equal(contexts.of(target), 16_384);
  });
});
