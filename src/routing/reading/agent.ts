import { header } from '../../lib/headers.ts';
import type { CodexMetadata } from './codex-metadata.ts';
import { fingerprint } from './fingerprint.ts';
import { plainId } from './ids.ts';
import type { RequestView } from './request-view.ts';

// What Codex calls a subagent, and is the main conversation's own affair.
const NO_AGENTS: ReadonlySet<string> = new Set(['compact', 'memory_consolidation']);

/**
 * Which subagent asks: its id, or a name made of its conversation where the client only says that it is one. Null for the main
 * agent.
 *
 * @param billing Claude Code's billing header, or empty
 */
export function agentOf(request: RequestView, billing: string, codex: CodexMetadata): string | null {
  const { headers } = request;
  const named = plainId(header(headers, 'x-claude-code-agent-id') ?? codexAgent(codex) ?? opencodeAgent(request));
  if (named !== null) return named;
  return billing.includes('cc_is_subagent=true') ? fingerprint(request) : null;
}

function codexAgent({ thread, session, parentThread, subagent }: CodexMetadata): string | undefined {
  if (subagent !== undefined && NO_AGENTS.has(subagent)) return undefined;
  const isAgent = subagent !== undefined || (parentThread !== undefined && parentThread !== thread);
  return isAgent ? (thread ?? subagent ?? session) : undefined;
}

/** opencode's subagents are sessions with a parent. */
function opencodeAgent({ headers }: RequestView): string | undefined {
  if (header(headers, 'x-parent-session-id') === undefined) return undefined;
  return header(headers, 'x-session-id') ?? header(headers, 'x-session-affinity');
}
