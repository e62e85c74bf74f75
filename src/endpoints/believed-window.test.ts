import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { believedWindow } from './believed-window.ts';

const CLI = { 'user-agent': 'claude-cli/2.1.330 (external, cli)' };

describe('believedWindow', () => {
  const names: [string, number][] = [
    ['claude-sonnet-4-5-20250929', 200_000],
    ['claude-3-5-haiku-20241022', 200_000],
    ['claude-opus-4-6', 200_000],
    ['claude-opus-5-5', 1_000_000],
    ['claude-sonnet-5', 1_000_000],
    ['claude-qwen3-coder', 1_000_000],
    ['qwen3-coder', 1_000_000],
    ['dashscope:qwen3-coder', 1_000_000],
  ];
  for (const [name, window] of names) {
    it(`of ${name} is ${window}`, () => assert.equal(believedWindow(CLI, name), window));
  }

  it('is large with the beta for it', () => {
    const headers = { ...CLI, 'anthropic-beta': 'claude-code-20250219,context-1m-2025-08-07' };
    assert.equal(believedWindow(headers, 'claude-sonnet-4-5-20250929'), 1_000_000);
  });

  it('is not known of other clients', () => {
    assert.equal(believedWindow({ 'user-agent': 'Anthropic/JS 1.12.0' }, 'claude-sonnet-4-5-20250929'), undefined);
    assert.equal(believedWindow({}, 'm'), undefined);
  });
});
