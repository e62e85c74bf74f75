import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { BrowserContextOptions } from 'playwright-core';
import { SKIP } from './chromium.ts';
import { useBrowserStage } from './stage/browser-stage.ts';
import { addHistory, LONG_SESSION } from './stage/history.ts';
import { fillStage } from './stage/world.ts';

const PHONE = { width: 390, height: 844 };

describe('the pages of sessions', { skip: SKIP }, () => {
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

  it('lists them page by page, and those of one key', async () => {
    const { page, complaints } = await open('/sessions');
    const rows = page.getByRole('table').getByRole('row');
    await rows.nth(50).waitFor();
    assert.match(await rows.nth(1).innerText(), /ci-builds.*just now.*just now.*2.*91 %/s);
    await page.getByRole('button', { name: 'Show more' }).click();
    await rows.nth(51).waitFor();
    await page.getByLabel('Key').selectOption({ label: 'laptop' });
    await page.waitForURL(/key=key_/);
    await rows.nth(3).waitFor({ state: 'detached' });
    await rows.nth(2).waitFor();
    assert.equal(await rows.count(), 3);
    await page.getByRole('link', { name: '5f0c2a52…f0a1' }).click();
    await page.getByRole('heading', { name: 'Session 5f0c2a52…f0a1' }).waitFor();
    assert.deepEqual(complaints, []);
  });

  it('shows what a session was spent for, and how its context grew', async () => {
    const { page, complaints } = await open(`/sessions/${LONG_SESSION}`);
    const ledger = page.getByRole('table', { name: 'Cost by purpose' });
    await ledger.waitFor();
    assert.equal(await ledger.getByRole('row').count(), 8);
    assert.match(
      await ledger.getByRole('row').nth(1).innerText(),
      /Agent's step.*claude-opus-5-5.*25.*\$1\.\d\d.*\d\d %/s,
    );
    assert.match(await ledger.innerText(), /Compaction.*Title.*Web search.*subagent agent-ex…e-01/s);
    await page.getByRole('img', { name: /^At most 41\.\dk tokens · 49 calls · 5 compactions$/ }).waitFor();
    await page.locator('canvas').waitFor();
    await page.getByRole('button', { name: 'As a table' }).click();
    const table = page.getByRole('table', { name: /^At most/ });
    await page.locator('canvas').waitFor({ state: 'detached' });
    assert.equal(await table.getByRole('row').count(), 50);
    assert.equal(await table.getByRole('row', { name: /· Compaction/ }).count(), 5);
    assert.deepEqual(complaints, []);
  });

  it('tells it step by step, each with a way to its call', async () => {
    const { page } = await open(`/sessions/${LONG_SESSION}`);
    const steps = page.getByRole('region', { name: 'Step by step' }).getByRole('listitem');
    await steps.nth(69).waitFor();
    assert.match(
      await steps.nth(1).innerText(),
      /the refund total is off by a cent.*User's turn.*coding.*16\.6k → 187/s,
    );
    assert.match(await steps.nth(37).innerText(), /529/);
    const sums = await page.getByRole('region', { name: 'Sums of the session' }).innerText();
    assert.match(sums, /Calls\s+70\s+1 failed/);
    await steps.nth(1).getByRole('link').click();
    await page.waitForURL(/\/calls\/call_0+long1$/);
  });

  it('says that there is no such session', async () => {
    const { page } = await open('/sessions/another?key=none');
    await page.clock.runFor(5_000);
    await page.getByText('There is no session "another".').waitFor();
  });

  it('speaks Chinese, and fits a phone', async () => {
    const { page, complaints } = await open('/sessions', { locale: 'zh-CN', viewport: PHONE });
    await page.getByRole('link', { name: '7c1d9e52…e6f4' }).click();
    await page.getByRole('heading', { name: '开销明细' }).waitFor();
    await page.locator('canvas').waitFor();
    await page.getByText('顺便把 README').first().waitFor();
    assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
    assert.deepEqual(complaints, []);
  });
});
