/** qwen-code itself plays the task through a gateway's /v1/chat/completions. */

import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseJson } from '../support/sse.ts';
import { qwenScript, type Variant } from './agent-script.ts';
import type { ClientResult, ClientSetting } from './claude-code.ts';
import { platformFaults } from './platform-checks.ts';
import { fileFaults, makeSandbox, runClient, runFaults } from './sandbox.ts';
import { PLATFORM_MODEL, ScriptedPlatform } from './scripted-platform.ts';

/** An item of what qwen-code prints with `--output-format json`. */
interface QwenItem {
  readonly type?: string;
  readonly is_error?: boolean;
  readonly result?: string;
}

const SETTINGS = {
  privacy: { usageStatisticsEnabled: false },
  telemetry: { enabled: false },
  general: { disableAutoUpdate: true, disableUpdateNag: true },
  security: { auth: { selectedType: 'openai' } },
};

export async function playQwenCode(variant: Variant, setting: ClientSetting): Promise<ClientResult> {
  const nonce = randomBytes(4).toString('hex');
  const sandbox = await makeSandbox();
  const script = qwenScript(sandbox.cwd, nonce);
  const platform = new ScriptedPlatform(setting.platform, script, variant, nonce);
  mkdirSync(path.join(sandbox.home, '.qwen'));
  writeFileSync(path.join(sandbox.home, '.qwen', 'settings.json'), JSON.stringify(SETTINGS));
  try {
    const prompt = `Work through the notes task ${nonce}.`;
    const args = ['--yolo', '--auth-type', 'openai', '--output-format', 'json', '-p', prompt];
    const env = {
      OPENAI_API_KEY: setting.key,
      OPENAI_BASE_URL: setting.baseUrl,
      OPENAI_MODEL: PLATFORM_MODEL,
    };
    const run = await runClient(setting.program, args, { sandbox, env, limitSeconds: setting.limitSeconds });
    const faults = [
      ...runFaults(run),
      ...outputFaults(run.stdout, script.final),
      ...fileFaults(sandbox, script.files),
      ...platformFaults(platform, setting.key, false),
    ];
    const requests = platform.played.length;
    return { faults, ms: run.ms, requests, ...(setting.keep ? { folder: sandbox.cwd } : {}) };
  } finally {
    if (!setting.keep) sandbox.remove();
  }
}

function outputFaults(output: string, final: string): string[] {
  const items = parseJson(output.slice(output.indexOf('[')));
  if (!Array.isArray(items)) return ['the output is no list'];
  const result = (items as QwenItem[]).findLast(({ type }) => type === 'result');
  const faults = result?.is_error === false ? [] : [`the result is ${JSON.stringify(result).slice(0, 300)}`];
  if (result?.result !== final) faults.push(`the last words are ${JSON.stringify(result?.result)}`);
  if (result?.result?.includes('SECRET-THOUGHT')) faults.push('the reasoning is in the answer');
  return faults;
}
