import type { UsageSumsView } from '../../src/admin/contract/usage.ts';

/** Sums of no calls. */
export const NO_SUMS: UsageSumsView = {
  calls: 0,
  errors: 0,
  aborted: 0,
  unpriced: 0,
  inputTokens: 0,
  cacheReadTokens: 0,
  cacheWrite5mTokens: 0,
  cacheWrite1hTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  usd: 0,
  compared: 0,
  baselineUsd: 0,
  savedUsd: 0,
};
