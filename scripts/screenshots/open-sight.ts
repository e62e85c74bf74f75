import type { BrowserContext, Page } from 'playwright-core';
import type { Stage } from '../../test/browser/stage/stage.ts';
import type { Sight } from './sight.ts';

/** A page that shows it, with nothing loading any more. */
export async function openSight(context: BrowserContext, stage: Stage, sight: Sight): Promise<Page> {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(stage.origin + sight.path);
  await page.locator('h1').waitFor();
  await sight.prepare?.(page, stage);
  await page.locator('.animate-pulse').first().waitFor({ state: 'detached' });
  return page;
}
