import { baselineCost, ratedCost } from '../routing/cost.ts';
import type { TargetPrice } from '../routing/price-list.ts';
import type { CallStore, CallUsage, NewCost, Span } from '../store/ports.ts';
import type { Usage } from '../turn/usage.ts';

/** Few enough that a batch holds the database for milliseconds. */
const PAGE = 500;

export interface RerateParts {
  readonly calls: Pick<CallStore, 'usagePage' | 'setCosts'>;
  /** `unknown`: the platform is not configured any more, so that nobody can say. */
  priceAt(platform: string, model: string, at: number): TargetPrice | undefined | 'unknown';
  baselineAt(at: number): TargetPrice | undefined;
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
    const costs = page.map((call) => ({ call, cost: newCost(call, parts) }));
    const written = costs.filter(
      ({ call, cost }) => !isSame(call, cost) || cost.baselineNanoUsd !== call.baselineNanoUsd,
    );
    if (written.length > 0) await parts.calls.setCosts(written.map(({ cost }) => cost));
    sums.calls += page.length;
    for (const { call, cost } of costs) {
      if (!isSame(call, cost)) {
        sums.changed++;
        parts.onChange(call, (cost.costNanoUsd ?? 0) - (call.costNanoUsd ?? 0));
      }
      if (cost.costNanoUsd === null) sums.unpriced++;
      sums.nanoUsdBefore += call.costNanoUsd ?? 0;
      sums.nanoUsdAfter += cost.costNanoUsd ?? 0;
    }
  }
  return sums;
}

/** All calls of a span of time, oldest first, a page at a time. */
async function* pagesOf(calls: Pick<CallStore, 'usagePage'>, span: Span): AsyncGenerator<readonly CallUsage[], void> {
  let after: CallUsage | undefined;
  for (;;) {
    const page = await calls.usagePage(span, PAGE, after);
    if (page.length > 0) yield page;
    after = page.at(-1);
    if (page.length < PAGE) return;
  }
}

/** The tokens of a call's row. */
function usageOf(call: CallUsage): Usage {
  return {
    input: call.inputTokens,
    cacheRead: call.cacheReadTokens,
    cacheWrite5m: call.cacheWrite5mTokens,
    cacheWrite1h: call.cacheWrite1hTokens,
    output: call.outputTokens,
    reasoning: call.reasoningTokens,
  };
}

/** What produced nothing stays as it is, and so does the cost of a call of a platform that is gone. */
function newCost(call: CallUsage, { priceAt, baselineAt }: RerateParts): NewCost {
  const { id, platform, model, startedAt, usageSource } = call;
  const { costNano, costCurrency, costNanoUsd, priceSource, priceId, baselineNanoUsd } = call;
  const kept = { id, costNano, costCurrency, costNanoUsd, priceSource, priceId };
  if (usageSource === 'none') return { ...kept, baselineNanoUsd };
  const usage = usageOf(call);
  const price = platform === null || model === null ? 'unknown' : priceAt(platform, model, startedAt);
  return {
    ...(price === 'unknown' ? kept : { id, ...ratedCost(usage, price, startedAt) }),
    baselineNanoUsd: baselineCost(usage, baselineAt(startedAt), startedAt),
  };
}

function isSame(call: CallUsage, cost: NewCost): boolean {
  return (
    call.costNano === cost.costNano &&
    call.costCurrency === cost.costCurrency &&
    call.costNanoUsd === cost.costNanoUsd &&
    call.priceId === cost.priceId
  );
}
