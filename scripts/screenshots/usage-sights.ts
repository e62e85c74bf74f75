import type { Page } from 'playwright-core';
import { addHistory, LONG_SESSION } from '../../test/browser/stage/history.ts';
import type { Stage } from '../../test/browser/stage/stage.ts';
import type { Sight } from './sight.ts';

/** Usage and sessions, of a gateway that has been used for some time. */
export const USAGE_SIGHTS: readonly Sight[] = [
  { name: 'usage', path: '/usage?range=30d', prepare: withChart },
  { name: 'usage-tokens-by-key', path: '/usage?by=key&measure=tokens', prepare: withChart },
  { name: 'usage-table', path: '/usage?view=table', prepare: withHistory },
  { name: 'usage-custom', path: '/usage?range=custom&model=none', prepare: withHistory, isWhole: false },
  {
    name: 'usage-tip',
    path: '/usage',
    isWhole: false,
    prepare: async (page, stage) => {
      await withChart(page, stage);
      await page.locator('.u-over').hover();
    },
  },
  { name: 'sessions', path: '/sessions', prepare: withHistory },
  { name: 'sessions-one', path: `/sessions/${LONG_SESSION}`, prepare: withChart },
  {
    name: 'sessions-steps',
    path: `/sessions/${LONG_SESSION}`,
    isWhole: false,
    prepare: async (page, stage) => {
      await withChart(page, stage);
      const steps = page.locator('ol').last();
      await steps.waitFor();
      await steps.evaluate((list) => list.scrollIntoView());
    },
  },
];

async function withHistory(page: Page, stage: Stage): Promise<void> {
  await addHistory(stage);
  await page.reload();
  await page.locator('h1').waitFor();
}

async function withChart(page: Page, stage: Stage): Promise<void> {
  await withHistory(page, stage);
  await page.locator('canvas').first().waitFor();
}
