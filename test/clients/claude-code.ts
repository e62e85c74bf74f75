/** Claude Code itself plays one variant of the task through a gateway. */

import { randomBytes } from 'node:crypto';
import type { FakePlatform } from '../fake-platform/fake-platform.ts';
import { parseJson } from '../support/sse.ts';
import { claudeCodeScript, type Variant } from './agent-script.ts';
import { platformFaults } from './platform-checks.ts';
import { probeFaults } from './probes.ts';
import { fileFaults, makeSandbox, runClient, runFaults } from './sandbox.ts';
import { ScriptedPlatform } from './scripted-platform.ts';
import { Tap } from './tap.ts';

export interface ClientSetting {
  /** The client's executable. */
  readonly program: string;
  /** Where the client shall find its API. */
  readonly baseUrl: string;
  readonly key: string;
  /** Behind the gateway. */
  readonly platform: FakePlatform;
  readonly limitSeconds: number;
  readonly keep: boolean;
}

export interface ClientResult {
  readonly faults: readonly string[];
  readonly ms: number;
  readonly requests: number;
  /** What else there is to say. */
  readonly note?: string;
  /** The client's folder, if it was kept. */
  readonly folder?: string;
}

/** What Claude Code prints with `--output-format json`. */
interface Output {
  readonly is_error?: boolean;
  readonly result?: string;
  readonly stop_reason?: string;
  readonly usage?: {
    readonly input_tokens?: number;
    readonly output_tokens?: number;
    readonly cache_read_input_tokens?: number;
    readonly cache_creation_input_tokens?: number;
  };
}

// Nothing but the calls that the task needs; `1`, since a gateway's fault must show and not be tried away.
export const QUIET = {
  IS_SANDBOX: '1',
  DISABLE_TELEMETRY: '1',
  DISABLE_ERROR_REPORTING: '1',
  DISABLE_AUTOUPDATER: '1',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  CLAUDE_CODE_MAX_RETRIES: '1',
};

export async function playClaudeCode(variant: Variant, setting: ClientSetting): Promise<ClientResult> {
  const nonce = randomBytes(4).toString('hex');
  const sandbox = await makeSandbox();
  const script = claudeCodeScript(variant, sandbox.cwd, nonce);
  const platform = new ScriptedPlatform(setting.platform, script, variant, nonce);
  const tap = await Tap.start(setting.baseUrl);
  try {
    const prompt = `Work through the notes task ${nonce}.`;
    const args = ['-p', prompt, '--dangerously-skip-permissions', '--output-format', 'json'];
    const env = { ...QUIET, ANTHROPIC_BASE_URL: tap.url, ANTHROPIC_AUTH_TOKEN: setting.key };
    const run = await runClient(setting.program, args, { sandbox, env, limitSeconds: setting.limitSeconds });
    const faults = [
      ...runFaults(run),
      ...outputFaults(parseJson(run.stdout) as Output | undefined, platform),
      ...(run.stdout.includes('SECRET-THOUGHT') ? ['the reasoning is in the answer'] : []),
      ...fileFaults(sandbox, script.files),
      ...platformFaults(platform, setting.key, variant === 'image'),
      ...tap.faults().map((fault) => `wire: ${fault}`),
    ];
    const requests = platform.played.length;
    faults.push(...(await probeFaults(setting.baseUrl, setting.key)));
    return { faults, ms: run.ms, requests, ...(setting.keep ? { folder: sandbox.cwd } : {}) };
  } finally {
    await tap.close();
    if (!setting.keep) sandbox.remove();
  }
}

/** The client's own account of the run. */
function outputFaults(output: Output | undefined, { script, counted }: ScriptedPlatform): string[] {
  if (output === undefined) return ['the output is no JSON'];
  const { is_error, result, stop_reason, usage = {} } = output;
  const faults: string[] = [];
  if (is_error) faults.push(`the result is an error: ${result}`);
  if (result !== script.final) faults.push(`the last words are ${JSON.stringify(result)}`);
  if (stop_reason !== 'end_turn') faults.push(`the last stop_reason is ${stop_reason}`);
  const { input_tokens = 0, cache_read_input_tokens = 0, cache_creation_input_tokens = 0, output_tokens = 0 } = usage;
  const input = input_tokens + cache_read_input_tokens + cache_creation_input_tokens;
  if (input !== counted.prompt) faults.push(`${input} input tokens shown, ${counted.prompt} counted`);
  if (output_tokens !== counted.completion)
    faults.push(`${output_tokens} output tokens shown, ${counted.completion} counted`);
  if (cache_read_input_tokens === 0) faults.push('tokens from the cache are not shown');
  return faults;
}
