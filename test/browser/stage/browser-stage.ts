import { after, before } from 'node:test';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { launchBrowser, openPage, type WatchedPage } from '../chromium.ts';
import { type Stage, startStage } from './stage.ts';
import { fillStage } from './world.ts';

export interface BrowserStage {
  readonly stage: Stage;
  /** Opens a path in a browser profile of its own, logged in as the administrator. Every page is closed by `closePages`. */
  open(path: string, options?: BrowserContextOptions): Promise<WatchedPage>;
  closePages(): Promise<void>;
}

/** One gateway and one browser for all tests of a file. @param isFilled with platforms and calls */
export function useBrowserStage(isFilled = true): BrowserStage {
  let browser: Browser;
  let stage: Stage;
  before(async () => {
    [browser, stage] = await Promise.all([launchBrowser(), startStage()]);
    if (isFilled) await fillStage(stage);
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });
  return {
    get stage() {
      return stage;
    },
    async open(path, options = {}) {
      const watched = await openPage(browser, stage.origin, { ...stage.loggedIn, ...options });
      await watched.page.goto(stage.origin + path);
      return watched;
    },
    async closePages() {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
  };
}
