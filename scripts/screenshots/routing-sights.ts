import type { Page } from 'playwright-core';
import type { Stage } from '../../test/browser/stage/stage.ts';
import type { Sight } from './sight.ts';

const PART = '[role=tabpanel][data-state=active]';

/** The page of the routing in each mode, and its dialogs. */
export const ROUTING_SIGHTS: readonly Sight[] = [
  { name: 'routing', path: '/routing' },
  { name: 'routing-priority', path: '/routing', prepare: inMode('global_direct') },
  { name: 'routing-claude', path: '/routing', prepare: inMode('claude_code') },
  {
    name: 'routing-scene',
    path: '/routing?part=smart',
    isWhole: false,
    prepare: async (page, stage) => {
      await inMode('smart_routing')(page, stage);
      await page.locator(`${PART} article button`).nth(1).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'routing-templates',
    path: '/routing?part=smart',
    isWhole: false,
    prepare: async (page) => {
      await page.locator(`${PART} section:has(article) > div button`).nth(-2).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'routing-picker',
    path: '/routing?part=priority',
    isWhole: false,
    prepare: async (page) => {
      await page.locator(`${PART} section > div button`).last().click();
      await page.getByRole('checkbox').nth(1).check();
    },
  },
  {
    name: 'routing-try',
    path: '/routing?part=try',
    prepare: async (page) => {
      await page.locator(`${PART} fieldset button`).nth(2).click();
      await page.locator(`${PART} dl`).first().waitFor();
      await page.waitForTimeout(600);
    },
  },
  {
    name: 'routing-corrections',
    path: '/routing?part=corrections',
    prepare: async (page, { admin }) => {
      const { calls } = await admin.send<{ calls: readonly { id: string }[] }>('GET', '/api/calls');
      for (const { id } of calls.slice(3, 5))
        await admin.send('POST', `/api/calls/${id}/correction`, { intent: 'explain' });
      await page.reload();
      await page.locator('table').waitFor();
    },
  },
];

function inMode(mode: string) {
  return async (page: Page, { admin }: Stage): Promise<void> => {
    await admin.send('PATCH', '/api/routing', { mode });
    await page.reload();
    await page.locator('h1').waitFor();
    await page.locator(PART).waitFor();
  };
}
