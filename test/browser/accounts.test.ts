import assert from 'node:assert/strict';
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
    await seePages(page);
    await page.reload();
    await seePages(page);
    assert.deepEqual(complaints, []);
  });

  it('asks for the setup token where others can connect', async () => {
    const { page, complaints } = await open({ admin: 'new', host: '0.0.0.0', setupToken: TOKEN });
    await page.getByRole('heading', { name: 'Set up redwolf' }).waitFor();
    await setUp(page, 'wrong');
    await page.getByText('This setup token is wrong').waitFor();
    await setUp(page, ` ${TOKEN} `);
    await seePages(page);
    assert.deepEqual(complaints, []);
  });

  it('changes a password on demand, also at the address of the original', async () => {
    const { page } = await open({});
    await signIn(page, PASSWORD);
    await seePages(page);
    await page.goto(`${server.origin}/change-password`);
    await changePassword(page, PASSWORD, NEW_PASSWORD, NEW_PASSWORD);
    await page.getByText('The password is changed').waitFor();
    assert.equal(new URL(page.url()).pathname, '/account');
    await signOut(page, 'admin');
    await signIn(page, NEW_PASSWORD);
    await seePages(page);
  });

  it('ends a session in another browser', async () => {
    const { page } = await open({});
    await signIn(page, PASSWORD);
    await seePages(page);
    const other = await openPage(browser, server.origin);
    await signIn(other.page, PASSWORD);
    await seePages(other.page);
    await page.goto(`${server.origin}/account`);
    await page.getByRole('button', { name: 'End' }).click();
    await page.getByRole('button', { name: 'End' }).waitFor({ state: 'detached' });
    await other.page.reload();
    await other.page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });

  it('shows a viewer the status and no calls', async () => {
    const { page, complaints } = await open({ other: { name: 'vera', role: 'viewer' } });
    await page.getByLabel('Name').fill('Vera');
    await signIn(page, PASSWORD);
    await seePages(page);
    await page.getByRole('heading', { name: 'Status', exact: true }).waitFor();
    const links = page.getByRole('navigation', { name: 'Pages' }).getByRole('link');
    assert.deepEqual(await links.allInnerTexts(), ['Status']);
    await page.goto(`${server.origin}/calls`);
    await page.getByText('Your role does not open this page').waitFor();
    assert.deepEqual(complaints, []);
  });
});

async function seePages(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
}

async function signOut(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}

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
