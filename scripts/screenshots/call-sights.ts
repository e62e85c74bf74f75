import type { Page } from 'playwright-core';
import { openCall } from '../../test/browser/stage/open-call.ts';
import type { Stage } from '../../test/browser/stage/stage.ts';
import type { Sight } from './sight.ts';

/** A sight of one call. @param prepare what is done once it is open */
function sight(name: string, words: string, prepare?: (page: Page) => Promise<void>): Sight {
  const open = async (page: Page, stage: Stage) => {
    await openCall(page, stage, words);
    await prepare?.(page);
  };
  return { name: `call-${name}`, path: '/calls', prepare: open };
}

const tab = (index: number) => async (page: Page) => {
  await page.locator('article').getByRole('tab').nth(index).click();
  await page.locator('article').getByRole('tabpanel').waitFor();
};

/** One call in its views. */
export const CALL_SIGHTS: readonly Sight[] = [
  sight('conversation', 'please read'),
  sight('tools', 'please read', async (page) => {
    await page.getByRole('tabpanel').locator('summary').nth(3).waitFor();
    for (const fold of await page.locator('article [role=tabpanel] summary').all()) await fold.click();
  }),
  sight('picture', 'what is wrong in this picture'),
  sight('stages', 'please read', tab(1)),
  sight('difference', '解释一下', tab(2)),
  sight('decision', '解释一下', async (page) => {
    await page.locator('article section details summary').first().click();
  }),
  sight('error', 'run the tests'),
];
