import { header } from '../../lib/headers.ts';
import { asObject, asString } from '../../lib/json.ts';
import type { CodexMetadata } from './codex-metadata.ts';
import { fingerprint } from './fingerprint.ts';
import { plainId } from './ids.ts';
import type { Session } from './reading.ts';
import { objectField, type RequestView } from './request-view.ts';

/** Headers that name the conversation. opencode's subagents have a session of their own, and name their parent's too. */
const HEADERS = ['x-claude-code-session-id', 'x-parent-session-id', 'x-session-id', 'x-session-affinity'] as const;

// Anthropic's `metadata.user_id` in its older form: `user_…_account_…_session_<uuid>`.
const OLDER_USER_ID = /_session_([\w-]{8,})$/;
// Codex and opencode put the session here; other clients of OpenAI's a name that many conversations share.
const SESSION_LIKE = /^(?:[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}|ses_\w+)$/i;

const LONGEST_KEY = 128;

/** Which conversation a request belongs to: a header says it, the body, or what does not change in a conversation. */
export function sessionOf(request: RequestView, codex: CodexMetadata): Session | null {
  const named = plainId(fromHeaders(request) ?? codex.session);
  if (named !== null) return { key: named, source: 'header' };
  const told = plainId(codex.sessionInBody ?? fromMetadata(request));
  if (told !== null) return { key: told, source: 'metadata' };
  const key = fingerprint(request);
  return key === null ? null : { key, source: 'hash' };
}

function fromHeaders({ headers }: RequestView): string | undefined {
  for (const name of HEADERS) {
    const value = header(headers, name);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

function fromMetadata(request: RequestView): string | undefined {
  const metadata = objectField(request, 'metadata');
  const userId = asString(metadata?.['user_id']);
  const session = userId === undefined ? undefined : sessionOfUser(userId);
  // qwen-code, where the platform is DashScope.
  const told = session ?? asString(metadata?.['sessionId']) ?? asString(metadata?.['session_id']);
  if (told !== undefined && told !== '') return told;
  const cacheKey = request.field('prompt_cache_key')?.text(LONGEST_KEY) ?? '';
  return SESSION_LIKE.test(cacheKey) ? cacheKey : undefined;
}

/** The session in Anthropic's `metadata.user_id` as Claude Code writes it: JSON, or the older form. */
function sessionOfUser(userId: string): string | undefined {
  if (!userId.startsWith('{')) return OLDER_USER_ID.exec(userId)?.[1];
  try {
    return asString(asObject(JSON.parse(userId))?.['session_id']);
  } catch {
    return undefined;
  }
}
