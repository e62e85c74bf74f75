/** What a case's check works with: the exchange, views on it, and assertions that are collected until the case ends. */

import { isDeepStrictEqual } from 'node:util';
import type { FakePlatform, RecordedRequest } from '../fake-platform/fake-platform.ts';
import { brief, ERROR_TYPE, ERROR_TYPES, messageFaults, streamFaults } from '../support/anthropic-rules.ts';
import { sdkMessage } from '../support/anthropic-sdk.ts';
import type { Exchange, Reply } from '../support/http-client.ts';
import { chatRequestFaults } from '../support/openai-rules.ts';
import type { SseEvent } from '../support/sse.ts';
import type { AnthropicUsage, ContentBlock, Message, UpstreamBody } from '../support/wire.ts';
import type { Case } from './case.ts';

/** What a check that sends its own requests may change of the case's request. */
export interface Overrides {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly timeoutMs?: number;
}

export interface CheckContext {
  readonly case: Case;
  readonly platform: FakePlatform;
  /** The model id that the platform must see. */
  readonly platformModel: string;
  /** The client key that redwolf knows. */
  readonly clientKey: string;
  readonly open: (overrides: Overrides) => Exchange;
}

export class Check {
  readonly case: Case;
  readonly platform: FakePlatform;
  readonly clientKey: string;
  readonly faults: string[] = [];
  assertions = 0;
  /** Whether the last request asked for a stream. */
  isStream: boolean;
  /** The message of the last good reply. */
  message: Message = {};
  readonly #context: CheckContext;
  #reply: Reply | undefined;

  constructor(context: CheckContext) {
    this.case = context.case;
    this.platform = context.platform;
    this.clientKey = context.clientKey;
    this.isStream = Boolean(context.case.stream ?? context.case.body?.['stream']);
    this.#context = context;
  }

  /** The last reply. */
  get reply(): Reply {
    if (this.#reply === undefined) throw new Error('the case has sent nothing yet');
    return this.#reply;
  }

  /** The model calls that reached the platform. */
  get requests(): readonly RecordedRequest[] {
    return this.platform.requests;
  }

  /** The last of them. */
  get sentRequest(): RecordedRequest | undefined {
    return this.requests.at(-1);
  }

  /** What redwolf sent to the platform in it; empty if nothing came, which `good` and `reached` report. */
  get sent(): UpstreamBody {
    return this.sentRequest?.body ?? {};
  }

  /** Begins the case's request, with some of it changed. */
  open(overrides: Overrides = {}): Exchange {
    return this.#context.open(overrides);
  }

  /** Sends the case's request, with some of it changed, and makes its reply the one that is looked at. */
  async send(overrides: Overrides = {}): Promise<Reply> {
    const reply = await this.open(overrides).reply;
    this.#reply = reply;
    return reply;
  }

  fail(fault: string): void {
    this.faults.push(fault);
  }

  ok(holds: unknown, otherwise = 'condition does not hold'): boolean {
    this.assertions += 1;
    if (!holds) this.fail(otherwise);
    return Boolean(holds);
  }

  equal(actual: unknown, expected: unknown, what = 'value'): void {
    this.ok(isDeepStrictEqual(actual, expected), `${what}: got ${brief(actual)}, want ${brief(expected)}`);
  }

  oneOf(actual: unknown, allowed: readonly unknown[], what = 'value'): void {
    const isAllowed = allowed.some((value) => isDeepStrictEqual(value, actual));
    this.ok(isAllowed, `${what}: got ${brief(actual)}, want one of ${brief(allowed)}`);
  }

  includes(text: unknown, part: string, what = 'text'): void {
    const holds = typeof text === 'string' && text.includes(part);
    this.ok(holds, `${what}: ${brief(text)} does not contain ${brief(part)}`);
  }

  excludes(text: unknown, part: string, what = 'text'): void {
    this.ok(!(typeof text === 'string' && text.includes(part)), `${what}: contains ${brief(part)}`);
  }

  /** So many model calls reached the platform. */
  reached(count = 1): void {
    this.equal(this.requests.length, count, 'requests to the platform');
  }

  /**
   * The call succeeded: status, content type, every rule of a message or a stream, the official SDK's own reading, and
   * every request to the platform is one that a strict server takes. Sets `message`. With `requests: null` the number
   * of requests is free.
   */
  async good({ requests = 1 }: { requests?: number | null } = {}): Promise<void> {
    this.message = {};
    const { status, text, error } = this.reply;
    if (!this.ok(status === 200, `status ${status} ${brief(text || error?.message)}`)) return;
    if (requests !== null) this.reached(requests);
    if (this.case.to !== 'anthropic') this.#checkChatRequests();
    if (this.isStream) await this.#checkStream();
    else this.#checkMessage();
  }

  /** The text of all text blocks. */
  text(): string {
    return this.#blocks('text').reduce((all, block) => all + (block.text ?? ''), '');
  }

  /** The text of all thinking blocks. */
  thinking(): string {
    return this.#blocks('thinking').reduce((all, block) => all + (block.thinking ?? ''), '');
  }

  tools(): ContentBlock[] {
    return this.#blocks('tool_use');
  }

  /** Name and input of each tool call. */
  toolPairs(): [string | undefined, unknown][] {
    return this.tools().map((block) => [block.name, block.input]);
  }

  /** The types of all blocks. */
  types(): (string | undefined)[] {
    return (this.message.content ?? []).map((block) => block.type);
  }

  usage(): AnthropicUsage {
    return this.message.usage ?? {};
  }

  /** The reply is an Anthropic error of this status (or one of these), this type (default: the status's own), and text. */
  error(status: number | readonly number[], type?: string | readonly string[], messagePart?: string): void {
    const { reply } = this;
    const statuses = [status].flat();
    const types = type === undefined ? statuses.map((code) => ERROR_TYPE[code]) : [type].flat();
    this.oneOf(reply.status, statuses, 'status');
    const { error } = reply.json ?? {};
    const isError = reply.json?.type === 'error' && typeof error?.message === 'string';
    if (!this.ok(isError, `not an Anthropic error body: ${brief(reply.text)}`)) return;
    this.oneOf(error?.type, types, 'error.type');
    if (messagePart !== undefined) this.includes(error?.message, messagePart, 'error.message');
    this.#checkContentType('application/json');
  }

  /**
   * The failure of a stream is told: by an HTTP error if nothing was sent yet, else by an error event as the last one,
   * and never by a clean ending.
   */
  streamFailed({ type, messagePart }: { type?: string; messagePart?: string } = {}): void {
    const { reply } = this;
    if (reply.status >= 400) {
      const isError = reply.json?.type === 'error' && ERROR_TYPES.has(reply.json.error?.type ?? '');
      this.ok(isError, `status ${reply.status} without an Anthropic error body: ${brief(reply.text)}`);
      if (messagePart !== undefined) this.includes(reply.json?.error?.message, messagePart, 'error.message');
      return;
    }
    const isCleanEnd = reply.events.some((event) => event.json?.type === 'message_stop');
    this.ok(!isCleanEnd, 'a failed upstream stream ends with a clean message_stop');
    const last = reply.events.at(-1);
    const failure = reply.events.find((event) => event.json?.type === 'error' || event.event === 'error');
    if (!this.ok(failure, `no error event (ended by ${reply.ended}; last ${brief(last?.data)})`)) return;
    this.ok(last === failure, 'events after the error event');
    if (failure) this.#checkErrorEvent(failure, type, messagePart);
    for (const fault of streamFaults(reply.events, { complete: false })) this.fail(`stream: ${fault}`);
  }

  #checkErrorEvent(failure: SseEvent, type: string | undefined, messagePart: string | undefined): void {
    const { error } = failure.json ?? {};
    this.equal(failure.event, 'error', 'SSE event name');
    this.equal(failure.json?.type, 'error', 'type of the error event');
    this.ok(ERROR_TYPES.has(error?.type ?? ''), `error event without a known error type: ${brief(failure.data)}`);
    this.ok(typeof error?.message === 'string', `error event without a message: ${brief(failure.data)}`);
    if (type !== undefined) this.equal(error?.type, type, 'error event type');
    if (messagePart !== undefined) this.includes(error?.message, messagePart, 'error event message');
  }

  #checkChatRequests(): void {
    for (const request of this.requests) {
      if (!request.path.endsWith('chat/completions')) continue;
      const faults = chatRequestFaults(request.body, this.#context.platformModel);
      for (const fault of faults) this.fail(`request to the platform: ${fault}`);
    }
  }

  async #checkStream(): Promise<void> {
    const { reply } = this;
    this.#checkContentType('text/event-stream');
    this.equal(reply.ended, 'end', 'how the stream ended');
    for (const fault of streamFaults(reply.events)) this.fail(`stream: ${fault}`);
    try {
      this.message = await sdkMessage(reply);
    } catch (error) {
      this.fail(`official SDK: ${brief(String(error))}`);
    }
  }

  #checkMessage(): void {
    this.#checkContentType('application/json');
    for (const fault of messageFaults(this.reply.json)) this.fail(`message: ${fault}`);
    const message = this.reply.json ?? {};
    this.message = Array.isArray(message.content) ? message : { ...message, content: [] };
  }

  #checkContentType(expected: string): void {
    const type = this.reply.headers['content-type'] ?? '';
    this.ok(type.startsWith(expected), `content-type is ${type}, not ${expected}`);
  }

  #blocks(type: string): ContentBlock[] {
    return (this.message.content ?? []).filter((block) => block.type === type);
  }
}
