/**
 * Claude Code meets the overflow of a platform in the middle of a task: it has to compact by itself (or lower `max_tokens`,
 * where that is enough) and go on to the end.
 */

import { anthropicMessage, anthropicStream } from '../fake-platform/anthropic-replies.ts';
import type { FakePlatform, RecordedRequest, ScriptedReply } from '../fake-platform/fake-platform.ts';
import { answer } from '../fake-platform/openai-replies.ts';
import type { OverflowFixture } from '../fixtures/context-overflow.ts';
import { parseJson } from '../support/sse.ts';
import { type ClientResult, type ClientSetting, QUIET } from './claude-code.ts';
import { makeSandbox, runClient, runFaults } from './sandbox.ts';

/** So many tools were run when the conversation becomes too long: one exchange alone cannot be compacted. */
const STEPS = 3;
const FINAL = 'All finished after the overflow. 完成';
const SUMMARY =
  '<analysis>The task went well.</analysis>\n<summary>Three steps are done. Say the last words.</summary>';
/** What Claude Code's request for a summary begins with. */
const COMPACTION = 'CRITICAL: Respond with TEXT ONLY';

/** What Claude Code prints with `--output-format json`. */
interface Output {
  readonly is_error?: boolean;
  readonly result?: string;
}

/** A platform that says once, word by word, that the conversation does not fit. */
class OverflowPlatform {
  readonly #fixture: OverflowFixture;
  #calls = 0;
  overflows = 0;
  compactions = 0;
  /** `max_tokens` of each request of the agent. */
  readonly maxTokens: number[] = [];

  constructor(platform: FakePlatform, fixture: OverflowFixture) {
    this.#fixture = fixture;
    platform.play((request) => this.#answer(request));
  }

  get calls(): number {
    return this.#calls;
  }

  #answer(request: RecordedRequest): ScriptedReply {
    const { body = {}, path } = request;
    if (path.endsWith('/models')) return { json: { object: 'list', data: [] } };
    if (path.endsWith('/count_tokens')) return { status: 404, json: { error: { message: 'not found' } } };
    this.#calls++;
    const conversation = JSON.stringify(body.messages ?? []);
    if (JSON.stringify(body.messages?.at(-1) ?? '').includes(COMPACTION)) {
      this.compactions++;
      return this.#say(request, SUMMARY);
    }
    this.maxTokens.push(Number(body.max_tokens ?? Object(body)['max_completion_tokens']));
    const results = conversation.split(/"tool_call_id"|"tool_use_id"/).length - 1;
    if (this.overflows > 0) return this.#say(request, FINAL);
    if (results < STEPS) return this.#run(request, results);
    this.overflows++;
    const { status, body: json } = this.#fixture;
    return { status, json };
  }

  #say(request: RecordedRequest, text: string): ScriptedReply {
    if (this.#fixture.protocol === 'openai-chat') return answer({ text })(request);
    return this.#anthropic(request, [{ type: 'text', text }], 'end_turn');
  }

  #run(request: RecordedRequest, step: number): ScriptedReply {
    const args = { command: `echo step-${step}`, description: 'A step' };
    if (this.#fixture.protocol === 'openai-chat') {
      return answer({ text: '', tools: [{ id: `call_${step}`, name: 'Bash', args }] })(request);
    }
    const call = { type: 'tool_use', id: `toolu_${step}`, name: 'Bash', input: args };
    return this.#anthropic(request, [call], 'tool_use');
  }

  /** With an id of its own: Claude Code takes replies of the same id for one. */
  #anthropic(request: RecordedRequest, blocks: Parameters<typeof anthropicStream>[0], stop: string): ScriptedReply {
    const id = `msg_${this.#calls}`;
    if (request.body?.stream !== true) return anthropicMessage({ id, content: blocks, stop_reason: stop });
    const { stream } = anthropicStream(blocks, { stop });
    return { stream: stream.map((piece) => piece.replaceAll('msg_up01', id)) };
  }
}

/** Plays one platform's overflow; `setting.model` names a model on a platform of its protocol. */
export async function playOverflow(
  fixture: OverflowFixture,
  setting: ClientSetting & { readonly model: string },
): Promise<ClientResult> {
  const sandbox = await makeSandbox();
  const platform = new OverflowPlatform(setting.platform, fixture);
  try {
    const args = ['-p', 'Run the three steps, then say the last words.', '--dangerously-skip-permissions'];
    const env = { ...QUIET, ANTHROPIC_BASE_URL: setting.baseUrl, ANTHROPIC_AUTH_TOKEN: setting.key };
    const run = await runClient(setting.program, [...args, '--output-format', 'json', '--model', setting.model], {
      sandbox,
      env,
      limitSeconds: setting.limitSeconds,
    });
    const faults = [...runFaults(run), ...overflowFaults(parseJson(run.stdout) as Output | undefined, platform)];
    const note = platform.compactions > 0 ? 'compacted' : `max_tokens ${platform.maxTokens.slice(-2).join(' → ')}`;
    const folder = setting.keep ? { folder: sandbox.cwd } : {};
    return { faults, ms: run.ms, requests: platform.calls, note, ...folder };
  } finally {
    if (!setting.keep) sandbox.remove();
  }
}

function overflowFaults(output: Output | undefined, platform: OverflowPlatform): string[] {
  const faults: string[] = [];
  if (output === undefined) return ['the output is no JSON'];
  if (output.is_error) faults.push(`the result is an error: ${output.result}`);
  if (output.result !== FINAL) faults.push(`the last words are ${JSON.stringify(output.result)}`);
  if (platform.overflows !== 1) faults.push(`${platform.overflows} overflows, 1 expected`);
  if (platform.compactions > 1) faults.push(`${platform.compactions} compactions`);
  return faults;
}
