import { auditEntry } from '../admin/audit-entry.ts';
import type { PricesReply, PriceView, RerateReply, SavedReply } from '../admin/contract/prices.ts';
import type { Actor, PricesPort } from '../admin/ports.ts';
import type { Clock } from '../lib/clock.ts';
import type { KeyId } from '../lib/ids.ts';
import { dollarsOfNano } from '../lib/money.ts';
import { Turns } from '../lib/turns.ts';
import type { PriceBook } from '../prices/book.ts';
import { factsOf, type ModelRef } from '../routing/catalog.ts';
import { priceOf } from '../routing/price.ts';
import type { TargetPrice } from '../routing/price-list.ts';
import { pricedTypes, type Routing } from '../routing/routing.ts';
import type { AuditLog } from '../store/account-ports.ts';
import type { CallRecorder, CallStore, Span, UsageDimension, UsageStore, UsageSum } from '../store/ports.ts';
import { rerate } from './rerate.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** What calls are put together by. */
type SavedBy = 'key' | 'day' | 'model';

const SAVED_BY: Readonly<Record<SavedBy, readonly UsageDimension[]>> = {
  key: ['keyId'],
  day: ['day'],
  model: ['platform', 'model'],
};

export interface PriceSettings {
  readonly cnyPerUsd: number;
  /** `platform:model`, of a configured platform or of a type of platform. */
  readonly baseline: string;
}

export interface PricesParts {
  readonly book: PriceBook;
  readonly settings: PriceSettings;
  readonly calls: Pick<CallStore, 'usagePage' | 'setCosts'>;
  readonly usage: Pick<UsageStore, 'usage'>;
  readonly recorder: Pick<CallRecorder, 'flush'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly clock: Pick<Clock, 'now'>;
  routing(): Routing;
  /** Corrects what a key has spent. @param at when the call began */
  correct(key: KeyId, at: number, moreNanoUsd: number): void;
}

/** Prices by the admin API and the command line: which ones hold, history by other ones, and what was saved. */
export class Prices implements PricesPort {
  readonly #parts: PricesParts;
  /** One re-rating after the other. */
  readonly #turns = new Turns(1);

  constructor(parts: PricesParts) {
    this.#parts = parts;
  }

  async list(): Promise<PricesReply> {
    const { catalog } = await this.#loadedRouting();
    return { ...this.#parts.settings, prices: catalog.models().map(priceView) };
  }

  async rerate(since: number, who: Actor): Promise<RerateReply> {
    const { calls, recorder, audit, clock, correct } = this.#parts;
    const { catalog, baseline } = await this.#loadedRouting();
    return await this.#turns.take(async () => {
      await recorder.flush();
      const { nanoUsdBefore, nanoUsdAfter, ...counts } = await rerate(
        {
          calls,
          priceAt(platform, model, at) {
            const upstream = catalog.find(platform);
            return upstream === undefined ? 'unknown' : targetPrice({ upstream, model }, at);
          },
          baselineAt: (at) => baseline.priceAt(at),
          onChange: ({ keyId, startedAt }, more) => correct(keyId, startedAt, more),
        },
        { from: since, until: Number.MAX_SAFE_INTEGER },
      );
      const sums = { usdBefore: dollarsOfNano(nanoUsdBefore), usdAfter: dollarsOfNano(nanoUsdAfter) };
      const what = `Counted ${counts.calls} calls again; ${counts.changed} cost something else now.`;
      await audit.append(auditEntry(who, clock.now(), { action: 'prices.rerate', what, after: sums }));
      return { ...counts, ...sums };
    });
  }

  async saved(span: Span, by: SavedBy): Promise<SavedReply> {
    const { settings, usage } = this.#parts;
    const { baseline } = await this.#loadedRouting();
    const [[total], groups] = await Promise.all([
      usage.usage({ span, by: [] }),
      usage.usage({ span, by: SAVED_BY[by] }),
    ]);
    return {
      ...span,
      baseline: { model: settings.baseline, id: baseline.priceAt(Number.POSITIVE_INFINITY)?.id ?? null },
      total: savedView(total),
      groups: groups.map((sums) => ({ group: groupText(sums.group, by), ...savedView(sums) })),
    };
  }

  async #loadedRouting(): Promise<Routing> {
    const routing = this.#parts.routing();
    await this.#parts.book.load(pricedTypes(routing));
    return routing;
  }
}

function targetPrice(ref: ModelRef, at?: number): TargetPrice | undefined {
  return priceOf({ ...ref, facts: factsOf(ref) }, at);
}

function priceView(ref: ModelRef): PriceView {
  const { price, source = null, id = null, from = null, date = null } = targetPrice(ref) ?? {};
  return { platform: ref.upstream.id, model: ref.model, price: price ? shown(price) : null, source, id, from, date };
}

function shown({ currency = 'USD', tiers, peak, ...rates }: TargetPrice['price']): NonNullable<PriceView['price']> {
  return {
    currency,
    ...rates,
    ...(tiers !== undefined && { tiers: [...tiers] }),
    ...(peak !== undefined && {
      peak: { ...peak, weekdays: [...peak.weekdays], hours: peak.hours.map(([from, to]) => [from, to] as const) },
    }),
  };
}

function savedView(sums: UsageSum | undefined): SavedReply['total'] {
  const { calls = 0, compared = 0, comparedNanoUsd = 0, baselineNanoUsd = 0, withoutUsage = 0 } = sums ?? {};
  return {
    calls: compared,
    unpriced: calls - compared - withoutUsage,
    usd: dollarsOfNano(comparedNanoUsd),
    baselineUsd: dollarsOfNano(baselineNanoUsd),
    savedUsd: dollarsOfNano(baselineNanoUsd - comparedNanoUsd),
  };
}

function groupText(group: readonly string[], by: SavedBy): string {
  if (by === 'day') return new Date(Number(group[0]) * DAY_MS).toISOString().slice(0, 10);
  return group.every((part) => part === '') ? '' : group.join(':');
}
