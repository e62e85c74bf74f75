import type { KeyStatisticsReply, KeysOverviewReply } from '../admin/contract/keys.ts';
import type { KeyStatisticsPort } from '../admin/ports.ts';
import { RedwolfError } from '../lib/errors.ts';
import { dollarsOfNano } from '../lib/money.ts';
import type { KeyStore, UsageStore, UsageSum } from '../store/ports.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

type Sums = KeyStatisticsReply['summary'];

/** What keys used in a span of time: sums of whole hours. */
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
    const by = (group: 'model' | 'platform' | 'day') =>
      this.#usage.usage({ span: { from, until }, by: [group], where: { keyId: [key.id] } });
    const [models, platforms, days] = await Promise.all([by('model'), by('platform'), by('day')]);
    return {
      from,
      until,
      summary: days.map(sumsOf).reduce(together, NONE),
      byModel: models.map((sum) => ({ model: nameOf(sum), ...sumsOf(sum) })),
      byPlatform: platforms.map((sum) => ({ platform: nameOf(sum), ...sumsOf(sum) })),
      byDay: days.map((sum) => ({ day: dayText(Number(nameOf(sum))), ...sumsOf(sum) })),
    };
  }

  /** Every key that there is, also one that made no calls. */
  async overview(from: number, until: number): Promise<KeysOverviewReply> {
    const [keys, sums] = await Promise.all([
      this.#keys.list(),
      this.#usage.usage({ span: { from, until }, by: ['keyId'] }),
    ]);
    const byKey = new Map(sums.map((sum) => [nameOf(sum), sumsOf(sum)]));
    return { from, until, keys: keys.map(({ id, name }) => ({ id, name, ...(byKey.get(id) ?? NONE) })) };
  }
}

const NONE: Sums = { calls: 0, inputTokens: 0, outputTokens: 0, usd: 0, unpriced: 0 };

function sumsOf({ calls, outputTokens, nanoUsd, unpriced, ...sum }: UsageSum): Sums {
  const inputTokens = sum.inputTokens + sum.cacheReadTokens + sum.cacheWrite5mTokens + sum.cacheWrite1hTokens;
  return { calls, inputTokens, outputTokens, usd: dollarsOfNano(nanoUsd), unpriced };
}

function nameOf({ group }: UsageSum): string {
  return group[0] ?? '';
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
