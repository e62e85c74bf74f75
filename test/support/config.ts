/** Configuration files as texts, against types of platforms of the tests' own. */

import assert from 'node:assert/strict';
import type { KnownTypes } from '../../src/config/checks.ts';
import type { LoadedConfig } from '../../src/config/config.ts';
import { parseConfig } from '../../src/config/load.ts';
import { RedwolfError } from '../../src/lib/errors.ts';

const ANTHROPIC = { protocol: 'anthropic-messages', baseUrl: 'https://anthropic.example', auth: 'x-api-key' } as const;
const CHAT = { protocol: 'openai-chat', baseUrl: 'https://chat.example/v1', auth: 'bearer' } as const;
const CHAT_ELSEWHERE = { protocol: 'openai-chat', auth: 'bearer' } as const;

/** Types that differ in what they need and speak. */
export const TYPES: KnownTypes = new Map([
  ['anthropic', { needsKey: true, protocols: [ANTHROPIC] }],
  ['ollama', { needsKey: false, protocols: [CHAT, ANTHROPIC] }],
  ['openai', { needsKey: true, protocols: [CHAT] }],
  ['openai-compatible', { needsKey: false, protocols: [CHAT_ELSEWHERE] }],
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
