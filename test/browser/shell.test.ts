import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type AdminServer, PASSWORD, startAdminServer } from './admin-server.ts';
import { launchBrowser, openPage, SKIP } from './chromium.ts';

const PHONE = { width: 390, height: 844 };
/** Longer than the page waits between two looks at the gateway. */
const POLL_MS = 6_000;

describe('the shell of the web interface', { skip: SKIP }, () => {
  let browser: Browser;
  let server: AdminServer;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    server = await startAdminServer();
  });
  afterEach(() => server.stop());

  async function open(options?: BrowserContextOptions) {
    return openPage(browser, server.origin, options);
  }

  async function signedIn(options?: BrowserContextOptions) {
    const watched = await open(options);
    await signIn(watched.page);
    return watched;
  }

  it('asks for the password, and says when it is wrong', async () => {
    const { page } = await open();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('Please enter the name and the password.').waitFor();
    await page.getByLabel('Password').fill('something else');
    await page.keyboard.press('Enter');
    await page.getByText('The name or the password is wrong.').waitFor();
    assert.equal(await page.getByRole('navigation').count(), 0);
  });

  it('comes back to the page that was asked for before the login', async () => {
    const { page } = await open();
    await page.goto(`${server.origin}/account`);
    await signIn(page);
    await page.getByRole('heading', { name: 'My account' }).waitFor();
  });

  it('speaks the language of the browser, and remembers another choice', async () => {
    const { page, complaints } = await open({ locale: 'zh-CN' });
    await page.getByLabel('密码').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: '平台' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('link', { name: 'Platforms' }).waitFor();
    await page.reload();
    await page.getByRole('link', { name: 'Platforms' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'English' }).getAttribute('aria-pressed'), 'true');
    assert.deepEqual(complaints, []);
  });

  it('is as light or dark as the system, until somebody chooses', async () => {
    const { page } = await signedIn({ colorScheme: 'dark' });
    const background = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
    assert.equal(await background(), 'rgb(20, 17, 16)');
    await page.getByRole('button', { name: 'Light' }).click();
    assert.equal(await background(), 'rgb(246, 243, 241)');
    await page.reload();
    await page.getByRole('link', { name: 'Platforms' }).waitFor();
    assert.equal(await background(), 'rgb(246, 243, 241)');
  });

  it('finds a page by its name, by the keyboard alone', async () => {
    const { page, complaints } = await signedIn();
    const palette = page.getByRole('combobox', { name: 'Search' });
    await page.keyboard.press('Control+k');
    await palette.waitFor();
    await page.keyboard.type('accou');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'My account' }).waitFor();
    await page.keyboard.press('Control+k');
    await palette.press('ArrowUp');
    const last = page.getByRole('option', { selected: true });
    await last.getByText('切换到中文').waitFor();
    const [list, option] = [await page.getByRole('listbox').boundingBox(), await last.boundingBox()];
    assert.ok(list && option && option.y + option.height <= list.y + list.height + 1, 'it is out of sight');
    await palette.fill('no such thing');
    await page.getByRole('option', { name: 'Search the calls for “no such thing”' }).waitFor();
    await page.keyboard.press('Escape');
    assert.equal(await palette.count(), 0);
    assert.deepEqual(complaints, []);
  });

  it('does not call back who goes elsewhere before it knows where to begin', async () => {
    const { page } = await open();
    const [known, loaded] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    await page.route('**/api/platforms', async (route) => {
      await known.promise;
      await route.fallback();
    });
    await page.route('**/account-page*.js', async (route) => {
      await loaded.promise;
      await route.fallback();
    });
    await signIn(page);
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search' }).fill('account');
    await page.keyboard.press('Enter');
    const answer = page.waitForResponse('**/api/platforms');
    known.resolve();
    await answer;
    // What the answer brings about is done some frames after it.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    loaded.resolve();
    await page.getByRole('heading', { name: 'My account' }).waitFor();
  });

  it('stays signed in over a reload, and forgets it on signing out', async () => {
    const { page } = await signedIn();
    await page.reload();
    await page.getByRole('button', { name: 'admin' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('returns to the login when the session ends elsewhere', async () => {
    const { page } = await signedIn();
    await server.endSessions();
    await page.clock.fastForward(POLL_MS);
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('says so when the gateway is gone', async () => {
    const { page } = await signedIn();
    await page.goto(`${server.origin}/account`);
    await page.getByRole('heading', { name: 'My account' }).waitFor();
    await server.stop();
    await page.clock.runFor(4 * POLL_MS);
    await page.getByText('The gateway does not answer.').waitFor();
    await page.getByRole('heading', { name: 'My account' }).waitFor();
  });

  it('says so when signing out did not reach the gateway', async () => {
    const { page } = await signedIn();
    await page.route('**/api/logout', (route) => route.abort());
    await page.getByRole('button', { name: 'admin' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByText('the gateway does not answer').waitFor();
    assert.equal(await page.getByRole('heading', { name: 'Sign in' }).count(), 0);
  });

  it('says so where there is no such page', async () => {
    const { page } = await signedIn();
    await page.goto(`${server.origin}/nothing/here`);
    await page.getByText('There is no such page').waitFor();
  });

  it('has its navigation behind a button on a phone', async () => {
    const { page, complaints } = await signedIn({ viewport: PHONE });
    await page.getByRole('button', { name: 'Pages' }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'Platforms' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    assert.equal(new URL(page.url()).pathname, '/platforms');
    await page.getByRole('button', { name: 'Pages' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'admin' }).click();
    await page.getByRole('menuitem', { name: 'My account' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('heading', { name: 'My account' }).waitFor();
    assert.ok((await page.evaluate<number>('document.documentElement.scrollWidth')) <= PHONE.width);
    assert.deepEqual(complaints, []);
  });
});

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  // The button has other words while it waits.
  await page.getByRole('heading', { name: 'Sign in' }).waitFor({ state: 'detached' });
}
