import { Command, InvalidArgumentError, type OptionValues } from 'commander';
import type { PriceView } from '../admin/contract/prices.ts';
import { Prices } from '../control/prices.ts';
import { systemClock } from '../lib/clock.ts';
import type { Store } from '../store/store.ts';
import { openCommandConfiguration } from './command-configuration.ts';
import { addStoreOptions, openCommandStore, type StorePlace } from './command-store.ts';
import { table } from './table.ts';
import { whoCalls } from './who-calls.ts';

/** `redwolf prices …`: what models cost, and history counted again by it. */
export function pricesCommand(): Command {
  const command = new Command('prices').description('Show what models cost, and count past calls again.');
  addPricesCommand(command, 'list', 'show the price of each configured model, and who says so', list);
  addPricesCommand(command, 'rerate', 'count again what past calls cost, by the prices of now', rerate).option(
    '--since <time>',
    'only calls that began then or later, such as 2027-01-31',
    readTime,
    0,
  );
  return command;
}

function addPricesCommand(
  parent: Command,
  name: string,
  description: string,
  run: (prices: Prices, options: OptionValues) => Promise<void>,
): Command {
  const command = addStoreOptions(parent.command(name).description(description));
  return command.action(async () => {
    const options = command.opts<StorePlace & OptionValues>();
    await withPrices(options, (prices) => run(prices, options));
  });
}

async function list(prices: Prices): Promise<void> {
  const { prices: views } = await prices.list();
  const head = ['MODEL', 'INPUT', 'OUTPUT', 'CACHED', 'SOURCE', 'DATE'];
  for (const line of table([head, ...views.map(priceLine)])) console.log(line);
}

/** Per million tokens; a plus where it depends on the length or the hour. */
function priceLine({ platform, model, price, source, date }: PriceView): string[] {
  const name = `${platform}:${model}`;
  if (price === null) return [name, 'unpriced', '', '', '', ''];
  const more = price.tiers !== undefined || price.peak !== undefined ? '+' : '';
  const rate = (amount: number | null) => (amount === null ? '' : `${amount} ${price.currency}${more}`);
  return [name, rate(price.input), rate(price.output), rate(price.cacheRead), source ?? '', date ?? ''];
}

async function rerate(prices: Prices, options: OptionValues): Promise<void> {
  const { calls, changed, unpriced, usdBefore, usdAfter } = await prices.rerate(Number(options['since']), whoCalls());
  console.log(
    `Of ${calls} calls ${changed} cost something else now: $${usdBefore.toFixed(4)} → $${usdAfter.toFixed(4)}.`,
  );
  if (unpriced > 0) console.log(`${unpriced} are unpriced.`);
  console.error('Budgets of a gateway that runs follow when it starts again; its POST /api/prices/rerate does both.');
}

async function withPrices(place: StorePlace, work: (prices: Prices) => Promise<void>): Promise<void> {
  const store = await openCommandStore(place);
  try {
    await work(await pricesOf(store, place));
  } finally {
    await store.close();
  }
}

/** Local platforms that only a running gateway finds keep their costs. */
async function pricesOf(store: Store, place: StorePlace): Promise<Prices> {
  const { configuration, book } = await openCommandConfiguration(store, place);
  const { calls, usage, recorder, audit } = store;
  return new Prices({
    ...{ book, calls, usage, recorder, audit, clock: systemClock },
    settings: configuration.base.config.prices,
    routing: () => configuration.routing,
    correct() {},
  });
}

function readTime(text: string): number {
  const time = Date.parse(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time))
    throw new InvalidArgumentError('A time is written as 2027-01-31 or 2027-01-31T18:00:00Z.');
  return time;
}
