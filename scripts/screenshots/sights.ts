import type { Page } from 'playwright-core';
import type { Stage } from '../../test/browser/stage/stage.ts';

/** Something to take a picture of. */
export interface Sight {
  readonly name: string;
  readonly path: string;
  /** What has to be done first, such as opening a dialog. */
  readonly prepare?: (page: Page, stage: Stage) => Promise<void>;
  /** False: only what is seen at once. */
  readonly isWhole?: boolean;
}

export const SIGHTS: readonly Sight[] = [
  { name: 'calls', path: '/calls', isWhole: false },
  { name: 'calls-open', path: '/calls', isWhole: false, prepare: openFirstCall },
  { name: 'calls-filter', path: '/calls?last=24h&platform=anthropic&outcome=ok', isWhole: false },
  { name: 'calls-none', path: '/calls?model=no-such-model', isWhole: false },
  { name: 'calls-choose', path: '/calls', isWhole: false, prepare: chooseModels },
  { name: 'calls-keys', path: '/calls', isWhole: false, prepare: (page) => page.keyboard.press('?') },
  { name: 'calls-delete', path: '/calls?platform=anthropic', isWhole: false, prepare: askToDelete },
  { name: 'sessions', path: '/sessions' },
  { name: 'usage', path: '/usage' },
  { name: 'start', path: '/start' },
  { name: 'platforms', path: '/platforms' },
  { name: 'models', path: '/models' },
  { name: 'routing', path: '/routing' },
  { name: 'keys', path: '/keys' },
  {
    name: 'keys-add',
    path: '/keys',
    prepare: async (page) => {
      await page.locator('main header').getByRole('button').click();
      await page.getByRole('dialog').waitFor();
    },
    isWhole: false,
  },
  { name: 'users', path: '/users' },
  {
    name: 'users-add',
    path: '/users',
    isWhole: false,
    prepare: async (page) => {
      await page.locator('main header').getByRole('button').click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'audit', path: '/audit' },
  { name: 'settings', path: '/settings' },
  { name: 'status', path: '/status' },
  { name: 'account', path: '/account' },
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
