import type { KeyStatisticsReply, KeysOverviewReply } from '../admin/contract/keys.ts';
import type { KeyStatisticsPort } from '../admin/ports.ts';
import { RedwolfError } from '../lib/errors.ts';
import type { KeyStore, UsageStore, UsageSum } from '../store/ports.ts';
import { dollarsOfNano } from '../turn/cost.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

type Sums = KeyStatisticsReply['summary'];

/** What keys used in a span of time: sums over the rows. */
export class KeyStatistics implements KeyStatisticsPort {
  readonly #keys: KeyStore;
  readonly #usage: UsageStore;

  constructor(keys: KeyStore, usage: UsageStore) {
    this.#keys = keys;
    this.#usage = usage;
  }

  async ofKey(id: string, from: number, until: number): Promise<KeyStatisticsReply> {
    const key = (await this.#keys.list()).find((candidate) => candidate.id === id);
    if (key === undefined) throw new RedwolfError('KEY_UNKNOWN', `There is no key with the id "${id}".`);
    const by = (group: 'model' | 'platform' | 'day') => this.#usage.usage(group, from, until, key.id);
    const [models, platforms, days] = await Promise.all([by('model'), by('platform'), by('day')]);
    return {
      from,
      until,
      summary: days.map(sumsOf).reduce(together, NONE),
      byModel: models.map((sum) => ({ model: sum.group, ...sumsOf(sum) })),
      byPlatform: platforms.map((sum) => ({ platform: sum.group, ...sumsOf(sum) })),
      byDay: days.map((sum) => ({ day: dayText(Number(sum.group)), ...sumsOf(sum) })),
    };
  }

  /** Every key that there is, also one that made no calls. */
  async overview(from: number, until: number): Promise<KeysOverviewReply> {
    const [keys, sums] = await Promise.all([this.#keys.list(), this.#usage.usage('keyId', from, until)]);
    const byKey = new Map(sums.map((sum) => [sum.group, sumsOf(sum)]));
    return { from, until, keys: keys.map(({ id, name }) => ({ id, name, ...(byKey.get(id) ?? NONE) })) };
  }
}

const NONE: Sums = { calls: 0, inputTokens: 0, outputTokens: 0, usd: 0, unpriced: 0 };

function sumsOf({ calls, inputTokens, outputTokens, nanoUsd, unpriced }: UsageSum): Sums {
  return { calls, inputTokens, outputTokens, usd: dollarsOfNano(nanoUsd), unpriced };
}

function together(a: Sums, b: Sums): Sums {
  return {
    calls: a.calls + b.calls,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    usd: a.usd + b.usd,
    unpriced: a.unpriced + b.unpriced,
  };
}

function dayText(days: number): string {
  return new Date(days * DAY_MS).toISOString().slice(0, 10);
}
