import { auditEntry } from '../admin/audit-entry.ts';
import type { PricesReply, PriceView, RerateReply, SavedReply } from '../admin/contract/prices.ts';
import type { Actor, PricesPort } from '../admin/ports.ts';
import type { Clock } from '../lib/clock.ts';
import type { KeyId } from '../lib/ids.ts';
import { Turns } from '../lib/turns.ts';
import type { PriceBook } from '../prices/book.ts';
import { factsOf, type ModelRef } from '../routing/catalog.ts';
import { priceOf } from '../routing/price.ts';
import type { TargetPrice } from '../routing/price-list.ts';
import type { Routing } from '../routing/routing.ts';
import type { AuditLog } from '../store/account-ports.ts';
import type { CallRecorder, CallStore, Span } from '../store/ports.ts';
import { dollarsOfNano } from '../turn/cost.ts';
import { pagesOf, rerate } from './rerate.ts';
import { addSaved, NOTHING_SAVED, type SavedBy, type SavedSums, savedBy, savedGroup } from './saved.ts';

export interface PriceSettings {
  readonly cnyPerUsd: number;
  /** `platform:model`, of a configured platform or of a type of platform. */
  readonly baseline: string;
}

export interface PricesParts {
  readonly book: PriceBook;
  readonly settings: PriceSettings;
  readonly calls: Pick<CallStore, 'usagePage' | 'setCosts'>;
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
    const { catalog } = await this.#loadedRouting();
    return await this.#turns.take(async () => {
      await recorder.flush();
      const { nanoUsdBefore, nanoUsdAfter, ...counts } = await rerate(
        {
          calls,
          priceAt(platform, model, at) {
            const upstream = catalog.find(platform);
            return upstream === undefined ? 'unknown' : targetPrice({ upstream, model }, at);
          },
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
    const { settings, calls } = this.#parts;
    const baseline = await this.#baseline();
    const groups = new Map<string, SavedSums>();
    let total = NOTHING_SAVED;
    for await (const page of pagesOf(calls, span)) {
      for (const call of page) {
        const sums = savedBy(call, baseline(call.startedAt));
        const group = savedGroup(call, by);
        groups.set(group, addSaved(groups.get(group) ?? NOTHING_SAVED, sums));
        total = addSaved(total, sums);
      }
    }
    return {
      ...span,
      baseline: { model: settings.baseline, id: baseline(Number.POSITIVE_INFINITY)?.id ?? null },
      total: savedView(total),
      groups: [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([group, sums]) => ({ group, ...savedView(sums) })),
    };
  }

  /** Of a configured platform, else of a type of platform. */
  async #baseline(): Promise<(at: number) => TargetPrice | undefined> {
    const { book, settings } = this.#parts;
    const { catalog } = await this.#loadedRouting();
    const pin = catalog.parsePin(settings.baseline);
    if (pin !== undefined) return (at) => targetPrice(pin, at);
    const [type = '', ...model] = settings.baseline.split(':');
    await book.load([type]);
    const list = book.list(type);
    return (at) => list.find(model.join(':'), at);
  }

  async #loadedRouting(): Promise<Routing> {
    const routing = this.#parts.routing();
    await this.#parts.book.load(routing.catalog.upstreams.map(({ platform }) => platform.type));
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

function savedView({ calls, unpriced, nanoUsd, baselineNanoUsd }: SavedSums): SavedReply['total'] {
  const savedUsd = dollarsOfNano(baselineNanoUsd - nanoUsd);
  return { calls, unpriced, usd: dollarsOfNano(nanoUsd), baselineUsd: dollarsOfNano(baselineNanoUsd), savedUsd };
}
