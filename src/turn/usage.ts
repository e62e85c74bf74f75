/**
 * Tokens of one call, as disjoint counts: no token is in two of them, except `reasoning`, which is the part of `output`
 * that was thinking. Anthropic counts so by itself; OpenAI's prompt_tokens includes the cached ones and is taken apart.
 */
export interface Usage {
  /** Input that was neither read from nor written to a cache. */
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite5m: number;
  readonly cacheWrite1h: number;
  /** All output, thinking included. */
  readonly output: number;
  /** The part of `output` that was thinking, where the platform says so. */
  readonly reasoning: number;
}

export const NO_USAGE: Usage = { input: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, output: 0, reasoning: 0 };
