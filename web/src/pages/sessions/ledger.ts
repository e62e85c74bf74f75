/** What a session was spent for. */

import type { CallSessionReply } from '../../../../src/admin/contract/usage.ts';

type Part = CallSessionReply['parts'][number];

const SUMS = [
  'calls',
  'errors',
  'unpriced',
  'inputTokens',
  'cacheReadTokens',
  'cacheWrite5mTokens',
  'cacheWrite1hTokens',
  'outputTokens',
  'usd',
] as const;

export interface LedgerEntry extends Pick<Part, 'purpose' | 'agent' | (typeof SUMS)[number]> {
  /** Of the session's cost; of its tokens where nothing has a price. From 0 to 1. */
  readonly share: number;
  readonly models: readonly string[];
}

/** An entry for each purpose, those of subagents apart; the dearest first. */
export function ledgerOf(parts: readonly Part[]): readonly LedgerEntry[] {
  const entries = new Map<string, LedgerEntry>();
  for (const part of parts) {
    const name = JSON.stringify([part.purpose, part.agent]);
    entries.set(name, added(entries.get(name), part));
  }
  const all = [...entries.values()];
  const isPriced = all.some(({ usd }) => usd > 0);
  const weigh = (entry: LedgerEntry) => (isPriced ? entry.usd : tokensOf(entry));
  const total = all.reduce((sum, entry) => sum + weigh(entry), 0);
  return all
    .map((entry) => ({ ...entry, share: total === 0 ? 0 : weigh(entry) / total }))
    .toSorted((a, b) => b.share - a.share || b.calls - a.calls);
}

function added(entry: LedgerEntry | undefined, part: Part): LedgerEntry {
  const { purpose, agent, model } = part;
  const sums = Object.fromEntries(SUMS.map((name) => [name, (entry?.[name] ?? 0) + part[name]]));
  const models = [...new Set([...(entry?.models ?? []), ...(model === null ? [] : [model])])];
  return { ...part, ...sums, purpose, agent, models, share: 0 };
}

function tokensOf(entry: LedgerEntry): number {
  const { inputTokens, cacheReadTokens, cacheWrite5mTokens, cacheWrite1hTokens, outputTokens } = entry;
  return inputTokens + cacheReadTokens + cacheWrite5mTokens + cacheWrite1hTokens + outputTokens;
}
