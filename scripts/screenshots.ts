/**
 * Pictures of every page: `npm run screenshots -- [FOLDER] [--only part,of,names]`. Both languages and themes, 1440 and 390 pixels wide;
 * default: ./screenshots.
 */

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../test/browser/chromium.ts';
import { startStage } from '../test/browser/stage/stage.ts';
import { fillStage } from '../test/browser/stage/world.ts';
import { openSight } from './screenshots/open-sight.ts';
import type { Sight } from './screenshots/sight.ts';
import { SIGHTS } from './screenshots/sights.ts';

const WIDTHS = [
  { name: 'wide', width: 1440, height: 900 },
  { name: 'narrow', width: 390, height: 844 },
];
const LOOKS = [
  { language: 'en', theme: 'light' },
  { language: 'zh-CN', theme: 'dark' },
];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
const only = values.only?.split(',') ?? [''];
const [folder = 'screenshots'] = positionals;

mkdirSync(folder, { recursive: true });
const stage = await startStage();
const browser = await launchBrowser();
try {
  await fillStage(stage);
  for (const sight of SIGHTS.filter(({ name }) => only.some((part) => name.includes(part)))) {
    await takeAll(browser, sight);
    console.log(sight.name);
  }
} finally {
  await browser.close();
  await stage.stop();
}

async function takeAll(browser: Browser, sight: Sight): Promise<void> {
  for (const { name: size, ...viewport } of WIDTHS) {
    for (const { language, theme } of LOOKS) {
      const context = await browser.newContext({ ...stage.loggedIn, viewport, locale: language });
      await context.addInitScript((chosen) => localStorage.setItem('redwolf.theme', chosen), theme);
      const page = await openSight(context, stage, sight);
      await page.screenshot({
        path: join(folder, `${sight.name}-${size}-${language}-${theme}.png`),
        fullPage: sight.isWhole ?? true,
      });
      await context.close();
    }
  }
}
