import { Command, InvalidArgumentError, type OptionValues } from 'commander';
import type { PriceView } from '../admin/contract/prices.ts';
import { DEFAULT_CONFIG, NOTHING_DECLARED } from '../config/to-config.ts';
import { RuntimeConfiguration } from '../control/configuration.ts';
import { Prices } from '../control/prices.ts';
import { systemClock } from '../lib/clock.ts';
import { version } from '../lib/version.ts';
import { PLATFORMS } from '../platforms/index.ts';
import { PriceBook } from '../prices/book.ts';
import { openStore } from '../store/open-store.ts';
import type { Store } from '../store/store.ts';
import { openVault } from '../store/vault.ts';
import { dataDirOption, findConfigFile } from './data-dir.ts';
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
  const command = parent.command(name).description(description).addOption(dataDirOption());
  command.option('--config <file>', 'configuration file (default: as for start)');
  return command.action(async () => {
    const options: OptionValues = command.opts();
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

async function withPrices(options: OptionValues, work: (prices: Prices) => Promise<void>): Promise<void> {
  const dataDir = String(options['dataDir']);
  const store = await openStore({ dataDir, version: version(), warn: console.error });
  try {
    await work(await pricesOf(store, dataDir, options['config']));
  } finally {
    await store.close();
  }
}

/** By the configuration of the file and the store. Local platforms that only a running gateway finds keep their costs. */
async function pricesOf(store: Store, dataDir: string, configFile: unknown): Promise<Prices> {
  const { sealer } = await openVault({ dataDir, environment: process.env, settings: store.settings });
  const { config, ...declared } = await readConfig(
    typeof configFile === 'string' ? configFile : findConfigFile(dataDir, process.cwd()),
  );
  const book = new PriceBook(config.prices.cnyPerUsd, console.error);
  const unlisted = config.platforms.filter(({ models }) => models.length === 0).map(({ id }) => id);
  const configuration = await RuntimeConfiguration.open(
    {
      ...{ config, ...declared, prices: book, found: [], types: PLATFORMS },
      file: declared.file,
      listedAtStart: new Set(unlisted),
    },
    { store: store.configuration, sealer, clock: systemClock, onChange() {} },
  );
  return new Prices({
    ...{ book, settings: config.prices, calls: store.calls, usage: store.usage, recorder: store.recorder },
    ...{ audit: store.audit, clock: systemClock },
    routing: () => configuration.routing,
    correct() {},
  });
}

async function readConfig(file: string | undefined) {
  if (file === undefined) return { config: DEFAULT_CONFIG, ...NOTHING_DECLARED, file };
  const { loadConfig } = await import('../config/load.ts');
  const { config, declaredRouting, declaredSettings } = loadConfig(file, process.env, PLATFORMS);
  return { config, declaredRouting, declaredSettings, file };
}

function readTime(text: string): number {
  const time = Date.parse(text);
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(time))
    throw new InvalidArgumentError('A time is written as 2027-01-31 or 2027-01-31T18:00:00Z.');
  return time;
}
