import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const PATH = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';

/** Tests that ask too early show themselves when each request to the API is held up by some hundred milliseconds. */
const DELAY_MS = Number(process.env['REDWOLF_TEST_DELAY_MS'] ?? 0);

/** Why the browser tests cannot run here, else false: the form that node:test takes. In CI they must run. */
export const SKIP: string | false =
  existsSync(PATH) || process.env['CI'] !== undefined
    ? false
    : 'There is no Chromium here: install it, or set CHROMIUM_PATH.';

/** Starts the system's Chromium. Throws if there is none. */
export function launchBrowser(): Promise<Browser> {
  // Chromium's own sandbox cannot be set up by root, as which containers run.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: PATH, args });
}

/** A page of a fresh browser profile, with what went wrong on it. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors of scripts, refusals of the content security policy, requests to other hosts. */
  readonly complaints: readonly string[];
}

/**
 * @param origin the only one that the page may ask
 * @param path where it begins
 */
export async function openPage(
  browser: Browser,
  origin: string,
  options: BrowserContextOptions = {},
  path = '/',
): Promise<WatchedPage> {
  const context = await browser.newContext({ locale: 'en-US', ...options });
  const page = await context.newPage();
  // The page asks again every few seconds; a test turns its clock on instead of waiting.
  await page.clock.install();
  page.setDefaultTimeout(30_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    // Chromium logs each reply of 400 and more; these are part of the page's work.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(`${origin}/`)) complaints.push(`asked ${request.url()}`);
  });
  if (DELAY_MS > 0) await holdUp(page, origin);
  await page.goto(origin + path);
  return { page, complaints };
}

function holdUp(page: Page, origin: string): Promise<unknown> {
  return page.context().route(`${origin}/api/**`, async (route) => {
    await wait(DELAY_MS);
    // A page may be closed in the meantime.
    await route.fallback().catch(() => undefined);
  });
}
