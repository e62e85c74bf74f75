import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseWireText, wireText } from '../lib/wire-text.ts';
import { clientToolId, platformToolId } from './tool-id.ts';

const ALLOWED = /^[a-zA-Z0-9_-]+$/;
const VENDOR = { platform: 'gemini', fields: { extra_content: { google: { thought_signature: 'AbC+/=' } } } };

describe('clientToolId', () => {
  for (const id of [
    'call_DdmO9pD3xa9XTPNJ32zg2hcA',
    'toolu_01A09q90qw90lq917835lq9',
    'chatcmpl-tool-0123456789ab',
    'a'.repeat(64),
  ]) {
    it(`keeps an id that fits: ${id.slice(0, 30)}`, () => assert.equal(clientToolId({ id }), id));
  }

  const UNFIT = [
    '0',
    'call_0',
    'functions.read:0',
    'call_€uro_and_more',
    'has blanks in it',
    'a'.repeat(65),
    'rwt-abcdefghijkl',
    'call_DdmO9pD3xa\n',
  ];
  for (const id of UNFIT) {
    it(`wraps an id that does not fit, unlike each time: ${id.slice(0, 30)}`, () => {
      const wrapped = clientToolId({ id: wireText(id) });
      assert.match(wrapped, ALLOWED);
      assert.notEqual(wrapped, clientToolId({ id: wireText(id) }), 'servers that count calls begin anew in each reply');
      assert.deepEqual(platformToolId(wrapped), { id: wireText(id) });
    });
  }

  it('makes ids for calls without one', () => {
    for (const call of [{}, { id: '' }]) {
      const made = clientToolId(call);
      assert.match(made, ALLOWED);
      assert.notEqual(made, clientToolId(call));
      assert.deepEqual(platformToolId(made), { id: made });
    }
  });

  it('wraps an id that is taken', () => {
    const id = 'call_DdmO9pD3xa9XTPNJ32zg2hcA';
    const second = clientToolId({ id }, true);
    assert.notEqual(second, id);
    assert.deepEqual(platformToolId(second), { id });
  });

  it('carries vendor fields, with an id and without', () => {
    for (const call of [{ vendor: VENDOR }, { id: 'call_DdmO9pD3xa9XTPNJ32zg2hcA', vendor: VENDOR }]) {
      const wrapped = clientToolId(call);
      assert.match(wrapped, ALLOWED);
      assert.deepEqual(platformToolId(wrapped), call);
    }
  });
});

describe('platformToolId', () => {
  it('gives back whatever was wrapped', () => {
    const piece = fc.constantFrom(
      'a',
      '.',
      '"',
      wireText('你'),
      parseWireText('"\\ud83d"'),
      parseWireText('"\\udc4b"'),
    );
    const id = fc.array(piece, { minLength: 1, maxLength: 9 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.oneof(id, fc.string({ minLength: 1, unit: 'grapheme-ascii' })), (platformId) => {
        const wrapped = clientToolId({ id: platformId });
        assert.match(wrapped, ALLOWED);
        const { id: found } = platformToolId(wrapped);
        // Halves of a pair that met have become one character; compared is what a reader sees.
        assert.equal(visible(found ?? ''), visible(platformId));
      }),
    );
  });

  const STRANGE = [
    '',
    'rwt-',
    'rwt-!!!',
    'rwt-bm90IGpzb24',
    `rwt-${Buffer.from('{}').toString('base64url')}`,
    'call_0',
    '你好',
  ];
  for (const id of STRANGE) {
    it(`takes an id that was never wrapped for the platform's own: ${JSON.stringify(id)}`, () => {
      assert.deepEqual(platformToolId(id), { id });
    });
  }

  it('takes nothing from a wrapped id that is not as it was made', () => {
    const forged = (parts: unknown) => `rwt-${Buffer.from(JSON.stringify(parts)).toString('base64url')}`;
    assert.deepEqual(platformToolId(forged([])), {});
    assert.deepEqual(platformToolId(forged(['n', 5, 'p', 'fields'])), {});
    assert.deepEqual(platformToolId(forged(['n', '', 5, {}])), {});
  });
});

function visible(wire: string): string {
  return JSON.parse(
    Buffer.from(JSON.stringify(wire).replace(/[\ud800-\udbff][\udc00-\udfff]/g, wireText), 'latin1').toString(),
  );
}
