import { dollarsOfNano } from '../lib/money.ts';
import type { CallRow } from '../store/ports.ts';
import type { CallView } from './contract/calls.ts';

/** What a call looks like on the wire. @param words the beginning of what the user said in it */
export function callView(row: CallRow, words: string | null): CallView {
  const { plan, attempts, losses, decision } = row;
  return {
    ...plainView(row, words),
    decision: decision === null ? null : JSON.parse(decision),
    plan: JSON.parse(plan),
    attempts: JSON.parse(attempts),
    losses: JSON.parse(losses),
  };
}

/**
 * The same as JSON text. What the row has as JSON goes into it as it is, which takes half the time.
 *
 * @param more fields besides
 */
export function callJson(row: CallRow, words: string | null, more: object = {}): string {
  const { plan, attempts, losses, decision } = row;
  const plain = JSON.stringify(plainView(row, words, more)).slice(0, -1);
  return `${plain},"decision":${decision},"plan":${plan},"attempts":${attempts},"losses":${losses}}`;
}

/** A copy of all fields with some undefined is made far faster than one without them, and is the same JSON. */
const APART = {
  plan: undefined,
  attempts: undefined,
  losses: undefined,
  decision: undefined,
  costNano: undefined,
  costNanoUsd: undefined,
  baselineNanoUsd: undefined,
};

function plainView(
  row: CallRow,
  words: string | null,
  more: object = {},
): Omit<CallView, 'decision' | 'plan' | 'attempts' | 'losses'> {
  const { costNano, costNanoUsd, baselineNanoUsd } = row;
  const isCompared = row.usageSource !== 'none' && costNanoUsd !== null && baselineNanoUsd !== null;
  const endedAt = endOf(row);
  return {
    ...row,
    ...APART,
    startedAtIso: new Date(row.startedAt).toISOString(),
    endedAt,
    endedAtIso: new Date(endedAt).toISOString(),
    usd: moneyOf(costNanoUsd),
    cost: moneyOf(costNano),
    baselineUsd: moneyOf(baselineNanoUsd),
    savedUsd: isCompared ? dollarsOfNano(baselineNanoUsd - costNanoUsd) : null,
    words,
    ...more,
  };
}

/** When a call ended: UTC milliseconds. */
export function endOf({ startedAt, totalMs }: Pick<CallRow, 'startedAt' | 'totalMs'>): number {
  return startedAt + Math.round(totalMs);
}

function moneyOf(nano: number | null): number | null {
  return nano === null ? null : dollarsOfNano(nano);
}
