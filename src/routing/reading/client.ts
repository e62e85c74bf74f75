import { header, type IncomingHeaders } from '../../lib/headers.ts';
import type { Client } from './reading.ts';

/** Beginnings of the user agent, in lower case. */
const AGENTS: readonly (readonly [string, Client])[] = [
  ['claude-cli/', 'claude-code'],
  ['codex', 'codex'],
  ['opencode/', 'opencode'],
  ['qwencode/', 'qwen-code'],
];

/**
 * Which coding client asks, by what it says of itself: the user agent, or headers that only it sends. Null if it is none that
 * is known. Source: requests of Claude Code 2.1.330, Codex 0.169, opencode 1.18, qwen-code 0.15.
 */
export function clientOf(headers: IncomingHeaders): Client | null {
  if (header(headers, 'x-claude-code-session-id') !== undefined) return 'claude-code';
  if (header(headers, 'x-codex-turn-metadata') !== undefined) return 'codex';
  const agent = header(headers, 'user-agent')?.toLowerCase() ?? '';
  return AGENTS.find(([beginning]) => agent.startsWith(beginning))?.[1] ?? null;
}
