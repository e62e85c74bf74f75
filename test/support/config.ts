/** Configuration files as texts, against types of platforms of the tests' own. */

import assert from 'node:assert/strict';
import type { KnownTypes } from '../../src/config/checks.ts';
import type { LoadedConfig } from '../../src/config/config.ts';
import { parseConfig } from '../../src/config/load.ts';
import { RedwolfError } from '../../src/lib/errors.ts';

/** Types that differ in what they need and speak. */
export const TYPES: KnownTypes = new Map([
  ['anthropic', { needsKey: true, needsBaseUrl: false, speaks: ['anthropic-messages'] }],
  ['ollama', { needsKey: false, needsBaseUrl: false, speaks: ['openai-chat', 'anthropic-messages'] }],
  ['openai', { needsKey: true, needsBaseUrl: false, speaks: ['openai-chat'] }],
  ['openai-compatible', { needsKey: false, needsBaseUrl: true, speaks: ['openai-chat'] }],
]);

/** The configuration in a text. */
export function parse(text: string, environment: NodeJS.ProcessEnv = {}, file = 'redwolf.yaml'): LoadedConfig {
  return parseConfig(file, text, environment, TYPES);
}

/** The lines of the message that name the problems, without their indentation. */
export function problemsOf(text: string, environment: NodeJS.ProcessEnv = {}, file = 'redwolf.yaml'): string[] {
  try {
    parse(text, environment, file);
  } catch (error) {
    assert.ok(error instanceof RedwolfError, String(error));
    assert.equal(error.code, 'CONFIG_INVALID');
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
  assert.fail('the file was accepted');
}
