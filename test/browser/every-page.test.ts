import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { SIGHTS } from '../../scripts/screenshots/sights.ts';
import { launchBrowser, SKIP } from './chromium.ts';
import { type Stage, startStage } from './stage/stage.ts';
import { fillStage } from './stage/world.ts';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const SERIOUS = new Set(['serious', 'critical']);
const LOOKS = [
  { width: 1440, locale: 'en-US', colorScheme: 'light' },
  { width: 380, locale: 'zh-CN', colorScheme: 'dark' },
] as const;

/** What axe says of a page. */
interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly html: string }[];
}

describe('every page of the web interface', { skip: SKIP }, () => {
  let browser: Browser;
  let stage: Stage;

  before(async () => {
    [browser, stage] = await Promise.all([launchBrowser(), startStage()]);
    await fillStage(stage);
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });

  for (const { width, locale, colorScheme } of LOOKS) {
    describe(`${width} pixels wide, ${locale}, ${colorScheme}`, () => {
      for (const sight of SIGHTS) {
        it(sight.name, async () => {
          const context = await browser.newContext({
            ...stage.loggedIn,
            viewport: { width, height: 900 },
            locale,
            colorScheme,
            // The policy of the page allows no scripts but its own; axe is one.
            bypassCSP: true,
            reducedMotion: 'reduce',
          });
          const page = await context.newPage();
          page.setDefaultTimeout(10_000);
          await page.goto(stage.origin + sight.path);
          await page.locator('h1').waitFor();
          await sight.prepare?.(page, stage);
          await page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined);
          assert.deepEqual(await seriousFindings(page), []);
          assert.ok(
            (await page.evaluate<number>('document.documentElement.scrollWidth')) <= width,
            'it scrolls sideways',
          );
          await context.close();
        });
      }
    });
  }
});

async function seriousFindings(page: Page): Promise<readonly string[]> {
  await page.addScriptTag({ path: AXE });
  const { violations } = await page.evaluate<{ violations: readonly Finding[] }>('axe.run()');
  return violations
    .filter(({ impact }) => impact !== null && SERIOUS.has(impact))
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}
