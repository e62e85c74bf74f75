import type { Page } from 'playwright-core';
import type { Stage } from '../../test/browser/stage/stage.ts';
import { send } from '../../test/support/http-client.ts';
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
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /OpenAI-compatible|兼容 OpenAI/ })
        .click();
    },
  },
  {
    name: 'platforms-add-failed',
    path: '/platforms',
    isWhole: false,
    prepare: async (page) => {
      await openAdd(page);
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: /OpenAI-compatible|兼容 OpenAI/ }).click();
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
  { name: 'models-known', path: '/models', prepare: describeModels },
  {
    name: 'models-override',
    path: '/models',
    isWhole: false,
    prepare: async (page, stage) => {
      await describeModels(page, stage);
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
  { name: 'start-platform', path: '/start', prepare: (page) => openStep(page, 0) },
  { name: 'start-mode', path: '/start', prepare: (page) => openStep(page, 1) },
  { name: 'start-key', path: '/start', prepare: makeKey },
  {
    name: 'start-waiting',
    path: '/start',
    prepare: async (page) => {
      await makeKey(page);
      await openStep(page, 3);
    },
  },
  {
    name: 'start-arrived',
    path: '/start',
    prepare: async (page, stage) => {
      await makeKey(page);
      // Where it is not shown yet there are dots.
      const key = await page
        .locator('code', { hasText: /^[!-~]{20,}$/ })
        .first()
        .innerText();
      await openStep(page, 3);
      const body = { model: 'claude-opus-5-5', max_tokens: 20, messages: [{ role: 'user', content: 'Hello' }] };
      await send(`${stage.origin}/v1/messages`, { headers: { 'x-api-key': key }, body });
      await page.locator('[role=status] a').first().waitFor();
    },
  },
];

/** Says what can be known of some models, as the fake platform says nothing of them. */
async function describeModels(page: Page, { admin }: Stage): Promise<void> {
  const price = { input: 15, output: 75, cacheRead: 1.5, cacheWrite: 18.75 };
  const opus = { contextWindow: 1_000_000, maxOutputTokens: 64_000, tools: true, vision: true, thinking: true, price };
  const turbo = { contextWindow: 131_072, textTools: true };
  const models = [
    { platform: 'anthropic', id: 'claude-opus-5-5', ...opus },
    { platform: 'dashscope', id: 'qwen-turbo', ...turbo },
  ];
  await admin.send('PATCH', '/api/models', { models });
  await page.reload();
  await page.getByRole('row').nth(1).waitFor();
}

async function openStep(page: Page, index: number): Promise<void> {
  const step = page.locator('button[aria-expanded][aria-controls]').nth(index);
  if ((await step.getAttribute('aria-expanded')) !== 'true') await step.click();
}

async function makeKey(page: Page): Promise<void> {
  await openStep(page, 2);
  await page.locator('form button[type=submit]').click();
  await page.locator('code').first().waitFor();
}

async function openAdd(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Add a platform|添加平台/ }).click();
}
