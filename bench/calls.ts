/**
 * How long questions take where there are many calls: `npm run bench:calls -- [--rows 1000000] [--seed 7] [--postgres URL]`,
 * see README.md.
 */

import { sql } from 'kysely';
import type { CallRow } from '../src/store/ports.ts';
import { numberOption, option } from './args.ts';
import { CallGenerator } from './calls/generator.ts';
import { timeInsertions } from './calls/insertion.ts';
import { type MeasuredStore, openMeasuredStore } from './calls/place.ts';
import { deletionsOf, type Question, questionsOf } from './calls/questions.ts';

const TIMES = 40;
const WARM_UP = 3;
const BAR_MS = 100;
const ROWS_AT_ONCE = 1_000;
const ROWS_PER_LINE = 100_000;

const rows = numberOption('rows', 1_000_000);
const postgres = option('postgres', '') || undefined;
const generator = new CallGenerator(rows, numberOption('seed', 7));
const measured = await openMeasuredStore(postgres);
try {
  await main(measured);
} finally {
  await measured.remove();
}

async function main({ store, database }: MeasuredStore): Promise<void> {
  const example = await fill(measured);
  // PostgreSQL does so by itself, some time after many rows were written.
  if (database.dialect === 'postgres') await sql`vacuum analyze`.execute(database.query);
  await saySizes(measured);
  console.log('| question | least ms | p50 ms | p95 ms | CPU ms | |\n|---|---|---|---|---|---|');
  for (const question of questionsOf(store, example, rows)) console.log(await timed(question));
  const { bare, indexed, real } = await timeInsertions(database, generator);
  for (const question of deletionsOf(store)) console.log(await timed(question));
  console.log(
    `\na row of a call takes ${real.toFixed(0)} µs to write: ${(real / bare).toFixed(1)} times one in a table with nothing but a key (${bare.toFixed(0)} µs), ${(real / indexed).toFixed(1)} times one in a table with all indexes and no sums (${indexed.toFixed(0)} µs)`,
  );
}

/** @returns a call in the middle that has a value in every column */
async function fill({ store, database }: MeasuredStore): Promise<CallRow> {
  let example: CallRow | undefined;
  const started = performance.now();
  for (let written = 0; written < rows; written += ROWS_AT_ONCE) {
    const page = Array.from({ length: Math.min(ROWS_AT_ONCE, rows - written) }, () => {
      const row = generator.next();
      const text = generator.textOf(row);
      if (text !== undefined) store.callTexts.add([text]);
      return row;
    });
    if (written >= rows / 2) example ??= page.find(({ agent, scene }) => agent !== null && scene !== null);
    await write({ store, database }, page);
    await store.callTexts.flush();
    if ((written + ROWS_AT_ONCE) % ROWS_PER_LINE === 0) {
      console.error(`${written + ROWS_AT_ONCE} rows, ${((performance.now() - started) / 1_000).toFixed(0)} s`);
    }
  }
  if (example === undefined) throw new Error('Too few rows: no call has an agent and a scene.');
  return example;
}

/** As the recorder does. PostgreSQL gets them many at a time, as from an import: one by one would take an hour. */
async function write({ store, database }: Pick<MeasuredStore, 'store' | 'database'>, page: readonly CallRow[]) {
  if (database.dialect === 'postgres') return await store.calls.add(page);
  for (const row of page) store.recorder.record(row);
  await store.recorder.flush();
  if (store.recorder.lost > 0) throw new Error('Rows were lost.');
}

async function saySizes({ database }: MeasuredStore): Promise<void> {
  const sums = ['usage_hours', 'usage_days', 'usage_day_keys', 'usage_day_scenes', 'session_totals', 'session_usage'];
  for (const table of ['calls', 'call_texts', ...sums]) {
    const asked = sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`;
    console.error(`${table}: ${(await asked.execute(database.query)).rows[0]?.count} rows`);
  }
}

/** A line of the table. The CPU time is this process's: SQLite's own among it, PostgreSQL's not. */
async function timed({ name, ask }: Question): Promise<string> {
  for (let time = 0; time < WARM_UP; time++) await ask();
  const times: number[] = [];
  const before = process.cpuUsage();
  for (let time = 0; time < TIMES; time++) {
    const started = performance.now();
    await ask();
    times.push(performance.now() - started);
  }
  const { user, system } = process.cpuUsage(before);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.max(0, Math.ceil(TIMES * share) - 1)] ?? 0;
  const figures = [at(0), at(0.5), at(0.95), (user + system) / 1_000 / TIMES].map((figure) => figure.toFixed(1));
  return `| ${name} | ${figures.join(' | ')} | ${at(0.95) > BAR_MS ? 'over' : ''} |`;
}
