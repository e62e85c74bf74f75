import type { Page } from 'playwright-core';
import type { Sight } from './sight.ts';

export const CALLS_SIGHTS: readonly Sight[] = [
  { name: 'calls', path: '/calls', isWhole: false },
  { name: 'calls-open', path: '/calls', isWhole: false, prepare: openFirstCall },
  { name: 'calls-filter', path: '/calls?last=24h&platform=anthropic&outcome=ok', isWhole: false },
  { name: 'calls-none', path: '/calls?model=no-such-model', isWhole: false },
  { name: 'calls-choose', path: '/calls', isWhole: false, prepare: chooseModels },
  { name: 'calls-keys', path: '/calls', isWhole: false, prepare: (page) => page.keyboard.press('?') },
  { name: 'calls-delete', path: '/calls?scene=code', isWhole: false, prepare: askToDelete },
];

async function openFirstCall(page: Page): Promise<void> {
  await page
    .locator('[role=row][id^=call-]')
    .nth(1)
    .click({ position: { x: 20, y: 20 } });
  await page.getByRole('region', { name: /^(The call|调用详情)$/ }).waitFor();
}

async function chooseModels(page: Page): Promise<void> {
  await page.locator('[role=row][id^=call-]').first().waitFor();
  await page.getByRole('button', { name: /^(Filter|筛选)$/ }).click();
  await page.getByRole('menuitem').first().click();
  await page.getByRole('dialog').getByRole('checkbox').first().check();
}

async function askToDelete(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(More actions|更多操作)$/ }).click();
  await page.getByRole('menuitem').last().click();
  await page.getByRole('dialog').getByRole('textbox').waitFor();
}
