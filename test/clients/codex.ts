/** Codex itself plays the task through a gateway's /v1/responses. */

import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseJson } from '../support/sse.ts';
import { codexScript, type Variant } from './agent-script.ts';
import type { ClientResult, ClientSetting } from './claude-code.ts';
import { platformFaults } from './platform-checks.ts';
import { fileFaults, makeSandbox, runClient, runFaults } from './sandbox.ts';
import { ScriptedPlatform } from './scripted-platform.ts';

export const CODEX_VARIANTS: readonly Variant[] = ['plain', 'reasoning', 'onechunk', 'finishstop', 'comments'];

/** One line of what Codex prints with `--json`. */
interface CodexEvent {
  readonly type?: string;
  readonly item?: { readonly type?: string; readonly text?: string };
  readonly usage?: { readonly input_tokens?: number; readonly output_tokens?: number };
}

export async function playCodex(variant: Variant, setting: ClientSetting): Promise<ClientResult> {
  const nonce = randomBytes(4).toString('hex');
  const sandbox = await makeSandbox();
  const script = codexScript(nonce);
  const platform = new ScriptedPlatform(setting.platform, script, variant, nonce);
  const codexHome = path.join(sandbox.home, '.codex');
  mkdirSync(codexHome);
  writeFileSync(path.join(codexHome, 'config.toml'), configFile(setting.baseUrl));
  try {
    const args = ['exec', '--skip-git-repo-check', '--dangerously-bypass-approvals-and-sandbox', '--json'];
    const env = { CODEX_HOME: codexHome, REDWOLF_KEY: setting.key };
    const prompt = `Work through the notes task ${nonce}.`;
    const options = { sandbox, env, limitSeconds: setting.limitSeconds };
    const run = await runClient(setting.program, [...args, prompt], options);
    const faults = [
      ...runFaults(run),
      ...eventFaults(run.stdout, platform),
      ...fileFaults(sandbox, script.files),
      ...platformFaults(platform, setting.key, false),
    ];
    const requests = platform.played.length;
    return { faults, ms: run.ms, requests, ...(setting.keep ? { folder: sandbox.cwd } : {}) };
  } finally {
    if (!setting.keep) sandbox.remove();
  }
}

function configFile(baseUrl: string): string {
  return `model = "gpt-5"
model_provider = "redwolf"
[analytics]
enabled = false
[model_providers.redwolf]
name = "redwolf"
base_url = "${baseUrl}"
env_key = "REDWOLF_KEY"
wire_api = "responses"
request_max_retries = 0
stream_max_retries = 0
`;
}

function eventFaults(output: string, { script, counted }: ScriptedPlatform): string[] {
  const events = output.split('\n').flatMap((line): CodexEvent[] => {
    const event = parseJson(line);
    return typeof event === 'object' && event !== null ? [event] : [];
  });
  const failures = events.filter(({ type }) => type === 'turn.failed' || type === 'error');
  const faults = failures.map((event) => JSON.stringify(event).slice(0, 300));
  const last = events.findLast(({ item }) => item?.type === 'agent_message')?.item?.text;
  if (last !== script.final) faults.push(`the last words are ${JSON.stringify(last)}`);
  const usage = events.find(({ type }) => type === 'turn.completed')?.usage;
  const isRight = usage?.input_tokens === counted.prompt && usage.output_tokens === counted.completion;
  if (!isRight) faults.push(`usage ${JSON.stringify(usage)}, ${JSON.stringify(counted)} counted`);
  return faults;
}
