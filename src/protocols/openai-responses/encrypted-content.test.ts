import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isForeignSignature, readOrigin, signOrigin } from '../../turn/thinking-origin.ts';
import { encryptedOf, encryptedOfOpaque, thinkingOf } from './encrypted-content.ts';

describe('what travels in encrypted_content', () => {
  it('brings the signature of a signing platform back as it was', () => {
    const signature = 'EqQBCkYIBxgCKkDx+/=';
    const encrypted = encryptedOf(signature) ?? '';
    assert.notEqual(encrypted, signature);
    assert.deepEqual(thinkingOf(encrypted, 'hm'), { type: 'thinking', text: 'hm', signature });
  });

  it('brings the origin of unsigned thinking back', () => {
    const signature = signOrigin({ platform: 'up', field: 'reasoning_content' });
    assert.equal(encryptedOf(signature), signature);
    assert.deepEqual(thinkingOf(signature, 'hm'), { type: 'thinking', text: 'hm', signature });
  });

  it('brings hidden thinking back', () => {
    const raw = { type: 'redacted_thinking', data: 'EmwK' };
    assert.deepEqual(thinkingOf(encryptedOfOpaque(raw) ?? '', ''), {
      type: 'opaque',
      protocol: 'anthropic-messages',
      raw,
    });
    assert.equal(encryptedOfOpaque({ type: 'server_tool_use', data: 'x' }), undefined);
  });

  for (const encrypted of ['', 'gAAAAABo', 'rw1.!!']) {
    it(`gives what others encrypted to no platform: ${JSON.stringify(encrypted)}`, () => {
      const block = thinkingOf(encrypted, 'hm');
      assert.ok(block.type === 'thinking');
      assert.equal(readOrigin(block.signature)?.platform, '');
      assert.ok(isForeignSignature(block.signature));
    });
  }

  it('has nothing to say of an empty signature', () => {
    assert.equal(encryptedOf(''), undefined);
  });
});
