import type { Json, JsonObject } from '../../lib/json.ts';
import { wireText } from '../../lib/wire-text.ts';
import type { Fault } from '../../turn/fault.ts';
import type { StopReason } from '../../turn/reply.ts';
import type { TurnRequest } from '../../turn/request.ts';
import type { Usage } from '../../turn/usage.ts';
import type { ClientContext } from '../codec.ts';
import { errorObject } from '../openai-chat/errors.ts';
import { encodeUsage } from './usage.ts';

/** The part of a call's message id that its response and its items share. */
export function idStem(context: ClientContext): string {
  return context.messageId.replace(/^(resp|msg)_/, '');
}

/** The response's id: the platform's own where the client already has it, since it must not change. */
function responseId(context: ClientContext): string {
  return (context.eventsSent ?? 0) > 0 ? context.messageId : `resp_${idStem(context)}`;
}

/** How a response ended, or that it has not. */
export interface ResponseEnd {
  readonly status: 'in_progress' | 'completed' | 'incomplete' | 'failed';
  readonly output: readonly JsonObject[];
  readonly incomplete?: string;
  readonly usage?: Usage;
  readonly fault?: Fault;
}

/**
 * A `Response` object. It repeats the settings of the request, as OpenAI's does, but not its tools and instructions,
 * which the client knows and which would come three times in each stream.
 */
export function responseObject(context: ClientContext, end: ResponseEnd, request?: TurnRequest): JsonObject {
  const { status, output, incomplete, usage, fault } = end;
  return {
    id: responseId(context),
    object: 'response',
    created_at: context.createdAt,
    status,
    background: false,
    error: fault === undefined ? null : errorOf(fault),
    incomplete_details: incomplete === undefined ? null : { reason: incomplete },
    instructions: null,
    max_output_tokens: request?.maxTokens ?? null,
    model: wireText(context.model),
    output: [...output],
    parallel_tool_calls: request?.parallelToolCalls ?? true,
    previous_response_id: null,
    reasoning: { effort: request?.effort ?? null, summary: null },
    store: false,
    temperature: request?.temperature ?? null,
    text: { format: formatOf(request) },
    tool_choice: choiceOf(request),
    tools: [],
    top_p: request?.topP ?? null,
    truncation: 'disabled',
    usage: usage === undefined ? null : encodeUsage(usage),
    metadata: {},
  };
}

/** Why a response is incomplete, in OpenAI's words; undefined for a complete one. */
export function incompleteReason(reason: StopReason): string | undefined {
  if (reason === 'max_tokens' || reason === 'context_window_exceeded') return 'max_output_tokens';
  return reason === 'refusal' ? 'content_filter' : undefined;
}

/** Codex takes every code but a few for a reason to try again (codex-api, sse/responses.rs). */
function errorOf(fault: Fault): JsonObject {
  const { message, code } = errorObject(fault);
  const fallback = fault.kind === 'invalid_request' ? 'invalid_prompt' : 'server_error';
  return { code: wireText(code ?? fallback), message: wireText(message ?? '') };
}

function choiceOf(request: TurnRequest | undefined): Json {
  const choice = request?.toolChoice;
  if (choice === undefined) return 'auto';
  if (choice.kind === 'tool') return { type: 'function', name: choice.name };
  return choice.kind === 'any' ? 'required' : choice.kind;
}

function formatOf(request: TurnRequest | undefined): JsonObject {
  const format = request?.outputFormat;
  if (format === undefined) return { type: 'text' };
  return { type: 'json_schema', name: format.name ?? 'output', schema: format.schema, strict: format.strict ?? false };
}
