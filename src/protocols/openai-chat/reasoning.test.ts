import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../lib/json.ts';
import { mergeDetails, readReasoning } from './reasoning.ts';

const TEXT = { type: 'reasoning.text', text: 'a', index: 0 };
const SUMMARY = { type: 'reasoning.summary', summary: 'b', index: 1 };
const ENCRYPTED = { type: 'reasoning.encrypted', data: 'x', index: 2 };

describe('readReasoning', () => {
  const CASES: readonly (readonly [string, JsonObject, ReturnType<typeof readReasoning>])[] = [
    ['none', { content: 'x' }, undefined],
    ['empty ones', { reasoning: '', reasoning_content: '', reasoning_details: [] }, undefined],
    ['nulls', { reasoning: null, reasoning_content: null, reasoning_details: null }, undefined],
    ['reasoning_content', { reasoning_content: 'a' }, { text: 'a', field: 'reasoning_content', details: [] }],
    ['reasoning', { reasoning: 'a', reasoning_content: null }, { text: 'a', field: 'reasoning', details: [] }],
    ['both, once', { reasoning: 'a', reasoning_content: 'a' }, { text: 'a', field: 'reasoning_content', details: [] }],
    ['reasoning that is no text', { reasoning: { effort: 'high' } }, undefined],
    [
      'details with the text beside them, once',
      { reasoning: 'beside', reasoning_details: [TEXT] },
      { text: 'beside', field: 'reasoning_details', details: [TEXT] },
    ],
    [
      'details alone',
      { reasoning_details: [TEXT, SUMMARY, ENCRYPTED, 'x', null] },
      { text: 'ab', field: 'reasoning_details', details: [TEXT, SUMMARY, ENCRYPTED] },
    ],
    [
      'details that are hidden',
      { reasoning_details: [ENCRYPTED] },
      { text: '', field: 'reasoning_details', details: [ENCRYPTED] },
    ],
  ];
  for (const [name, message, expected] of CASES) {
    it(`reads ${name}`, () => assert.deepEqual(readReasoning(message), expected));
  }
});

describe('mergeDetails', () => {
  function merge(...pieces: readonly JsonObject[]): JsonObject[] {
    const merged: JsonObject[] = [];
    for (const piece of pieces) mergeDetails(merged, [piece]);
    return merged;
  }

  it('puts pieces of the same index and type together', () => {
    const pieces = [
      { ...TEXT, id: null, format: 'f' },
      { ...TEXT, text: 'b', id: 'r1' },
      { type: 'reasoning.text', signature: 's', index: 0, text: null },
    ];
    assert.deepEqual(merge(...pieces), [
      { type: 'reasoning.text', text: 'ab', index: 0, id: 'r1', format: 'f', signature: 's' },
    ]);
  });

  it('puts summaries and hidden data together', () => {
    assert.deepEqual(merge(SUMMARY, ENCRYPTED, { ...SUMMARY, summary: 'c' }, { ...ENCRYPTED, data: 'y' }), [
      { ...SUMMARY, summary: 'bc' },
      { ...ENCRYPTED, data: 'xy' },
    ]);
  });

  it('keeps apart what differs in index or type, in its order', () => {
    const others = [TEXT, { ...TEXT, index: 1 }, { ...SUMMARY, index: 0 }];
    assert.deepEqual(merge(...others), others);
  });

  it('keeps apart what has no index', () => {
    const whole = { type: 'reasoning.text', text: 'a' };
    assert.deepEqual(merge(whole, whole), [whole, whole]);
  });

  it('leaves what it was given as it is', () => {
    const piece = { ...TEXT };
    merge(piece, piece);
    assert.deepEqual(piece, TEXT);
  });
});
