import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { until } from '../support/eventually.ts';
import { send } from '../support/http-client.ts';
import { SKIP } from './chromium.ts';
import { useBrowserStage } from './stage/browser-stage.ts';
import { answerAsPlatform } from './stage/platform-script.ts';
import { fillStage, SESSION_A } from './stage/world.ts';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1440, height: 900 };
const MOST_ROWS = 60;

describe('the page of calls', { skip: SKIP }, () => {
  let secret: string;

  const world = useBrowserStage({
    furnish: async (stage) => {
      await fillStage(stage);
      ({ secret } = await stage.admin.send<{ secret: string }>('POST', '/api/keys', { name: 'tester' }));
    },
  });
  afterEach(() => world.closePages());

  async function open(path = '/calls', options: BrowserContextOptions = {}) {
    const watched = await world.open(path, { viewport: DESKTOP, ...options });
    return watched;
  }

  const ask = (text: string) =>
    send(`${world.stage.origin}/v1/chat/completions`, {
      headers: { authorization: `Bearer ${secret}` },
      body: { model: 'dashscope:qwen-turbo', messages: [{ role: 'user', content: text }] },
    });

  it('shows calls with what they were, and no complaint', async () => {
    const { page, complaints } = await open();
    const first = row(page, 'write the release notes').first();
    await first.waitFor();
    assert.match(
      await first.innerText(),
      /qwen-turbo\s+dashscope[\s\S]*ci-builds[\s\S]*200[\s\S]*89 %[\s\S]*21\.3k → 164/,
    );
    assert.match(await row(page, 'run the tests').innerText(), /overloaded-model[\s\S]*529\s+error/);
    assert.equal(await page.getByRole('row').count(), 10);
    assert.equal(await page.getByRole('grid').getAttribute('aria-rowcount'), '10');
    assert.deepEqual(await seriousFindings(page), []);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('filters by a value that is clicked, in the address, and the back button takes it back', async () => {
    const { page } = await open();
    await row(page, 'run the tests').getByRole('button', { name: 'overloaded-model' }).click();
    await page.getByText('Model: overloaded-model').waitFor();
    await rowsAre(page, 1);
    assert.match(decodeURIComponent(page.url()), /model=\["overloaded-model"\]/);
    await page.getByRole('button', { name: '529 error' }).click();
    await page.getByText('Status: 529').waitFor();
    await page.getByRole('button', { name: 'Remove the filter Model: overloaded-model' }).click();
    await page.getByText('Model: overloaded-model').waitFor({ state: 'detached' });
    await rowsAre(page, 1);
    for (let step = 0; step < 3; step += 1) await page.goBack();
    await rowsAre(page, 9);
    await page.context().close();
  });

  it('takes a shared address, counts on demand, and clears all filters', async () => {
    // By what the classifier has no say in.
    const { page } = await open(`/calls?last=24h&session=${SESSION_A}&outcome=ok`);
    await rowsAre(page, 3);
    await page.getByRole('button', { name: 'Count' }).click();
    await page.getByText('3 calls').waitFor();
    await page.getByRole('button', { name: 'Clear all' }).click();
    await rowsAre(page, 9);
    await page.context().close();
  });

  it('adds a filter from the menu, for a key by its name', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Key' }).click();
    await page.getByRole('dialog').getByText('ci-builds').click();
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('Key: ci-builds').waitFor();
    await rowsAre(page, 2);
    await page.context().close();
  });

  it('searches from the keyboard, and says when nothing fits', async () => {
    const { page } = await open();
    await row(page, 'run the tests').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('rounding fault');
    await page.getByText('Text: rounding fault').waitFor();
    await row(page, 'please read').waitFor();
    await page.getByLabel('Search what was said').fill('nobody said this');
    await page.getByText('No call fits').waitFor();
    await page.context().close();
  });

  it('opens a call beside the list, goes on with J and K, and closes with Esc', async () => {
    const { page } = await open('/calls?key=none');
    await page.getByText('No call fits').waitFor();
    await page.goto(`${world.stage.origin}/calls?platform=anthropic`);
    await row(page, 'please read').click({ position: { x: 30, y: 15 } });
    const panel = page.getByRole('region', { name: 'The call' });
    await panel.waitFor();
    const first = page.url();
    assert.match(first, /\/calls\/call_\w+\?platform=/);
    await page.keyboard.press('k');
    await page.waitForURL((url) => url.href !== first);
    const other = page.getByRole('row', { selected: true });
    assert.match(await other.innerText(), /Agent's step/);
    await page.keyboard.press('j');
    await page.waitForURL(first);
    await page.keyboard.press('f');
    await page.getByRole('grid').waitFor({ state: 'hidden' });
    await page.keyboard.press('f');
    await page.getByRole('grid').waitFor();
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'detached' });
    await page.locator('[role=row]:focus').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await panel.waitFor();
    await page.context().close();
  });

  it('opens the address of a call, and remembers how wide the list is', async () => {
    const { page } = await open();
    await row(page, 'run the tests').click({ position: { x: 30, y: 15 } });
    const edge = page.getByRole('separator', { name: 'Width of the list' });
    await edge.press('End');
    assert.equal(await edge.getAttribute('aria-valuenow'), '80');
    await page.reload();
    await page.getByRole('region', { name: 'The call' }).waitFor();
    assert.equal(await edge.getAttribute('aria-valuenow'), '80');
    assert.match(await page.getByRole('row', { selected: true }).innerText(), /run the tests/);
    assert.deepEqual(await seriousFindings(page), []);
    await page.context().close();
  });

  it('shows a call while it runs, and when it has ended', async () => {
    const { page } = await open();
    await row(page, 'run the tests').waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    const gate = Promise.withResolvers<void>();
    world.stage.platform.play((request) => ({ ...answerAsPlatform(request), after: gate.promise }));
    const call = ask('a call that takes its time');
    await page.getByText('Running').waitFor();
    gate.resolve();
    await call;
    await row(page, 'a call that takes its time').waitFor();
    await page.getByText('Running').waitFor({ state: 'detached' });
    world.stage.platform.play(answerAsPlatform);
    await page.context().close();
  });

  it('lets new calls wait while somebody looks, also those that it cannot place', async () => {
    const { page } = await open();
    await untilReadAgain(page, () => page.reload());
    await row(page, 'run the tests').hover();
    await page.getByText('Paused').waitFor();
    await ask('what waited');
    await page.getByRole('button', { name: '1 new' }).waitFor();
    assert.equal(await row(page, 'what waited').count(), 0);
    await page.getByRole('button', { name: '1 new' }).click();
    await row(page, 'what waited').waitFor();
    await untilReadAgain(page, () => page.goto(`${world.stage.origin}/calls?text=waited`));
    await rowsAre(page, 1);
    await page.getByText('Live', { exact: true }).waitFor();
    await ask('somebody else waited');
    await page.getByRole('button', { name: 'Refresh: 1 new call may belong here' }).click();
    await rowsAre(page, 2);
    await page.context().close();
  });

  it('has no row of a call any more that was deleted since it came', async () => {
    const { page } = await open();
    await page.getByText('Live', { exact: true }).waitFor();
    await ask('better forgotten');
    await row(page, 'better forgotten').click({ position: { x: 30, y: 15 } });
    await page.getByRole('button', { name: 'Actions of the call' }).click();
    await page.getByRole('menuitem', { name: 'Delete this call' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('The call was deleted.').waitFor();
    await row(page, 'better forgotten').waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('takes a span of time, which can be changed, and loses nothing typed by a slip of the mouse', async () => {
    const { page } = await open('/calls?from=2020-01-01T00:00:00Z');
    await page.getByLabel('Time', { exact: true }).selectOption('From … until …');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Until').fill('2020-01-02T03:04');
    await dialog.getByRole('heading').hover();
    await page.mouse.down();
    await page.mouse.move(5, 5);
    await page.mouse.up();
    assert.equal(await dialog.getByLabel('Until').inputValue(), '2020-01-02T03:04');
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('No call fits').waitFor();
    await page.getByLabel('Time', { exact: true }).selectOption('From … until …');
    await dialog.waitFor();
    await page.mouse.click(5, 5);
    await dialog.waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('leaves out new calls that do not fit', async () => {
    const { page } = await open('/calls?status=4xx');
    await rowsAre(page, 1);
    await page.getByText('Live', { exact: true }).waitFor();
    await ask('fits no filter');
    await send(`${world.stage.origin}/v1/messages`, {
      headers: { 'x-api-key': secret },
      body: { model: 'x', messages: [] },
    });
    await rowsAre(page, 2);
    assert.equal(await row(page, 'fits no filter').count(), 0);
    await page.context().close();
  });

  it('reads on as it is scrolled, with few rows in the page', async () => {
    for (let round = 0; round < 11; round += 1)
      await Promise.all(Array.from({ length: 10 }, (_, index) => ask(`one of many ${round}-${index}`)));
    const { page, complaints } = await open('/calls?key=none', { viewport: { width: 3840, height: 2160 } });
    await page.getByRole('button', { name: 'Clear all' }).first().click();
    await row(page, 'one of many').first().waitFor();
    const scroll = page.getByTestId('calls-scroll');
    let most = 0;
    for (let step = 0; (await row(page, 'Summarise in 5 words').count()) === 0; step += 1) {
      assert.ok(step < 60, 'the first call was never reached');
      await scroll.evaluate((element) => element.scrollBy(0, 1_400));
      await page.waitForTimeout(50);
      most = Math.max(most, await page.getByRole('row').count());
    }
    assert.ok(most > 20 && most <= MOST_ROWS, `${most} rows`);
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('fits a phone, where a call is a page of its own', async () => {
    const { page } = await open('/calls?platform=anthropic', { viewport: PHONE });
    await row(page, 'please read').waitFor();
    assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
    await row(page, 'please read').click();
    await page.getByRole('grid').waitFor({ state: 'hidden' });
    assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await row(page, 'please read').waitFor();
    await page.context().close();
  });

  it('deletes what a filter finds, after its number was confirmed, in Chinese', async () => {
    const { page, complaints } = await open('/calls?text=waited', { locale: 'zh-CN' });
    await rowsAre(page, 2);
    await page.getByRole('button', { name: '更多操作' }).click();
    await page.getByRole('menuitem', { name: '删除这些调用…' }).click();
    await page.getByText('符合筛选条件的调用共 2 条。').waitFor();
    await world.stage.admin.send('DELETE', '/api/calls?text=somebody+waited&confirm=1');
    await page.getByLabel('输入 删除 以确认').fill('删除');
    await page.getByRole('button', { name: '删除 2 条' }).click();
    await page.getByText('现在是 1 条，尚未删除任何内容；请核对后再次确认。').waitFor();
    await page.getByRole('button', { name: '删除 1 条' }).click();
    await page.getByText('已删除 1 条调用。').waitFor();
    await page.getByText('没有符合条件的调用').waitFor();
    assert.deepEqual(complaints, []);
    await page.context().close();
  });

  it('says what to do while there is no call at all', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Delete all calls…' }).click();
    await page.getByLabel('Type delete to confirm').fill('delete');
    await page.getByRole('button', { name: /^Delete \d+ calls$/ }).click();
    await page.getByText('No calls yet').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Get started' }).click();
    await page.waitForURL('**/start');
    await page.context().close();
  });
});

function row(page: Page, text: string) {
  return page.getByRole('row').filter({ hasText: text });
}

/** Opens the page. It reads the list once more when it hears the feed, and shows at once what that brings. */
async function untilReadAgain(page: Page, open: () => Promise<unknown>): Promise<void> {
  let reads = 0;
  page.on('requestfinished', (request) => {
    if (new URL(request.url()).pathname === '/api/calls') reads += 1;
  });
  await open();
  await until(() => reads >= 2, 'the list to be read once more');
}

/** Waits until so many calls are shown. */
async function rowsAre(page: Page, count: number): Promise<void> {
  const calls = page.locator('[role=row][id^=call-]');
  await calls.nth(count - 1).waitFor();
  await calls.nth(count).waitFor({ state: 'detached' });
}

/** What axe finds on the page that keeps people out. */
async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>(
    "axe.run('#page')",
  );
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
