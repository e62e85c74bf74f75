import { header } from '../../lib/headers.ts';
import { asObject } from '../../lib/json.ts';
import { asksForTitle, BEGINNING_BYTES, type OwnPurpose, purposeOfSystem } from '../../turn/client-text.ts';
import type { CodexMetadata } from './codex-metadata.ts';
import { saidAt, wordOf } from './conversation.ts';
import { type LatestTurn, latestTurn } from './latest-turn.ts';
import type { Client, Kind } from './reading.ts';
import type { RequestView } from './request-view.ts';
import { systemTexts } from './system-text.ts';

const COUNT_PATH = '/count_tokens';

/** What kind of call a request is. What headers say holds; else its body tells. */
export function kindOf(request: RequestView, client: Client | null, codex: CodexMetadata): Kind {
  if (request.path.endsWith(COUNT_PATH)) return 'count';
  const said = saidByHeaders(request, codex);
  if (said === 'compaction' || said === 'side') return said;
  const turn = latestTurn(request);
  if (said === 'main') return loopKind(turn);
  const own = ownCall(request, turn, client);
  return said === 'auxiliary' ? (own ?? 'side') : (own ?? loopKind(turn));
}

/**
 * What the client itself calls the request: Claude Code with CLAUDE_CODE_GATEWAY_HINT_HEADERS=1, and Codex. `auxiliary` is some
 * call of Claude Code's own.
 */
function saidByHeaders({ headers }: RequestView, codex: CodexMetadata): 'main' | 'auxiliary' | Kind | undefined {
  if (header(headers, 'x-claude-code-compaction') !== undefined) return 'compaction';
  const told = header(headers, 'x-claude-code-request-class');
  if (told === 'main' || told === 'auxiliary' || told === 'compaction') return told;
  if (codex.kind === 'compaction' || codex.subagent === 'compact') return 'compaction';
  if (codex.kind === 'prewarm' || codex.kind === 'memory' || codex.subagent === 'memory_consolidation') return 'side';
  return codex.kind === 'turn' ? 'main' : undefined;
}

/** An agent's own step, or the user's. A picture alone is said by the user, unless it comes with a tool's result. */
function loopKind({ hasOwnWords, hasParts, hasResults, hasMedia }: LatestTurn): Kind {
  if (hasOwnWords || !hasParts) return 'main';
  return hasMedia && !hasResults ? 'main' : 'continuation';
}

/** A call that the client makes for itself; undefined for one of the conversation with the user. */
function ownCall(request: RequestView, turn: LatestTurn, client: Client | null): Kind | undefined {
  // Nothing can be told of a body that could not be read.
  if (!turn.hasParts) return undefined;
  if (turn.text !== undefined && turn.text !== 'own' && turn.text !== 'note') return turn.text;
  if (OUTPUT_LIMITS.some((name) => request.field(name)?.json() === 1)) return 'side';
  const tools = offeredTools(request);
  if (tools === 'search') return 'web_search';
  if (tools === 'others') return undefined;
  return purposeWithoutTools(request) ?? (client === null ? undefined : 'side');
}

/** Asking for one token is a question whether the key still has credit. */
const OUTPUT_LIMITS = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'] as const;

// Declarations of tools that the client runs are longer, and there are more of them.
const MOST_BYTES_OF_SEARCH = 2_000;

const MOST_BYTES_OF_TITLE = 1_000;

/** The tools that are offered: none, or nothing but a search that the platform runs. */
function offeredTools(request: RequestView): 'none' | 'search' | 'others' {
  if (request.sizeOf('tools') > MOST_BYTES_OF_SEARCH) return 'others';
  const tools = request.field('tools')?.elements() ?? [];
  const [first] = tools;
  if (first === undefined) return 'none';
  return tools.length === 1 && wordOf(first, 'type').startsWith('web_search') ? 'search' : 'others';
}

/** Coding clients offer tools whenever they talk to their user. */
function purposeWithoutTools(request: RequestView): OwnPurpose | undefined {
  for (const text of systemTexts(request)) {
    const purpose = purposeOfSystem(text.beginning(BEGINNING_BYTES));
    if (purpose !== undefined) return purpose;
  }
  return wantsTitle(request) || opensWithTitle(request) ? 'title' : undefined;
}

/** The first text of the user's side asks for a title; opencode does so in a message of its own, before the user's. */
function opensWithTitle(request: RequestView): boolean {
  for (let index = 0; index < request.length; index++) {
    const said = saidAt(request, index);
    if (said?.role === 'system') continue;
    const [first] = said?.role === 'user' ? said.parts() : [];
    return first?.kind === 'text' && asksForTitle(first.text.beginning(BEGINNING_BYTES));
  }
  return false;
}

/** True if the answer is to be JSON with a title and nothing else. */
function wantsTitle(request: RequestView): boolean {
  const format =
    request.field('output_config')?.field('format') ??
    request.field('response_format')?.field('json_schema') ??
    request.field('text')?.field('format');
  const properties = format?.field('schema')?.field('properties');
  if (properties === undefined || properties.size > MOST_BYTES_OF_TITLE) return false;
  return Object.keys(asObject(properties.json()) ?? {}).join() === 'title';
}
