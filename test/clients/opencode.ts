/** opencode itself plays the task through a gateway's /v1/chat/completions, or its /v1/messages. */

import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseJson } from '../support/sse.ts';
import { opencodeScript, type Variant } from './agent-script.ts';
import type { ClientResult, ClientSetting } from './claude-code.ts';
import { platformFaults } from './platform-checks.ts';
import { fileFaults, makeSandbox, runClient, runFaults } from './sandbox.ts';
import { PLATFORM_MODEL, ScriptedPlatform } from './scripted-platform.ts';

/** One line of what opencode prints with `--format json`. */
interface OpencodeEvent {
  readonly type?: string;
  readonly part?: { readonly type?: string; readonly text?: string };
}

// Nothing but the calls that the task needs.
const QUIET = {
  OPENCODE_DISABLE_AUTOUPDATE: '1',
  OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
  OPENCODE_DISABLE_MODELS_FETCH: '1',
  OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
};

/** The packages by which opencode speaks OpenAI's chat protocol and Anthropic's; both are built into it. */
const PACKAGES = { chat: '@ai-sdk/openai-compatible', anthropic: '@ai-sdk/anthropic' } as const;

export function playOpencode(variant: Variant, setting: ClientSetting): Promise<ClientResult> {
  return play(variant, setting, PACKAGES.chat);
}

export function playOpencodeAsAnthropic(variant: Variant, setting: ClientSetting): Promise<ClientResult> {
  return play(variant, setting, PACKAGES.anthropic);
}

async function play(variant: Variant, setting: ClientSetting, npm: string): Promise<ClientResult> {
  const nonce = randomBytes(4).toString('hex');
  const sandbox = await makeSandbox();
  const script = opencodeScript(sandbox.cwd, nonce);
  const platform = new ScriptedPlatform(setting.platform, script, variant, nonce);
  const folder = path.join(sandbox.home, '.config', 'opencode');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'opencode.json'), JSON.stringify(configFile(setting, npm)));
  try {
    const args = ['run', '--auto', '--format', 'json', `Work through the notes task ${nonce}.`];
    const run = await runClient(setting.program, args, { sandbox, env: QUIET, limitSeconds: setting.limitSeconds });
    const faults = [
      ...runFaults(run),
      ...eventFaults(run.stdout, script.final),
      ...fileFaults(sandbox, script.files),
      ...platformFaults(platform, setting.key, false),
    ];
    const requests = platform.played.length;
    return { faults, ms: run.ms, requests, ...(setting.keep ? { folder: sandbox.cwd } : {}) };
  } finally {
    if (!setting.keep) sandbox.remove();
  }
}

function configFile({ baseUrl, key }: ClientSetting, npm: string): object {
  const models = { [PLATFORM_MODEL]: { name: 'Mock', tool_call: true, limit: { context: 200_000, output: 8_000 } } };
  return {
    model: `redwolf/${PLATFORM_MODEL}`,
    small_model: `redwolf/${PLATFORM_MODEL}`,
    share: 'disabled',
    autoupdate: false,
    provider: {
      redwolf: {
        npm,
        name: 'redwolf',
        options: { baseURL: baseUrl, apiKey: key },
        models,
      },
    },
  };
}

function eventFaults(output: string, final: string): string[] {
  const events = output.split('\n').flatMap((line): OpencodeEvent[] => {
    const event = parseJson(line);
    return typeof event === 'object' && event !== null ? [event] : [];
  });
  const faults = events.filter(({ type }) => type === 'error').map((event) => JSON.stringify(event).slice(0, 300));
  const last = events.findLast(({ part }) => part?.type === 'text')?.part?.text;
  if (last !== final) faults.push(`the last words are ${JSON.stringify(last)}`);
  if (output.includes('SECRET-THOUGHT')) faults.push('the reasoning is in the answer');
  return faults;
}
