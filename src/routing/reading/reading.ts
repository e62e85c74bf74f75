/** What a request is, and what is known of it without asking any model. */

/**
 * `main`: the user said something. `continuation`: the agent goes on by itself, with results of tools and what its client wrote.
 * `count`: tokens are to be counted. `side`: any other call that a client makes for itself.
 */
export type Kind = 'main' | 'continuation' | 'title' | 'web_search' | 'compaction' | 'count' | 'side';

/** Clients whose ways are known. */
export type Client = 'claude-code' | 'codex' | 'opencode' | 'qwen-code';

/** Which conversation a call belongs to. Two users may use the same key. */
export interface Session {
  readonly key: string;
  /** `hash`: the client names none; the key is made of what does not change in a conversation. */
  readonly source: 'header' | 'metadata' | 'hash';
}

/** What every row of a call tells. */
export interface Reading {
  readonly kind: Kind;
  /** Null for clients that are not known. */
  readonly client: Client | null;
  /** Null where there is no conversation to know it by. */
  readonly session: Session | null;
  /** An agent that another agent started has mains and continuations of its own. */
  readonly isSubagent: boolean;
  /** Which subagent it is; null for the main agent. */
  readonly agent: string | null;
  /** The client's id of the user's prompt, the same for all calls that it leads to; null if it sends none. */
  readonly promptId: string | null;
}
