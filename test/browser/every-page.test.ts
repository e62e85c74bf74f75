import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { SIGHTS } from '../../scripts/screenshots/sights.ts';
import { isWider, seriousFindings } from './accessibility.ts';
import { launchBrowser, SKIP } from './chromium.ts';
import { type Stage, startStage } from './stage/stage.ts';
import { fillStage } from './stage/world.ts';

const LOOKS = [
  { width: 1440, locale: 'en-US', colorScheme: 'light' },
  { width: 380, locale: 'zh-CN', colorScheme: 'dark' },
] as const;

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
            reducedMotion: 'reduce',
          });
          const page = await context.newPage();
          page.setDefaultTimeout(10_000);
          await page.goto(stage.origin + sight.path);
          await page.locator('h1').waitFor();
          await sight.prepare?.(page, stage);
          await page.locator('.animate-pulse').first().waitFor({ state: 'detached' });
          assert.deepEqual(await seriousFindings(page), []);
          assert.equal(await isWider(page), false, 'it scrolls sideways');
          await context.close();
        });
      }
    });
  }
});
