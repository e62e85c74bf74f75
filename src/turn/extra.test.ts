import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { restoreExtra, withExtra } from './extra.ts';
import { Losses } from './losses.ts';

const KNOWN = new Set(['type', 'text']);

describe('withExtra', () => {
  it('keeps what is not known, null and false too', () => {
    const node = { type: 'text', text: 'x', citations: null, new_flag: false, nested: { type: 'y' } };
    assert.deepEqual(withExtra('openai-chat', node, KNOWN), {
      extra: { protocol: 'openai-chat', fields: { citations: null, new_flag: false, nested: { type: 'y' } } },
    });
  });

  it('adds nothing where all is known', () => {
    assert.deepEqual(withExtra('openai-chat', { type: 'text' }, KNOWN), {});
  });
});

describe('restoreExtra', () => {
  const extra = { protocol: 'openai-chat', fields: { seed: 1, user: 'u' } } as const;

  it('gives the fields back to their own protocol', () => {
    const losses = new Losses();
    assert.deepEqual(restoreExtra(extra, 'openai-chat', '', losses), { seed: 1, user: 'u' });
    assert.deepEqual(losses.list(), []);
  });

  it('gives back how the source wrote something', () => {
    const spelled = { ...extra, spelling: { stop: 'x', tools: undefined } };
    assert.deepEqual(restoreExtra(spelled, 'openai-chat', '', new Losses()), {
      seed: 1,
      user: 'u',
      stop: 'x',
      tools: undefined,
    });
  });

  it('names each field that another protocol loses, but not a spelling', () => {
    const losses = new Losses();
    const spelled = { ...extra, spelling: { stop: 'x' } };
    assert.deepEqual(restoreExtra(spelled, 'anthropic-messages', 'tools[]', losses), {});
    assert.deepEqual(losses.list(), [
      { path: 'tools[].seed', why: 'anthropic-messages has no such field' },
      { path: 'tools[].user', why: 'anthropic-messages has no such field' },
    ]);
  });

  it('does not call null a loss', () => {
    const losses = new Losses();
    restoreExtra({ ...extra, fields: { citations: null, a: 0 } }, 'anthropic-messages', '', losses);
    assert.deepEqual(
      losses.list().map(({ path }) => path),
      ['a'],
    );
  });

  it('names fields of the top level without a dot', () => {
    const losses = new Losses();
    restoreExtra(extra, 'anthropic-messages', '', losses);
    assert.deepEqual(
      losses.list().map(({ path }) => path),
      ['seed', 'user'],
    );
  });

  it('has nothing to do where there is nothing', () => {
    assert.deepEqual(restoreExtra(undefined, 'openai-chat', '', new Losses()), {});
  });
});
