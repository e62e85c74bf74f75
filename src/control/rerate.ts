import { ratedCost } from '../routing/cost.ts';
import type { TargetPrice } from '../routing/price-list.ts';
import type { CallStore, CallUsage, NewCost, Span } from '../store/ports.ts';
import type { Usage } from '../turn/usage.ts';

/** Few enough that a batch holds the database for milliseconds. */
const PAGE = 500;

export interface RerateParts {
  readonly calls: Pick<CallStore, 'usagePage' | 'setCosts'>;
  /** `unknown`: the platform is not configured any more, so that nobody can say. */
  priceAt(platform: string, model: string, at: number): TargetPrice | undefined | 'unknown';
  /** Told of each call that costs something else now. */
  onChange(call: CallUsage, moreNanoUsd: number): void;
}

export interface Rerated {
  readonly calls: number;
  readonly changed: number;
  readonly unpriced: number;
  readonly nanoUsdBefore: number;
  readonly nanoUsdAfter: number;
}

/**
 * Counts again what calls cost, from their tokens and by the prices that are known now. In pages, each written wholly or
 * not at all, so that it can be broken off and begun anew. A call of a platform that is gone keeps its cost.
 *
 * Rejects as the store does.
 */
export async function rerate(parts: RerateParts, span: Span): Promise<Rerated> {
  const sums = { calls: 0, changed: 0, unpriced: 0, nanoUsdBefore: 0, nanoUsdAfter: 0 };
  for await (const page of pagesOf(parts.calls, span)) {
    const costs = page.map((call) => newCost(call, parts));
    const changed = page.flatMap((call, index) => {
      const cost = costs[index];
      return cost === undefined || isSame(call, cost) ? [] : [{ call, cost }];
    });
    if (changed.length > 0) await parts.calls.setCosts(changed.map(({ cost }) => cost));
    for (const { call, cost } of changed) parts.onChange(call, (cost.costNanoUsd ?? 0) - (call.costNanoUsd ?? 0));
    sums.calls += page.length;
    sums.changed += changed.length;
    for (const [index, call] of page.entries()) {
      const { costNanoUsd } = costs[index] ?? call;
      if (costNanoUsd === null) sums.unpriced++;
      sums.nanoUsdBefore += call.costNanoUsd ?? 0;
      sums.nanoUsdAfter += costNanoUsd ?? 0;
    }
  }
  return sums;
}

/** All calls of a span of time, oldest first, a page at a time. */
export async function* pagesOf(
  calls: Pick<CallStore, 'usagePage'>,
  span: Span,
): AsyncGenerator<readonly CallUsage[], void> {
  let after: CallUsage | undefined;
  for (;;) {
    const page = await calls.usagePage(span, PAGE, after);
    if (page.length > 0) yield page;
    after = page.at(-1);
    if (page.length < PAGE) return;
  }
}

/** The tokens of a call's row. */
export function usageOf(call: CallUsage): Usage {
  return {
    input: call.inputTokens,
    cacheRead: call.cacheReadTokens,
    cacheWrite5m: call.cacheWrite5mTokens,
    cacheWrite1h: call.cacheWrite1hTokens,
    output: call.outputTokens,
    reasoning: call.reasoningTokens,
  };
}

/** Undefined where it stays as it is. */
function newCost(call: CallUsage, { priceAt }: RerateParts): NewCost | undefined {
  const { id, platform, model, startedAt, usageSource } = call;
  if (usageSource === 'none' || platform === null || model === null) return undefined;
  const price = priceAt(platform, model, startedAt);
  return price === 'unknown' ? undefined : { id, ...ratedCost(usageOf(call), price, startedAt) };
}

function isSame(call: CallUsage, cost: NewCost): boolean {
  return (
    call.costNano === cost.costNano &&
    call.costCurrency === cost.costCurrency &&
    call.costNanoUsd === cost.costNanoUsd &&
    call.priceId === cost.priceId
  );
}
