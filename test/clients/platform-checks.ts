/** What the platform must have seen when the task is done. */

import { textOf } from '../support/openai-rules.ts';
import type { ChatMessage } from '../support/wire.ts';
import type { ScriptedCall } from './agent-script.ts';
import { PLATFORM_MODEL, type PlayedRequest, type ScriptedPlatform } from './scripted-platform.ts';

const LEAST_SYSTEM_CHARACTERS = 500;

/** All that is wrong with it. */
export function platformFaults(platform: ScriptedPlatform, clientKey: string, wantsImage: boolean): string[] {
  const { played, script } = platform;
  const agents = played.filter((request) => request.isAgents);
  const faults = [...platform.faults];
  const expected = script.steps.length + 1;
  if (agents.length !== expected) faults.push(`${agents.length} requests of the agent, ${expected} expected`);
  const last = agents.at(-1)?.body.messages;
  if (last === undefined) return faults;
  agents.forEach(({ step }, index) => {
    if (step !== index) faults.push(`request ${index} of the agent stands at step ${step}`);
  });
  faults.push(...callFaults(platform, last), ...wordFaults(platform, last, wantsImage));
  faults.push(...agents.flatMap(modelFaults), ...prefixFaults(agents));
  const leaks = played.filter(({ headers }) => JSON.stringify(headers).includes(clientKey));
  if (leaks.length > 0) faults.push('the client key reached the platform');
  return faults;
}

/** Every call of the script is in the history, with its arguments and its result. */
function callFaults({ script }: ScriptedPlatform, messages: readonly ChatMessage[]): string[] {
  const expected = script.steps.flatMap((step) => step.calls);
  const calls = messages.flatMap((message) => message.tool_calls ?? []);
  const results = new Map(messages.map((message) => [message.tool_call_id, textOf(message.content)]));
  const faults = calls.length === expected.length ? [] : [`${calls.length} tool calls, ${expected.length} expected`];
  expected.forEach((wanted, index) => {
    const call = calls[index];
    if (call === undefined) return;
    const at = `call ${index} (${wanted.name})`;
    if (call.function?.name !== wanted.name) faults.push(`${at} is called ${call.function?.name}`);
    faults.push(
      ...argumentFaults(at, wanted, call.function?.arguments),
      ...resultFaults(at, wanted, results.get(call.id)),
    );
  });
  return faults;
}

function argumentFaults(at: string, wanted: ScriptedCall, json = ''): string[] {
  let got: Record<string, unknown>;
  try {
    got = JSON.parse(json);
  } catch {
    return [`${at}: arguments that are no JSON`];
  }
  const wrong = Object.keys(wanted.args).filter((name) => got[name] !== wanted.args[name]);
  return wrong.map((name) => `${at}: the argument ${name} came back as ${JSON.stringify(got[name])}`);
}

function resultFaults(at: string, { result }: ScriptedCall, text: string | undefined): string[] {
  if (text === undefined) return [`${at}: no result`];
  if (result !== undefined && !result.test(text)) return [`${at}: the result does not match ${result}: ${text}`];
  if (/"type":\s*"(image|tool_reference|text|tool_result)"/.test(text)) return [`${at}: blocks sent as JSON text`];
  return [];
}

function wordFaults({ nonce }: ScriptedPlatform, messages: readonly ChatMessage[], wantsImage: boolean): string[] {
  const texts = (role: string) =>
    messages.filter((message) => message.role === role).map(({ content }) => textOf(content));
  const system = texts('system').join('');
  const faults: string[] = [];
  if (system.length < LEAST_SYSTEM_CHARACTERS) faults.push(`a system prompt of ${system.length} characters`);
  if (system.includes('x-anthropic-billing-header')) faults.push('the billing header was passed on');
  if (!texts('user').some((text) => text.includes(nonce))) faults.push("the user's own words are missing");
  const hasImage = JSON.stringify(messages).includes('"image_url"');
  if (wantsImage && !hasImage) faults.push('the image did not reach the platform');
  return faults;
}

function modelFaults({ body }: PlayedRequest): string[] {
  return body.model === PLATFORM_MODEL ? [] : [`model ${body.model}`];
}

/** The beginning of the conversation stays the same from request to request: platforms cache it. */
function prefixFaults(agents: readonly PlayedRequest[]): string[] {
  return agents.slice(1).flatMap(({ body }, index) => {
    const before = agents[index]?.body.messages ?? [];
    const changed = before.findIndex((message, at) => JSON.stringify(message) !== JSON.stringify(body.messages?.[at]));
    return changed < 0 ? [] : [`request ${index + 1}: messages[${changed}] changed, which breaks prompt caches`];
  });
}
