import { after, before } from 'node:test';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import type { ConfigFile } from '../../support/config-file.ts';
import { launchBrowser, openPage, type WatchedPage } from '../chromium.ts';
import { type Stage, startStage } from './stage.ts';

export interface BrowserStageOptions {
  readonly config?: ConfigFile;
  /** Puts in what the tests need, such as `fillStage`; without it the gateway is empty. */
  readonly furnish?: (stage: Stage) => Promise<void>;
}

export interface BrowserStage {
  readonly stage: Stage;
  /** Opens a path in a browser profile of its own, logged in as the administrator unless `options` say otherwise. */
  open(path: string, options?: BrowserContextOptions): Promise<WatchedPage>;
  closePages(): Promise<void>;
}

/** One gateway and one browser for all tests of a `describe`, in which it has to be called. */
export function useBrowserStage({ config = {}, furnish }: BrowserStageOptions = {}): BrowserStage {
  let browser: Browser;
  let stage: Stage;
  before(async () => {
    [browser, stage] = await Promise.all([launchBrowser(), startStage(config)]);
    await furnish?.(stage);
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });
  return {
    get stage() {
      return stage;
    },
    open: (path, options = {}) => openPage(browser, stage.origin, { ...stage.loggedIn, ...options }, path),
    async closePages() {
      await Promise.all(browser.contexts().map((context) => context.close()));
    },
  };
}
