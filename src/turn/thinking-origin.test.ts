import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseWireText, wireText } from '../lib/wire-text.ts';
import { isForeignSignature, readOrigin, signOrigin, type ThinkingOrigin } from './thinking-origin.ts';

const DETAILS = [
  { type: 'reasoning.encrypted', data: 'AbC+/=', index: 0, format: null },
  { type: 'reasoning.summary', summary: wireText('我先看看文件 👋'), index: 1 },
];

describe('a signature of ours', () => {
  const ORIGINS: readonly ThinkingOrigin[] = [
    { platform: 'deepseek', field: 'reasoning_content' },
    { platform: 'local', field: '' },
    { platform: 'openrouter', field: 'reasoning_details', details: DETAILS },
    { platform: 'openrouter', field: 'reasoning_details', details: [] },
  ];
  for (const origin of ORIGINS) {
    it(`carries the origin: ${origin.platform} ${origin.field}`, () => {
      const signature = signOrigin(origin);
      assert.match(signature, /^[\x21-\x7e]+$/);
      assert.deepEqual(readOrigin(signature), origin);
      assert.equal(isForeignSignature(signature), true);
    });
  }

  it('is the same each time, for the prefix cache of the platform', () => {
    const origin = { platform: 'p', field: 'reasoning_details', details: DETAILS };
    assert.equal(signOrigin(origin), signOrigin(structuredClone(origin)));
  });

  it('carries a character whose halves came in two pieces', () => {
    const text = `${parseWireText('"\\ud83d"')}${parseWireText('"\\udc4b"')}`;
    const origin = readOrigin(signOrigin({ platform: 'p', field: 'f', details: [{ text }] }));
    assert.deepEqual(origin?.details, [{ text: wireText('👋') }]);
  });
});

describe('a signature that is not ours, or is damaged', () => {
  const encoded = (value: unknown) => `rw1.${Buffer.from(JSON.stringify(value)).toString('base64url')}`;
  const whole = signOrigin({ platform: 'p', field: 'f', details: DETAILS });
  const STRANGE = [
    '',
    'EqQBCgIYAhIM1gbcDa9GJwZA2b3h',
    'rw1',
    'rw1.',
    'rw1.!!!',
    'rw2.WyJwIiwiZiJd',
    encoded({}),
    encoded([]),
    encoded(['p']),
    encoded([1, 'f']),
    encoded(['p', 2]),
    whole.slice(0, -9),
  ];
  for (const signature of STRANGE) {
    it(`has no origin: ${signature.slice(0, 30)}`, () => assert.equal(readOrigin(signature), undefined));
  }

  it('is foreign to those who sign only if it cannot be theirs', () => {
    assert.equal(isForeignSignature(''), true);
    assert.equal(isForeignSignature('rw1.damaged'), true);
    assert.equal(isForeignSignature('EqQBCgIYAhIM1gbcDa9GJwZA2b3h'), false);
  });
});
