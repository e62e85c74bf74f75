import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { send } from '../support/http-client.ts';
import { launchBrowser, openPage, SKIP } from './chromium.ts';
import { AdminClient } from './stage/admin-client.ts';
import { OVERLOADED } from './stage/platform-script.ts';
import { type Stage, startStage } from './stage/stage.ts';

const SECRET = 'sk-test-of-a-platform-0001';
const PASSWORD = 'a password of their own';

describe('the state of the gateway', { skip: SKIP }, () => {
  let stage: Stage;
  let browser: Browser;

  before(async () => {
    stage = await startStage();
    const settings = { base_url: stage.platform.origin, models: ['claude-opus-5-5', OVERLOADED] };
    const credentials = [{ key: SECRET }];
    await stage.admin.send('POST', '/api/platforms', { id: 'up', type: 'anthropic-compatible', settings, credentials });
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });

  it('is shown in full to an administrator, by itself, and copied without secrets', async () => {
    const { page, complaints } = await openPage(browser, stage.origin, {
      ...stage.loggedIn,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await page.goto(`${stage.origin}/status`);
    await page.getByText('nothing failed lately').waitFor();
    await page.getByText('SQLite, embedded').waitFor();
    await page.getByText('There are none since the start.').waitFor();

    const body = { model: `up:${OVERLOADED}`, max_tokens: 9, messages: [{ role: 'user', content: 'hi' }] };
    await send(`${stage.origin}/v1/messages`, { headers: { 'x-api-key': 'rw-test' }, body });
    await page.clock.runFor(6_000);
    await page.getByText('1 rests').waitFor();
    await page.getByText('1 target rests').waitFor();
    await page.getByText(`${OVERLOADED}: the platform is overloaded`).waitFor();

    await page.getByRole('button', { name: 'Copy as text' }).click();
    await page.getByText('Copied').waitFor();
    const text = String(await page.evaluate('navigator.clipboard.readText()'));
    assert.match(text, /^Gateway\n {2}State: 1 target rests\n {2}Version: /);
    assert.match(text, new RegExp(`up \\(anthropic-compatible\\): 1 rests; ${OVERLOADED} overloaded `));
    assert.ok(!text.includes(SECRET));
    assert.deepEqual(complaints, []);
  });

  it('is shown to a viewer without what only administrators may know', async () => {
    const { password } = await stage.admin.send<{ password: string }>('POST', '/api/users', {
      name: 'vera',
      role: 'viewer',
    });
    const vera = new AdminClient(stage.origin);
    await vera.logIn('vera', password);
    await vera.send('POST', '/api/change-password', { current_password: password, new_password: PASSWORD });
    await vera.logIn('vera', PASSWORD);
    const storageState = { cookies: [vera.cookie], origins: [] };
    const { page, complaints } = await openPage(browser, stage.origin, { storageState, locale: 'zh-CN' });
    await page.goto(`${stage.origin}/status`);
    await page.getByRole('heading', { name: '平台', exact: true }).waitFor();
    await page.getByText('anthropic-compatible').waitFor();
    assert.equal(await page.getByRole('heading', { name: '进程' }).count(), 0);
    assert.equal(await page.getByRole('heading', { name: '最近的警告和错误' }).count(), 0);
    assert.deepEqual(complaints, []);
  });
});
