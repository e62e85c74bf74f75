import type { Page } from 'playwright-core';
import type { Sight } from './sight.ts';

/** Platforms and models: dialogs, results of tests, what can be changed. */
export const PLATFORM_SIGHTS: readonly Sight[] = [
  { name: 'platforms-add', path: '/platforms', prepare: openAdd, isWhole: false },
  {
    name: 'platforms-add-form',
    path: '/platforms',
    isWhole: false,
    prepare: async (page) => {
      await openAdd(page);
      await page.getByRole('dialog').getByRole('button', { name: 'OpenAI-compatible' }).click();
    },
  },
  {
    name: 'platforms-add-failed',
    path: '/platforms',
    isWhole: false,
    prepare: async (page) => {
      await openAdd(page);
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: 'OpenAI-compatible' }).click();
      await dialog.locator('input[inputmode=url]').fill('http://127.0.0.1:9/v1');
      await dialog.locator('button[type=submit]').click();
      await dialog.getByText('ECONNREFUSED').waitFor();
    },
  },
  {
    name: 'platforms-tested',
    path: '/platforms',
    prepare: async (page) => {
      await page.getByRole('article', { name: 'anthropic' }).getByRole('button').nth(1).click();
      await page.getByRole('article', { name: 'ollama' }).getByRole('button').nth(1).click();
      await page.getByRole('article').getByRole('status').nth(1).waitFor();
    },
  },
  {
    name: 'platforms-edit',
    path: '/platforms',
    isWhole: false,
    prepare: async (page) => {
      await page.getByRole('article', { name: 'dashscope' }).locator('[aria-haspopup=menu]').click();
      await page.getByRole('menuitem').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'models-override',
    path: '/models',
    isWhole: false,
    prepare: async (page) => {
      await page.getByRole('row').nth(1).getByRole('button').last().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'models-bulk',
    path: '/models',
    prepare: async (page) => {
      await page.getByRole('checkbox').nth(1).check();
    },
  },
];

async function openAdd(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Add a platform|添加平台/ }).click();
}
