import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type AdminServer, callRow, PASSWORD, startAdminServer } from './admin-server.ts';
import { launchBrowser, openPage, SKIP } from './chromium.ts';

const PHONE = { width: 390, height: 844 };
/** Longer than the page waits between two requests. */
const POLL_MS = 6_000;
const DESKTOP = { width: 1440, height: 900 };

describe('the web shell', { skip: SKIP }, () => {
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
    assert.equal(await page.getByRole('heading', { name: 'Gateway' }).count(), 0);
  });

  it('shows status and calls after the login, without a complaint of the browser', async () => {
    server.calls.push(callRow(), callRow({ outcome: 'error', status: 529, platform: null, model: null }));
    const { page, complaints } = await signedIn();
    await page.getByText('Global direct', { exact: true }).waitFor();
    await page.getByText('1 d 2 h').waitFor();
    await page.getByText('dashscope · 2 models').waitFor();
    const [first, second] = await rowTexts(page);
    assert.match(first ?? '', /qwen3-coder-plus.*dashscope.*laptop.*200 ok.*19\.5k → 412.*8\.4 s/s);
    assert.match(second ?? '', /claude-opus-5-5.*–.*529 error/s);
    assert.deepEqual(complaints, []);
  });

  it('shows times in the zone of the browser', async () => {
    server.calls.push(callRow({ startedAt: Date.UTC(2026, 0, 31, 20, 5, 9) }));
    const { page } = await signedIn({ timezoneId: 'Asia/Shanghai' });
    const time = page.getByRole('row').last().locator('time');
    assert.match(await time.innerText(), /2\/1, 04:05/);
    assert.equal(await time.getAttribute('datetime'), '2026-01-31T20:05:09.000Z');
  });

  it('shows what a client sent as text, whatever it is', async () => {
    const script = '<img src=x onerror="document.title=1"><script>document.title=2</script>';
    server.calls.push(callRow({ requestedModel: script, model: null, keyName: script, errorMessage: script }));
    const { page, complaints } = await signedIn();
    await page.getByRole('cell', { name: script }).first().waitFor();
    assert.equal(await page.locator('td img, td script').count(), 0);
    assert.equal(await page.title(), 'redwolf');
    assert.deepEqual(complaints, []);
  });

  it('shows a new call by itself', async () => {
    const { page } = await signedIn();
    await page.getByText('No calls yet').waitFor();
    server.calls.push(callRow({ model: 'a-new-one' }));
    await page.clock.fastForward(POLL_MS);
    await page.getByRole('cell', { name: 'a-new-one' }).waitFor();
  });

  it('gives the lines for Claude Code with its own address before the first call', async () => {
    const { page } = await signedIn();
    await page.getByText(`ANTHROPIC_BASE_URL=${server.origin}/api/v1/claude-code`).waitFor();
  });

  it('speaks the language of the browser, and remembers another choice', async () => {
    const { page, complaints } = await open({ locale: 'zh-CN' });
    await page.getByLabel('密码').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '最近的调用' }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), 'zh-CN');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Latest calls' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Latest calls' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'English' }).getAttribute('aria-pressed'), 'true');
    assert.deepEqual(complaints, []);
  });

  it('stays signed in over a reload, and forgets it on signing out', async () => {
    const { page } = await signedIn();
    await page.reload();
    await page.getByRole('button', { name: 'Sign out' }).click();
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
    await page.getByText('Global direct', { exact: true }).waitFor();
    await server.stop();
    await page.clock.fastForward(POLL_MS);
    await page.getByText('The gateway does not answer.').waitFor();
    assert.equal(await page.getByText('Global direct', { exact: true }).count(), 1);
  });

  it('fits a phone', async () => {
    server.calls.push(callRow({ model: 'x'.repeat(90) }));
    const { page } = await signedIn({ viewport: PHONE });
    await page.getByRole('row').last().waitFor();
    const width: unknown = await page.evaluate('document.documentElement.scrollWidth');
    assert.equal(width, PHONE.width);
  });

  // SCREENSHOTS=<folder> npm run test:browser: pictures to look at after a change of the page.
  const folder = process.env['SCREENSHOTS'];
  it('takes pictures', { skip: folder === undefined }, async () => {
    for (const viewport of [DESKTOP, PHONE]) {
      for (const colorScheme of ['light', 'dark'] as const) {
        for (const locale of ['en-US', 'zh-CN']) {
          const name = `${viewport.width}-${colorScheme}-${locale}`;
          const { page } = await open({ viewport, colorScheme, locale });
          const picture = (what: string) => page.screenshot({ path: join(folder ?? '', `${name}-${what}.png`) });
          await page.locator('#password').waitFor();
          await picture('login');
          server.calls.splice(0);
          await page.locator('#password').fill(PASSWORD);
          await page.keyboard.press('Enter');
          await page.locator('pre').waitFor();
          await picture('empty');
          server.calls.push(...sampleCalls());
          await page.clock.fastForward(POLL_MS);
          await page.getByRole('row').last().waitFor();
          await picture('calls');
          await page.context().close();
        }
      }
    }
  });
});

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Gateway' }).waitFor();
}

/** Texts of the table's body, a row each. */
async function rowTexts(page: Page): Promise<readonly string[]> {
  const rows = page.locator('tbody tr');
  await rows.first().waitFor();
  return rows.allInnerTexts();
}

function sampleCalls() {
  const now = Date.now();
  return [
    callRow({ startedAt: now }),
    callRow({ startedAt: now - 14_000, platform: 'openrouter', model: 'anthropic/claude-opus-5.5', totalMs: 73_000 }),
    callRow({ startedAt: now - 61_000, outcome: 'aborted', usageSource: 'estimated', totalMs: 3_100 }),
    callRow({
      startedAt: now - 92_000,
      outcome: 'error',
      status: 529,
      platform: null,
      model: null,
      usageSource: 'none',
    }),
    callRow({ startedAt: now - 86_400_000, keyName: 'team-build-server', outputTokens: 1_204_000, totalMs: 412 }),
  ];
}
