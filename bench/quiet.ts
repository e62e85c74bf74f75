/**
 * Does looking at calls disturb those that run? `npm run bench:quiet -- [--streams 50] [--rows 100000] [--rounds 3]
 * [--secs 10] [--cpus 0,1]`, see README.md.
 */

import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { openStore } from '../src/store/open-store.ts';
import { numberOption, option } from './args.ts';
import { CallGenerator } from './calls/generator.ts';
import { type Lookers, login, look } from './calls/lookers.ts';
import { type BenchEnvironment, prepare } from './environment.ts';
import { type LoadResult, load, setPlatform, writeRequest } from './measure.ts';
import type { Scenario } from './scenarios.ts';
import { type Running, startRedwolf, TARGETS } from './targets.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const GENERATED_DAYS = 90;
/** Retention deletes nine tenths of the rows, so that it is at it all the time. */
const KEPT_DAYS = 9;
const TOKENS = 200;
const PASSWORD = 'a long password of the bench';

const streams = numberOption('streams', 50);
const rows = numberOption('rows', 100_000);
const rounds = numberOption('rounds', 3);
const seconds = numberOption('secs', 10);
const cpus = option('cpus', '0,1');
// As many tokens per second as a fast model gives.
const scenario: Scenario = {
  client: 'anthropic',
  platform: 'openai',
  body: 500,
  tokens: TOKENS,
  delayMicroseconds: 20_000,
  connections: streams,
};

/** Nobody looks; or somebody looks at another redwolf, which shows what the cores alone cost; or at the one that serves. */
type Where = 'alone' | 'elsewhere' | 'beside';

const started: Running[] = [];
const folder = mkdtempSync(path.join(tmpdir(), 'redwolf-bench-'));
process.on('exit', () => {
  for (const running of started) running.stop();
  rmSync(folder, { recursive: true, force: true });
});
process.on('SIGINT', () => process.exit(130));
// The gateways inherit it.
process.env['REDWOLF_ADMIN_PASSWORD'] = PASSWORD;

await main();
process.exit(0);

async function main(): Promise<void> {
  const environment = await prepare(folder, started);
  const template = path.join(folder, 'template');
  mkdirSync(template);
  await fill(template);
  const alone: number[] = [];
  const elsewhere: number[] = [];
  const beside: number[] = [];
  console.log(
    '| round | | token p50 ms | token p99 ms | streams | asked | rows deleted |\n|---|---|---|---|---|---|---|',
  );
  for (let round = 0; round < rounds; round++) {
    alone.push(await measureOne(environment, template, round, 'alone'));
    elsewhere.push(await measureOne(environment, template, round, 'elsewhere'));
    beside.push(await measureOne(environment, template, round, 'beside'));
  }
  const [without, other, within] = [middleOf(alone), middleOf(elsewhere), middleOf(beside)];
  console.log(
    `\ntoken p99, median of the rounds: ${without.toFixed(1)} ms alone, ${within.toFixed(1)} ms beside listing, filtering, reading all and retention: ${(within / without).toFixed(2)} times; ${other.toFixed(1)} ms with all that in another redwolf on the same cores: ${(other / without).toFixed(2)} times`,
  );
}

async function fill(dataDir: string): Promise<void> {
  const store = await openStore({ dataDir, version: '0.0.0', warn: console.error });
  const generator = new CallGenerator(rows, 7, Date.now() - GENERATED_DAYS * DAY_MS);
  for (let written = 0; written < rows; written++) {
    const row = generator.next();
    const text = generator.textOf(row);
    if (text !== undefined) store.callTexts.add([text]);
    store.recorder.record(row);
    if (written % 1_000 === 0) await store.recorder.flush();
  }
  await store.close();
}

/** @returns the token p99 in milliseconds */
async function measureOne(
  environment: BenchEnvironment,
  template: string,
  round: number,
  where: Where,
): Promise<number> {
  const name = `redwolf-${round}-${where}`;
  const running = await startOne(environment, template, name, where === 'beside');
  const asked = where === 'elsewhere' ? await startOne(environment, template, `${name}-other`, true) : running;
  const lookers = where === 'alone' ? undefined : look(asked.port, await login(asked.port, PASSWORD));
  const result = await stream(environment, running);
  const answers = await lookers?.stop();
  const { deleted } = countRows(asked.dataDir);
  for (const each of new Set([running, asked])) each.stop();
  await wait(1_000);
  for (const each of [running, asked]) rmSync(each.dataDir, { recursive: true, force: true });
  console.log(row(round, result, answers, where, deleted));
  return result.tok_us.p99 / 1_000;
}

async function startOne(
  environment: BenchEnvironment,
  template: string,
  name: string,
  isDeleting: boolean,
): Promise<Running & { readonly dataDir: string }> {
  const dataDir = path.join(folder, name);
  cpSync(template, dataDir, { recursive: true });
  const settings = { retention: { call_days: isDeleting ? KEPT_DAYS : 0 } };
  const running = await startRedwolf(environment, scenario.platform, name, settings, cpus);
  started.push(running);
  return { ...running, dataDir };
}

async function stream(environment: BenchEnvironment, { port }: Running): Promise<LoadResult> {
  const target = TARGETS['redwolf'];
  if (target === undefined) throw new Error('there is no target "redwolf"');
  const req = writeRequest({ name: 'redwolf', target }, { scenarioId: 'quiet', scenario }, folder);
  const base = { port, req, tokens: TOKENS, max_s: 60 };
  await setPlatform(environment.platformPort, { ...scenario, delayMicroseconds: 1_000 });
  await load({ ...base, c: 16, n: 32 }, environment.rwbench);
  await setPlatform(environment.platformPort, scenario);
  const result = await load({ ...base, c: streams, d: seconds, ramp_ms: 2_000 }, environment.rwbench);
  if (result.ok === 0) throw new Error(result.first_err || `status ${result.err_status}`);
  return result;
}

/** Of the generated rows: the load's own are today's. */
function countRows(dataDir: string): { readonly deleted: number } {
  const database = new DatabaseSync(path.join(dataDir, 'redwolf.db'), { readOnly: true });
  try {
    const found = database.prepare("select count(*) as count from calls where key_name like 'laptop %'").get();
    return { deleted: rows - Number(found?.['count']) };
  } finally {
    database.close();
  }
}

function row(round: number, result: LoadResult, asked: Lookers['asked'] | undefined, where: Where, deleted: number) {
  const { p50, p99 } = result.tok_us;
  const errors = result.err > 0 ? `, ${result.err} failed: ${result.first_err}` : '';
  const what =
    asked === undefined
      ? ''
      : Object.entries(asked)
          .map(([name, count]) => `${count} ${name}`)
          .join(', ');
  return `| ${round} | ${where} | ${(p50 / 1_000).toFixed(2)} | ${(p99 / 1_000).toFixed(2)} | ${result.ok}${errors} | ${what} | ${deleted} |`;
}

function middleOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
