import { header } from '../../lib/headers.ts';
import { asObject, asString, type JsonObject } from '../../lib/json.ts';
import { objectField, type RequestView } from './request-view.ts';

/**
 * What Codex tells of a request: in headers, and again in `client_metadata` of the body. All absent for other clients.
 * Source: github.com/openai/codex, core/src/responses_metadata.rs.
 */
export interface CodexMetadata {
  /** `turn`, `prewarm`, `compaction` or `memory`. */
  readonly kind?: string | undefined;
  /** As headers tell it. */
  readonly session?: string | undefined;
  readonly sessionInBody?: string | undefined;
  readonly thread?: string | undefined;
  readonly turn?: string | undefined;
  readonly parentThread?: string | undefined;
  /** What the subagent is for; absent for the main agent. */
  readonly subagent?: string | undefined;
}

const TURN = 'x-codex-turn-metadata';
const PARENT = 'x-codex-parent-thread-id';
const SUBAGENT = 'x-openai-subagent';

/** Headers win over the body. */
export function codexMetadata(request: RequestView): CodexMetadata {
  if (request.protocol !== 'openai-responses') return {};
  const inHeader = (name: string) => header(request.headers, name);
  const body = objectField(request, 'client_metadata') ?? {};
  const turnInHeader = parse(inHeader(TURN));
  const turn = inHeader(TURN) === undefined ? parse(asString(body[TURN])) : turnInHeader;
  return {
    kind: asString(turn['request_kind']),
    session: inHeader('session-id') ?? inHeader('session_id') ?? asString(turnInHeader['session_id']),
    sessionInBody: asString(body['session_id']) ?? asString(turn['session_id']),
    thread: inHeader('thread-id') ?? asString(turn['thread_id']) ?? asString(body['thread_id']),
    turn: asString(turn['turn_id']) ?? asString(body['turn_id']),
    parentThread: inHeader(PARENT) ?? asString(turn['parent_thread_id']) ?? asString(body[PARENT]),
    subagent: inHeader(SUBAGENT) ?? asString(turn['subagent_kind']) ?? asString(body[SUBAGENT]),
  };
}

function parse(text: string | undefined): JsonObject {
  if (text === undefined) return {};
  try {
    return asObject(JSON.parse(text)) ?? {};
  } catch {
    return {};
  }
}
