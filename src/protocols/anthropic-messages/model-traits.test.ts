import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { modelTraits } from './model-traits.ts';

describe('modelTraits', () => {
  const table: [string, string, boolean][] = [
    ['claude-3-5-sonnet-20241022', 'none', true],
    ['claude-3-haiku-20240307', 'none', true],
    ['claude-3-7-sonnet-latest', 'budget', true],
    ['claude-sonnet-4-20250514', 'budget', true],
    ['claude-opus-4-1-20250805', 'budget', true],
    ['claude-sonnet-4-5', 'budget', true],
    ['claude-haiku-4-5-20251001', 'budget', true],
    ['claude-opus-4-6', 'adaptive', true],
    ['claude-opus-4-7', 'adaptive', false],
    ['claude-sonnet-5', 'adaptive', false],
    ['claude-opus-5-5', 'adaptive', false],
    ['claude-mythos-preview', 'adaptive', false],
    ['anthropic/claude-4.7-opus', 'adaptive', false],
    ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', 'budget', true],
    ['glm-5', 'budget', true],
    ['kimi-k2-thinking', 'budget', true],
  ];
  for (const [model, thinking, canBeSampled] of table) {
    it(`knows ${model}`, () => {
      const traits = modelTraits(model);
      assert.deepEqual([traits.thinking, traits.canBeSampled], [thinking, canBeSampled]);
    });
  }
});
