import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { stopReason } from './stop-reason.ts';

describe('stopReason', () => {
  for (const finish of ['stop', 'eos', 'tool_calls', 'function_call', 'new_word', undefined]) {
    it(`is the end of a turn, or its calls: ${finish}`, () => {
      assert.equal(stopReason(finish, false), 'end_turn');
      assert.equal(stopReason(finish, true), 'tool_use');
    });
  }

  for (const finish of ['length', 'max_tokens', 'model_length']) {
    it(`is the limit, with calls or without: ${finish}`, () => {
      assert.equal(stopReason(finish, false), 'max_tokens');
      assert.equal(stopReason(finish, true), 'max_tokens');
    });
  }

  for (const finish of ['content_filter', 'sensitive', 'safety', 'refusal']) {
    it(`is a refusal, with calls or without: ${finish}`, () => {
      assert.equal(stopReason(finish, false), 'refusal');
      assert.equal(stopReason(finish, true), 'refusal');
    });
  }
});
