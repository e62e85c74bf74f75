import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { afterEach, describe, it } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { eventually } from '../support/eventually.ts';
import { SKIP } from './chromium.ts';
import { AdminClient } from './stage/admin-client.ts';
import { useBrowserStage } from './stage/browser-stage.ts';
import { addHistory } from './stage/history.ts';
import { PASSWORD } from './stage/stage.ts';
import { fillStage } from './stage/world.ts';

const PHONE = { width: 390, height: 844 };

describe('the page of usage and cost', { skip: SKIP }, () => {
  const world = useBrowserStage({
    furnish: async (stage) => {
      await fillStage(stage);
      await addHistory(stage);
    },
  });
  afterEach(() => world.closePages());

  async function open(path: string, look: BrowserContextOptions = {}) {
    const watched = await world.open(path, look);
    await watched.page.getByRole('heading', { level: 1 }).waitFor();
    return watched;
  }

  it('shows totals, a chart with its figures, and the parts', async () => {
    const { page, complaints } = await open('/usage?range=30d');
    const total = await world.stage.admin.send<{ total: { calls: number } }>('GET', '/api/usage');
    const calls = page.getByRole('region', { name: 'Totals' }).getByText('Calls').locator('xpath=..');
    assert.ok(
      Number((await calls.locator('dd').first().innerText()).replace(/[,\s].*/s, '')) >= total.total.calls * 0.9,
    );
    const chart = page.getByRole('img', { name: /^Cost over time\. Total \$[\d.]+: claude-opus-5-5 \$/ });
    await chart.locator('canvas').waitFor();
    assert.equal(await isPainted(page), true);
    const table = page.getByRole('table', { name: /^Cost over time/ });
    assert.equal(await table.getByRole('row').count(), 31);
    assert.match(await table.getByRole('row').first().innerText(), /claude-opus-5-5.*Others\s+Total/s);
    const first = page.getByRole('region', { name: 'By model' }).first().getByRole('row').nth(1);
    assert.match(await first.innerText(), /claude-opus-5-5.*\$\d+\.\d\d\s+\d+ %/s);
    assert.deepEqual(complaints, []);
  });

  it('keeps what is chosen in its address, and goes back', async () => {
    const { page } = await open('/usage');
    await page.getByRole('button', { name: '30 days' }).click();
    await page.getByRole('button', { name: 'Tokens', exact: true }).click();
    await page.getByRole('heading', { name: 'Tokens over time' }).waitFor();
    await page.getByRole('button', { name: 'As a table' }).click();
    await page.locator('canvas').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'qwen3-max', exact: true }).click();
    await page.getByRole('list', { name: 'Only calls with' }).getByText('Model: qwen3-max').waitFor();
    const chosen = new URL(page.url()).search;
    assert.equal(chosen, '?range=30d&measure=tokens&view=table&model=qwen3-max');
    await page.reload();
    await page.getByRole('region', { name: 'By model' }).first().getByRole('row').nth(1).waitFor();
    assert.equal(await page.getByRole('region', { name: 'By model' }).first().getByRole('row').count(), 2);
    await page.goBack();
    await page.getByText('Model: qwen3-max').waitFor({ state: 'detached' });
  });

  it('paints anew for another theme, takes a series out, and shows the figures of what is pointed at', async () => {
    const { page, complaints } = await open('/usage?range=30d', { colorScheme: 'light' });
    await page.locator('canvas').waitFor();
    const light = await picture(page);
    await page.getByRole('button', { name: 'Dark' }).first().click();
    await repainted(page, light);
    const dark = await picture(page);
    const button = page.getByRole('button', { name: 'claude-opus-5-5', exact: true }).first();
    await button.click();
    assert.equal(await button.getAttribute('aria-pressed'), 'false');
    await repainted(page, dark);
    await page.locator('.u-over').hover();
    const tip = page.locator('.pointer-events-none', { hasText: 'Total' });
    await tip.waitFor();
    assert.doesNotMatch(await tip.innerText(), /claude-opus-5-5/);
    assert.deepEqual(complaints, []);
  });

  it('leads to the calls of a part, and gives the table as a file', async () => {
    const { page } = await open('/usage?by=key');
    const address = await page.getByRole('link', { name: 'Show the calls of ci-builds' }).getAttribute('href');
    const { searchParams } = new URL(address ?? '', world.stage.origin);
    const [query, counted] = [new URLSearchParams(), await partOf(page, 'ci-builds')];
    // The list of calls takes several keys.
    for (const key of JSON.parse(searchParams.get('key') ?? '[]') as string[]) query.append('key', key);
    for (const name of ['from', 'until']) query.set(name, searchParams.get(name) ?? '');
    const { calls } = await world.stage.admin.send<{ calls: number }>('GET', `/api/calls/count?${query}`);
    assert.equal(calls, counted);
    const download = page.waitForEvent('download');
    await page.getByRole('region', { name: 'By key' }).first().getByRole('button', { name: 'CSV' }).click();
    const file = await download;
    assert.match(file.suggestedFilename(), /^redwolf-usage-key-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
    const lines = (await readFile(await file.path(), 'utf8')).split('\r\n');
    assert.match(lines[0] ?? '', /^\ufeffkey,key_name,calls,errors,/);
    assert.match(lines[1] ?? '', /^[^,]+,test,\d+,\d+,/);
  });

  it('takes two days, and says what is wrong with them', async () => {
    const { page } = await open('/usage');
    await page.getByRole('button', { name: 'Custom' }).click();
    const [from, until] = [page.getByLabel('First day'), page.getByLabel('Last day')];
    await until.fill('2020-01-02');
    await page.getByText('The last day is before the first.').waitFor();
    await from.fill('2020-01-01');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByText('No calls in this time').waitFor();
    assert.match(page.url(), /range=custom&from=2020-01-01&until=2020-01-02/);
    await page.getByRole('button', { name: 'Show 90 days' }).click();
    await page.locator('canvas').waitFor();
  });

  it('says that long ranges have days of UTC where these are not the own ones', async () => {
    const { page } = await open('/usage?range=90d', { timezoneId: 'Asia/Shanghai' });
    await page.getByText('Each bar is a day of UTC').waitFor();
    await page.getByRole('button', { name: '7 days' }).click();
    await page.getByText('Each bar is a day, in your time zone.').waitFor();
  });

  it('shows a member own keys, and no users', async () => {
    const { user, password } = await world.stage.admin.send<{ user: { id: string }; password: string }>(
      'POST',
      '/api/users',
      {
        name: 'lin',
        role: 'member',
      },
    );
    await world.stage.admin.send('POST', '/api/keys', { name: 'lins-laptop', owner: user.id });
    const member = new AdminClient(world.stage.origin);
    await member.logIn('lin', password);
    await member.send('POST', '/api/change-password', { current_password: password, new_password: PASSWORD });
    await member.logIn('lin', PASSWORD);
    const { page, complaints } = await open('/usage', { storageState: { cookies: [member.cookie], origins: [] } });
    await page.getByText('No calls in this time').waitFor();
    assert.equal(await page.getByRole('button', { name: 'User', exact: true }).count(), 0);
    assert.deepEqual(complaints, []);
  });

  it('speaks Chinese, and fits a phone', async () => {
    const { page, complaints } = await open('/usage?range=30d', { locale: 'zh-CN', viewport: PHONE });
    await page.getByRole('heading', { name: '费用趋势' }).waitFor();
    await page.locator('canvas').waitFor();
    await page.getByRole('button', { name: '密钥', exact: true }).click();
    await page.getByRole('heading', { name: '按密钥' }).waitFor();
    await page.getByText('与基准模型相比的节省').waitFor();
    assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
    assert.deepEqual(complaints, []);
  });
});

/** The picture that the canvas holds. */
function picture(page: Page): Promise<string> {
  return page.evaluate<string>("document.querySelector('canvas')?.toDataURL() ?? ''");
}

/** Resolves when the canvas holds another picture. */
async function repainted(page: Page, before: string): Promise<void> {
  await eventually('another picture', async () => {
    const now = await picture(page);
    return now !== '' && now !== before ? true : undefined;
  });
}

/** Whether the canvas has more on it than text and lines: some thousand pixels of bars. */
function isPainted(page: Page): Promise<boolean> {
  return page.evaluate<boolean>(`(() => {
    const canvas = document.querySelector('canvas');
    const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
    return pixels.filter((value, at) => at % 4 === 3 && value === 255).length > 2000;
  })()`);
}

/** How many calls a key has, as the page says. */
async function partOf(page: Page, name: string): Promise<number> {
  const row = page.getByRole('region', { name: 'By key' }).first().getByRole('row', { name });
  return Number(await row.getByRole('cell').nth(1).innerText());
}
