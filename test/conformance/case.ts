/** A case of the conformance kit: what the client sends, what the platform answers, and what must hold then. */

import type { RecordedRequest, ScriptedReply } from '../fake-platform/fake-platform.ts';
import type { Exchange, SendOptions } from '../support/http-client.ts';
import type { Check } from './check.ts';

/** The kind of platform behind redwolf. */
export type Dialect = 'openai' | 'anthropic' | 'dashscope' | 'openrouter' | 'ollama' | 'lmstudio';

/**
 * Answers one request of the case. `index` counts the requests; `client` is the call that led to it, for replies that
 * wait until the client saw something.
 */
export type Upstream = (
  request: RecordedRequest,
  index: number,
  client: Exchange,
) => ScriptedReply | undefined | Promise<ScriptedReply>;

export interface CaseSpec {
  /** Default `openai`. */
  readonly to?: Dialect;
  readonly method?: string;
  /** Default `/v1/messages`. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly stream?: boolean;
  /** Fields over those of a minimal request; one that is undefined is left out. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** The body as text, instead of `body`. */
  readonly rawBody?: string;
  readonly upstream?: ScriptedReply | Upstream;
  readonly call?: Pick<SendOptions, 'abortWhen'>;
  readonly timeoutMs?: number;
  /** The check itself sends the requests. */
  readonly manual?: true;
  readonly check: (t: Check) => Promise<void> | void;
}

export interface Case extends CaseSpec {
  /** `group/name` */
  readonly id: string;
}

export function one(id: string, spec: CaseSpec): Case {
  return { id, ...spec };
}

/** The same case twice: the reply as JSON, and as a stream. */
export function both(id: string, spec: CaseSpec): Case[] {
  return [
    { id: `${id}.json`, ...spec, stream: false },
    { id: `${id}.sse`, ...spec, stream: true },
  ];
}

/** What a client may be told when the platform cannot be reached or answers nonsense. */
export const GATEWAY_FAULTS = [500, 502, 503, 504, 529] as const;
export const GATEWAY_FAULT_TYPES = ['api_error', 'overloaded_error', 'timeout_error'] as const;
