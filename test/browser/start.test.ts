import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { AccountReply } from '../../src/admin/contract/accounts.ts';
import type { RoutingReply } from '../../src/admin/contract/settings.ts';
import { anthropicError } from '../fake-platform/anthropic-replies.ts';
import { send } from '../support/http-client.ts';
import { isWider, seriousFindings } from './accessibility.ts';
import { SKIP } from './chromium.ts';
import { useBrowserStage } from './stage/browser-stage.ts';
import { answerAsPlatform } from './stage/platform-script.ts';

const PHONE = { width: 390, height: 844 };

describe('the first run', { skip: SKIP }, () => {
  let complaints: readonly string[] = [];

  const world = useBrowserStage();
  afterEach(() => assert.deepEqual(complaints, []));

  /** Opens the page of the beginning; where it leads to is the test's to say. */
  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const watched = await world.open('/', options);
    complaints = watched.complaints;
    return watched.page;
  }

  function ask(key: string) {
    const body = { model: 'claude-sonnet-4-5', max_tokens: 20, messages: [{ role: 'user', content: 'Hello' }] };
    return send(`${world.stage.origin}/v1/messages`, { headers: { 'x-api-key': key }, body });
  }

  it('leads from an empty gateway to the first answered request', async () => {
    const page = await open();
    await page.waitForURL('**/start');
    await page.getByLabel('Search the types').fill('anthropic-compatible');
    await page.getByRole('button', { name: 'Anthropic-compatible' }).click();
    await page.getByLabel('Address').fill(world.stage.platform.origin);
    await page.getByRole('button', { name: 'Test and add' }).click();
    await page.getByText('5 models').waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    await page.getByRole('button', { name: 'Continue' }).click();

    assert.equal(await page.getByRole('radio', { name: /Global direct/ }).isChecked(), true);
    await page.getByRole('button', { name: 'Add anthropic-compatible:qwen3-max' }).click();
    assert.deepEqual(await seriousFindings(page), []);
    await page.getByRole('button', { name: 'Continue' }).click();

    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByText('It is shown only now').waitFor();
    const key = await page.locator('code').first().innerText();
    await page.getByText(`ANTHROPIC_BASE_URL=${world.stage.origin}/api/v1/claude-code`).waitFor();
    await page.getByText(`$env:ANTHROPIC_AUTH_TOKEN = "${key}"`).waitFor();
    await page.getByRole('tab', { name: 'Codex' }).click();
    await page.getByText('wire_api = "responses"').waitFor();
    await page.getByRole('tab', { name: 'opencode' }).click();
    await page.getByText(`"baseURL": "${world.stage.origin}/v1"`).waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    await page.getByRole('button', { name: 'Continue' }).click();

    await page.getByText('Waiting for your first request…').waitFor();
    assert.equal((await ask(key)).status, 200);
    await page.getByText('It works. Your first request was answered.').waitFor();
    await page.getByText(/of anthropic-compatible answered/).waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    const { modelPriorityList } = await world.stage.admin.send<RoutingReply>('GET', '/api/routing');
    assert.deepEqual(modelPriorityList.at(-1), 'anthropic-compatible:qwen3-max');
    await page.getByRole('link', { name: 'See the call' }).click();
    await page.waitForURL('**/calls/*');
  });

  it('keeps its place, and does not show the key again', async () => {
    const page = await open();
    await page.waitForURL('**/calls');
    await page.goto(`${world.stage.origin}/start`);
    await step(page, /Make a key/).click();
    await page.getByLabel('Name of the key').fill('second client');
    await page.getByRole('button', { name: 'Make the key' }).click();
    await page.getByText('It is shown only now').waitFor();
    await page.reload();
    await page.getByText('It cannot be shown again').waitFor();
    await page.getByText('ANTHROPIC_AUTH_TOKEN=rw-…').waitFor();
    assert.equal(await step(page, /Make a key/).getAttribute('aria-expanded'), 'true');
    assert.match(await step(page, /Make a key/).innerText(), /second client/);
  });

  it('turns green without the live feed, and says why a request failed', async () => {
    const page = await open();
    await page.route('**/api/calls/live*', (route) => route.abort());
    await page.goto(`${world.stage.origin}/start`);
    await step(page, /Make a key/).click();
    await page.getByLabel('Name of the key').fill('third client');
    await page.getByRole('button', { name: 'Make the key' }).click();
    const key = await page.locator('code').first().innerText();
    await page.getByRole('button', { name: 'Continue' }).click();
    world.stage.platform.play(anthropicError(529, 'overloaded_error', 'Overloaded'));
    await ask(key);
    await page.clock.fastForward(4_000);
    await page.getByText('A request came, but it failed:').waitFor();
    world.stage.platform.play(answerAsPlatform);
    await ask(key);
    await page.clock.fastForward(4_000);
    await page.getByText('It works. Your first request was answered.').waitFor();
  });

  it('explains the modes, also in Chinese on a phone', async () => {
    const page = await open({ locale: 'zh-CN', viewport: PHONE });
    await page.goto(`${world.stage.origin}/start`);
    await step(page, /选择工作模式/).click();
    await page.getByRole('radio', { name: /智能路由/ }).check();
    await page.getByText('内置八类任务场景').waitFor();
    await page.getByRole('radio', { name: /Claude Code/ }).check();
    await page.getByText('请求将发往：anthropic-compatible。').waitFor();
    assert.equal(await isWider(page), false);
    await page.getByRole('button', { name: '继续' }).click();
    await page.getByRole('button', { name: '创建密钥', exact: true }).waitFor();
    assert.equal((await world.stage.admin.send<RoutingReply>('GET', '/api/routing')).mode, 'claude_code');
    assert.equal(await isWider(page), false);
  });

  it('leads a viewer to the status', async () => {
    const page = await open();
    await page.route('**/api/session', async (route) => {
      const reply = await route.fetch();
      const account = (await reply.json()) as AccountReply;
      await route.fulfill({ json: { ...account, user: { ...account.user, role: 'viewer' } } });
    });
    await page.goto(`${world.stage.origin}/`);
    await page.waitForURL('**/status');
  });
});

function step(page: Page, name: RegExp) {
  return page.getByRole('button', { name }).and(page.locator('[aria-controls]'));
}
