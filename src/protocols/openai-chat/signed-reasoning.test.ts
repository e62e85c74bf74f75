import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readSignedDetails, signedDetail, withheldDetail } from './signed-reasoning.ts';

const THINKING = { type: 'thinking', text: 'hm', signature: 'EqQB', extra: { protocol: 'openai-chat', fields: {} } };
const WITHHELD = { type: 'redacted_thinking', data: 'BLOB==' };

describe('signed reasoning', () => {
  it('comes back as it went', () => {
    const details = [signedDetail('hm', 'EqQB', 0), withheldDetail(WITHHELD, 1)].filter((one) => one !== undefined);
    assert.deepEqual(readSignedDetails({ reasoning_details: details }), [
      THINKING,
      { type: 'opaque', protocol: 'anthropic-messages', raw: WITHHELD },
    ]);
  });

  it('is nothing without a signature of its maker', () => {
    assert.equal(signedDetail('hm', '', 0), undefined);
    assert.equal(signedDetail('hm', 'rw1.WyJwIiwiZiJd', 0), undefined);
    assert.equal(withheldDetail({ type: 'server_tool_use' }, 0), undefined);
  });

  const OTHERS: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['no list', 'x'],
    [
      'details of another maker',
      [{ type: 'reasoning.text', text: 'hm', signature: 'EqQB', format: 'google-gemini-v1' }],
    ],
    ['a detail without a format', [{ type: 'reasoning.text', text: 'hm', signature: 'EqQB' }]],
    ['an unsigned detail', [{ type: 'reasoning.text', text: 'hm', signature: null, format: 'anthropic-claude-v1' }]],
    ['strange details', ['x', null, 5]],
  ];
  for (const [name, details] of OTHERS) {
    it(`is not read from ${name}`, () => {
      assert.deepEqual(readSignedDetails({ reasoning_details: details as never }), []);
    });
  }

  it('may come without its text', () => {
    const [block] = readSignedDetails({ reasoning_details: [{ signature: 'EqQB', format: 'anthropic-claude-v1' }] });
    assert.deepEqual(block, { ...THINKING, text: '' });
  });
});
