/**
 * Does the page keep up with calls? `npm run bench:web -- [--rate 200] [--secs 10] [--warm-up 3]`, see README.md.
 *
 * The page of calls is open in Chromium, first with nothing happening, then while that many calls end each second.
 */

import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../test/browser/chromium.ts';
import { type Stage, startStage } from '../test/browser/stage/stage.ts';
import { fillStage } from '../test/browser/stage/world.ts';
import { send } from '../test/support/http-client.ts';
import { numberOption } from './args.ts';

const TICK_MS = 20;
/** Calls that run at once; with more the machine is too slow for the rate, and the rest is left out. */
const MOST_RUNNING = 64;
const MOST_ROWS = 60;

const rate = numberOption('rate', 200);
const seconds = Math.min(numberOption('secs', 10), 60);
const warmUp = Math.min(numberOption('warm-up', 3), 60);

/** Kept by the page itself: tasks of more than 50 ms, and how many rows stood in it at most. */
const WATCH = `
  window.bench = { tasks: [], rows: 0, shown: new Set() };
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.bench.tasks.push(Math.round(duration));
  }).observe({ type: 'longtask' });
  setInterval(() => {
    const rows = document.querySelectorAll('[role=row]');
    window.bench.rows = Math.max(window.bench.rows, rows.length);
    for (const row of rows) window.bench.shown.add(row.id);
  }, 100);
`;
const READ = '({ tasks: bench.tasks, rows: bench.rows, shown: bench.shown.size })';
const FORGET = 'Object.assign(bench, { tasks: [], rows: 0, shown: new Set() }), undefined';

interface Seen {
  readonly tasks: readonly number[];
  readonly rows: number;
  readonly shown: number;
}

const stage = await startStage();
const browser = await launchBrowser();
try {
  await fillStage(stage);
  const { secret } = await stage.admin.send<{ secret: string }>('POST', '/api/keys', { name: 'bench' });
  const page = await openCalls(stage);
  await calls(secret, warmUp);
  await wait(2_000);
  const idle = await watch(page, () => wait(seconds * 1_000));
  let ended = 0;
  const busy = await watch(page, async () => {
    ended = await calls(secret, seconds);
  });
  report(idle, busy, ended);
} finally {
  await browser.close();
  await stage.stop();
}

async function openCalls({ origin, loggedIn }: Stage): Promise<Page> {
  const context = await browser.newContext({ ...loggedIn, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  await page.goto(`${origin}/calls`);
  await page.getByRole('row').nth(1).waitFor();
  return page;
}

async function watch(page: Page, happen: () => Promise<unknown>): Promise<Seen> {
  await page.evaluate(FORGET);
  await happen();
  return page.evaluate<Seen>(READ);
}

/** Makes calls at the rate for so many seconds. @returns how many went well */
async function calls(secret: string, forSeconds: number): Promise<number> {
  let [started, running, ended] = [0, 0, 0];
  const begin = performance.now();
  const all: Promise<void>[] = [];
  const call = async () => {
    running += 1;
    const { status } = await ask(secret, started);
    running -= 1;
    if (status === 200) ended += 1;
  };
  for (let at = 0; at < forSeconds * 1_000; at = performance.now() - begin) {
    for (const due = (at / 1_000) * rate; started < due; started += 1) if (running < MOST_RUNNING) all.push(call());
    await wait(TICK_MS);
  }
  await Promise.all(all);
  return ended;
}

/** As different as those of a team: other words, two models, two protocols. */
function ask(secret: string, index: number) {
  const messages = [{ role: 'user', content: `fix the rounding in file ${index}, and say what was wrong with it` }];
  const headers = { 'x-api-key': secret };
  return index % 2 === 0
    ? send(`${stage.origin}/v1/chat/completions`, { headers, body: { model: 'dashscope:qwen-turbo', messages } })
    : send(`${stage.origin}/v1/messages`, {
        headers,
        body: { model: 'anthropic:claude-opus-5-5', max_tokens: 100, messages },
      });
}

function report(idle: Seen, busy: Seen, ended: number): void {
  const line = ({ tasks }: Seen) =>
    `${tasks.length} tasks over 50 ms, the longest ${Math.max(0, ...tasks)} ms, ${tasks.reduce((a, b) => a + b, 0)} ms in all`;
  console.log(`idle, ${seconds} s:     ${line(idle)}`);
  console.log(`with calls, ${seconds} s: ${line(busy)}`);
  console.log(
    `calls that ended: ${(ended / seconds).toFixed(0)} a second, of ${rate}; rows that were seen: ${busy.shown}`,
  );
  console.log(`rows in the page at most: ${busy.rows}, of ${MOST_ROWS} that may be`);
}
