import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { openSight } from '../../scripts/screenshots/open-sight.ts';
import { SIGHTS } from '../../scripts/screenshots/sights.ts';
import { isWider, seriousFindings } from './accessibility.ts';
import { launchBrowser, SKIP } from './chromium.ts';
import { type Stage, startStage } from './stage/stage.ts';
import { fillStage } from './stage/world.ts';

/** One of each address: dialogs and other states are made of the same parts, and axe takes two seconds for each. */
const PLAIN = SIGHTS.filter(({ path }, index) => SIGHTS.findIndex((sight) => sight.path === path) === index);
const LOOKS = [
  { width: 1440, locale: 'en-US', colorScheme: 'light', sights: PLAIN },
  { width: 380, locale: 'zh-CN', colorScheme: 'dark', sights: SIGHTS },
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

  for (const { width, locale, colorScheme, sights } of LOOKS) {
    describe(`${width} pixels wide, ${locale}, ${colorScheme}`, () => {
      // One profile for all: what the page is made of is loaded once.
      let context: BrowserContext;
      before(async () => {
        const viewport = { width, height: 900 };
        const look = { viewport, locale, colorScheme, reducedMotion: 'reduce' } as const;
        context = await browser.newContext({ ...stage.loggedIn, ...look });
      });
      after(() => context?.close());

      for (const sight of sights) {
        it(sight.name, async () => {
          const page = await openSight(context, stage, sight);
          assert.deepEqual(await seriousFindings(page), []);
          assert.equal(await isWider(page), false, 'it scrolls sideways');
          await page.close();
        });
      }
    });
  }
});
