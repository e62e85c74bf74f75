import type { TargetPrice } from '../routing/price-list.ts';
import type { CallUsage } from '../store/ports.ts';
import { costOf } from '../turn/cost.ts';
import { usageOf } from './rerate.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** What calls are put together by. */
export type SavedBy = 'key' | 'day' | 'model';

/** Billionths of a US dollar. */
export interface SavedSums {
  readonly calls: number;
  readonly unpriced: number;
  readonly nanoUsd: number;
  readonly baselineNanoUsd: number;
}

export const NOTHING_SAVED: SavedSums = { calls: 0, unpriced: 0, nanoUsd: 0, baselineNanoUsd: 0 };

/**
 * What one call cost, and what the same tokens would have cost on the baseline: reads from a cache stay reads, at its
 * cached price, as a client that caches would have cached there too. A call that has no known price counts as unpriced and
 * adds nothing; one that produced nothing is not counted.
 */
export function savedBy(call: CallUsage, baseline: TargetPrice | undefined): SavedSums {
  if (call.usageSource === 'none') return NOTHING_SAVED;
  const wouldCost = costOf(usageOf(call), baseline?.price, call.startedAt);
  if (call.costNanoUsd === null || wouldCost === null || baseline === undefined)
    return { ...NOTHING_SAVED, unpriced: 1 };
  const baselineNanoUsd = Math.round(wouldCost * baseline.usdPerUnit);
  return { calls: 1, unpriced: 0, nanoUsd: call.costNanoUsd, baselineNanoUsd };
}

export function addSaved(a: SavedSums, b: SavedSums): SavedSums {
  return {
    calls: a.calls + b.calls,
    unpriced: a.unpriced + b.unpriced,
    nanoUsd: a.nanoUsd + b.nanoUsd,
    baselineNanoUsd: a.baselineNanoUsd + b.baselineNanoUsd,
  };
}

/** The group of a call; a day is that of UTC. */
export function savedGroup(call: CallUsage, by: SavedBy): string {
  if (by === 'key') return call.keyId;
  if (by === 'day') return new Date(Math.floor(call.startedAt / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
  return call.platform === null ? '' : `${call.platform}:${call.model}`;
}
