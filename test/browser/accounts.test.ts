import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type AdminServer, type AdminServerOptions, PASSWORD, startAdminServer } from './admin-server.ts';
import { launchBrowser, openPage, SKIP } from './chromium.ts';

const NEW_PASSWORD = 'a new password';
const TOKEN = 'the-token-of-the-terminal';

describe('accounts in the web shell', { skip: SKIP }, () => {
  let browser: Browser;
  let server: AdminServer;

  before(async () => {
    browser = await launchBrowser();
  });
  after(() => browser?.close());
  afterEach(() => server.stop());

  async function open(options: AdminServerOptions, look?: BrowserContextOptions) {
    server = await startAdminServer(options);
    return openPage(browser, server.origin, look);
  }

  it('leads from the initial password to one of their own', async () => {
    const { page, complaints } = await open({ admin: 'new' });
    await page.getByText('the name is admin, and so is the password').waitFor();
    await signIn(page, 'admin');
    await page.getByText('Welcome, admin.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Cancel' }).count(), 0);
    await changePassword(page, 'admin', 'short', 'short');
    await page.getByText('A password has at least 6 characters.').waitFor();
    await changePassword(page, 'admin', NEW_PASSWORD, `${NEW_PASSWORD}!`);
    await page.getByText('The two new passwords differ.').waitFor();
    await changePassword(page, 'admin', 'password', 'password');
    await page.getByText('too easy to guess').waitFor();
    await changePassword(page, 'wrong', NEW_PASSWORD, NEW_PASSWORD);
    await page.getByText('The current password is wrong.').waitFor();
    await changePassword(page, 'admin', NEW_PASSWORD, NEW_PASSWORD);
    await page.getByRole('heading', { name: 'Gateway' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Gateway' }).waitFor();
    assert.deepEqual(complaints, []);
  });

  it('asks for the setup token where others can connect', async () => {
    const { page, complaints } = await open({ admin: 'new', host: '0.0.0.0', setupToken: TOKEN });
    await page.getByRole('heading', { name: 'Set up redwolf' }).waitFor();
    await setUp(page, 'wrong');
    await page.getByText('This setup token is wrong').waitFor();
    await setUp(page, ` ${TOKEN} `);
    await page.getByRole('heading', { name: 'Gateway' }).waitFor();
    assert.deepEqual(complaints, []);
  });

  it('changes a password on demand, also at the address of the original', async () => {
    const { page } = await open({});
    await signIn(page, PASSWORD);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'Gateway' }).waitFor();
    await page.goto(`${server.origin}/change-password`);
    await changePassword(page, PASSWORD, NEW_PASSWORD, NEW_PASSWORD);
    await page.getByRole('heading', { name: 'Gateway' }).waitFor();
    assert.equal(page.url(), `${server.origin}/`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(page, NEW_PASSWORD);
    await page.getByRole('heading', { name: 'Gateway' }).waitFor();
  });

  it('shows a viewer the status and no calls', async () => {
    const { page, complaints } = await open({ other: { name: 'vera', role: 'viewer' } });
    await page.getByLabel('Name').fill('Vera');
    await signIn(page, PASSWORD);
    await page.getByRole('heading', { name: 'Gateway' }).waitFor();
    await page.getByText('vera', { exact: true }).waitFor();
    assert.equal(await page.getByRole('heading', { name: 'Latest calls' }).count(), 0);
    assert.deepEqual(complaints, []);
  });

  // SCREENSHOTS=<folder> npm run test:browser: pictures to look at after a change of the page.
  const folder = process.env['SCREENSHOTS'];
  it('takes pictures', { skip: folder === undefined }, async () => {
    for (const width of [1440, 390]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const locale of ['en-US', 'zh-CN']) {
          const look = { viewport: { width, height: width === 390 ? 844 : 900 }, colorScheme, locale };
          const picture = (page: Page, what: string) =>
            page.screenshot({ path: join(folder ?? '', `${width}-${colorScheme}-${locale}-${what}.png`) });
          const first = await open({ admin: 'new' }, look);
          await first.page.locator('#password').fill('admin');
          await picture(first.page, 'first-login');
          await first.page.keyboard.press('Enter');
          await first.page.locator('#confirmation').waitFor();
          await first.page.keyboard.press('Enter');
          await picture(first.page, 'forced-change');
          await first.page.context().close();
          await server.stop();
          const setup = await open({ admin: 'new', host: '0.0.0.0', setupToken: TOKEN }, look);
          await setup.page.locator('#token').waitFor();
          await picture(setup.page, 'setup');
          await setup.page.context().close();
          await server.stop();
        }
      }
    }
    server = await startAdminServer();
  });
});

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel('Password').fill(password);
  await page.keyboard.press('Enter');
}

async function changePassword(page: Page, current: string, wanted: string, again: string): Promise<void> {
  await page.getByLabel('Current password').fill(current);
  await fillNew(page, wanted, again);
}

async function setUp(page: Page, token: string): Promise<void> {
  await page.getByLabel('Setup token').fill(token);
  await fillNew(page, NEW_PASSWORD, NEW_PASSWORD);
}

async function fillNew(page: Page, wanted: string, again: string): Promise<void> {
  await page.getByLabel('New password', { exact: true }).fill(wanted);
  await page.getByLabel('New password once more').fill(again);
  await page.keyboard.press('Enter');
}
