import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { send } from '../support/http-client.ts';
import { launchBrowser, openPage, SKIP, type WatchedPage } from './chromium.ts';
import { openCall } from './stage/open-call.ts';
import { type Stage, startStage } from './stage/stage.ts';
import { fillStage } from './stage/world.ts';

const PHONE = { width: 390, height: 844 };
const READS = 'please read';
const EXPLAINS = '解释一下';

describe('one call in the page', { skip: SKIP }, () => {
  let browser: Browser;
  let stage: Stage;
  let desktop: WatchedPage;
  let key: string;

  before(async () => {
    [browser, stage] = await Promise.all([launchBrowser(), startStage()]);
    await fillStage(stage);
    key = (await stage.admin.send<{ secret: string }>('POST', '/api/keys', { name: 'more calls' })).secret;
    const permissions = ['clipboard-read', 'clipboard-write'];
    desktop = await openPage(browser, stage.origin, { ...stage.loggedIn, permissions });
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });

  /** Opens a call in a page that has chosen nothing yet. */
  async function open(words: string, { page, complaints }: WatchedPage = desktop) {
    await page.evaluate('localStorage.clear()');
    const id = await openCall(page, stage, words);
    return { call: page.locator('article'), page, complaints, id };
  }

  /** A call of Claude Code, in which the user says this. */
  async function ask(words: string): Promise<void> {
    const body = { model: 'claude-opus-5-5', max_tokens: 100, messages: [{ role: 'user', content: words }] };
    const reply = await send(`${stage.origin}/v1/messages`, { headers: { 'x-api-key': key }, body });
    assert.equal(reply.status, 200);
  }

  it('tells who answered, why, and from which cache', async () => {
    const { call, complaints } = await open(EXPLAINS);
    await call.getByText('asked for: claude-opus-5-5').waitFor();
    await call.getByText('The words were taken for “explain”').first().waitFor();
    await call.getByText('89 % of the input came from the cache.').waitFor();
    await call.getByText('converted to openai-chat').waitFor();
    await call.getByText('the platform takes no cache hints').waitFor();
    await call.getByText('How it was decided').click();
    await call.getByText('Scenes that came into question').waitFor();
    assert.deepEqual(complaints, []);
  });

  it('shows the conversation with tools, thinking and system folded', async () => {
    const { call } = await open(READS);
    await call.getByText('and fix the rounding fault').waitFor();
    await call.getByText('I will read the file first.').waitFor();
    assert.equal(await call.getByText('The file has to be seen first').count(), 0);
    await call.getByText('Thinking', { exact: true }).click();
    await call.getByText('The file has to be seen first').waitFor();
    await call.getByText('System prompt').click();
    await call.getByText('You are Claude Code').waitFor();
    await call.getByText('2 tools: Read, Bash').waitFor();
  });

  it('shows images that came with the call', async () => {
    const { call, page, complaints } = await open('what is wrong in this picture');
    const image = call.getByRole('img', { name: 'Image of the conversation' });
    await image.waitFor();
    assert.equal(await page.evaluate('document.querySelector("article img").naturalWidth'), 1);
    assert.deepEqual(complaints, []);
  });

  it('takes nothing that was said for HTML', async () => {
    const said = 'odd <img src=x onerror="document.title=1"> **<b>x</b>** `<script>document.title=2</script>`';
    await ask(said);
    const { call, page, complaints } = await open('odd');
    await call.getByText('<b>x</b>').waitFor();
    assert.equal(await page.locator('article img, article b, article script').count(), 0);
    assert.deepEqual(complaints, []);
  });

  it('shows the four stages as trees and texts, and streams in their views', async () => {
    const { call, page, complaints } = await open(READS);
    await call.getByRole('tab', { name: 'Stages' }).click();
    const tree = call.getByRole('region', { name: 'Client asked' });
    await tree.getByRole('button', { name: 'tools: [2]' }).click();
    assert.equal(await tree.getByText('"Read"').count(), 0);
    await tree.getByRole('button', { name: /show all/ }).click();
    assert.match(await tree.locator('pre').innerText(), /(Be precise and short\. ){50}/);
    await call.getByText('23 events').first().waitFor();
    const view = (name: string) => call.getByRole('button', { name, exact: true }).last();
    await view('Text').click();
    await call.getByText('I will read the file first.').waitFor();
    await view('Whole reply').click();
    await call.getByText('"tool_use"').first().waitFor();
    await page.reload();
    await call.getByText('"tool_use"').first().waitFor();
    assert.equal(await view('Whole reply').getAttribute('aria-pressed'), 'true');
    assert.deepEqual(complaints, []);
  });

  it('shows a body on the full screen until Esc is pressed', async () => {
    const { call, page } = await open(READS);
    await call.getByRole('tab', { name: 'Stages' }).click();
    // The first of them belongs to the first stage only once that is loaded.
    await call.getByRole('region', { name: 'Client asked' }).waitFor();
    await call.getByRole('button', { name: 'Full screen' }).first().click();
    const dialog = call.getByRole('dialog', { name: 'Client asked' });
    await dialog.getByText('max_tokens').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await call.getByRole('tab', { name: 'Stages' }).waitFor();
  });

  it('says what the platform got otherwise than the client asked', async () => {
    const { call } = await open(EXPLAINS);
    await call.getByRole('tab', { name: 'Difference' }).click();
    await call.getByText('They speak different protocols').waitFor();
    await call.getByRole('button', { name: 'Field by field' }).click();
    const change = call.getByRole('listitem').filter({ has: call.page().getByText('model', { exact: true }) });
    assert.match(await change.innerText(), /changed.*− claude-opus-5-5.*\+ qwen3-coder-plus/s);
    await call.getByRole('button', { name: 'Replies' }).click();
    await call.getByRole('button', { name: 'What is said' }).click();
    await call.getByText('From what the platform said').waitFor();
  });

  it('corrects the scene with one click, and takes it back', async () => {
    const { call, page, id } = await open(EXPLAINS);
    await call.getByRole('button', { name: 'Correct the scene' }).click();
    await call.getByRole('menuitem', { name: '文档写作' }).click();
    await page.getByText('Noted: this should have been “文档写作”.').waitFor();
    const { correction } = await stage.admin.send<{ correction: { scene: string } }>(
      'GET',
      `/api/calls/${id}/correction`,
    );
    assert.equal(correction.scene, '文档写作');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The correction was taken back.').waitFor();
    await call.getByRole('button', { name: 'Correct the scene' }).waitFor();
    await assert.rejects(stage.admin.send('GET', `/api/calls/${id}/correction`), /404/);
  });

  it('copies the call as a command line, without a secret', async () => {
    const { call, page } = await open(READS);
    await call.getByRole('button', { name: 'Actions of the call' }).click();
    await call.getByRole('menuitem', { name: 'Copy as curl, to the platform' }).click();
    await page.getByText('Copied').waitFor();
    const copied = String(await page.evaluate('navigator.clipboard.readText()'));
    assert.match(copied, /curl -sS .*\/v1\/messages/s);
    assert.doesNotMatch(copied, /sk-test/);
  });

  it('says why a call failed, with the words of the platform', async () => {
    const { call } = await open('run the tests');
    await call.getByText('529 error').waitFor();
    await call.getByText('overloaded · 529').waitFor();
    await call.getByText('was asked last, and failed').waitFor();
  });

  it('deletes what was said, says so, and then the call', async () => {
    await ask('a secret that nobody should keep');
    const { call, page, id } = await open('a secret');
    await call.getByText('a secret that nobody should keep').waitFor();
    await destroy(call, 'Delete what was said');
    await call.getByText('What was said in this call is not kept').waitFor();
    assert.equal(await call.getByText('a secret that nobody should keep').count(), 0);
    await destroy(call, 'Delete this call');
    await page.getByText('The call was deleted.').waitFor();
    await page.waitForURL(/\/calls$/);
    await assert.rejects(stage.admin.send('GET', `/api/calls/${id}`), /404/);
  });

  it('keeps a body of megabytes out of the document', async () => {
    await ask(`long ${'{"a": [1, 2, 3]}\n'.repeat(120_000)}`);
    const { call, page } = await open('long');
    await call.getByRole('tab', { name: 'Stages' }).click();
    await call.getByRole('heading', { name: 'Client asked' }).click();
    await call.getByText('"claude-opus-5-5"').first().waitFor();
    await call.getByRole('button', { name: 'Text', exact: true }).first().click();
    await call.getByText('"max_tokens": ').first().waitFor();
    const elements = Number(await page.evaluate('document.querySelectorAll("article *").length'));
    assert.ok(elements < 2_000, `${elements} elements`);
  });

  it('speaks Chinese, and fits a phone', async () => {
    const { call, page, complaints } = await open(
      EXPLAINS,
      await openPage(browser, stage.origin, { ...stage.loggedIn, locale: 'zh-CN', viewport: PHONE }),
    );
    await call.getByText('根据用户的话判断为“解释”').first().waitFor();
    for (const tab of ['四个阶段', '差异', '对话']) {
      await call.getByRole('tab', { name: tab }).click();
      await call.getByRole('tabpanel').waitFor();
      const width = Number(await page.evaluate('document.documentElement.scrollWidth'));
      assert.ok(width <= PHONE.width, `${tab}: ${width}`);
    }
    await call.getByRole('button', { name: '纠正场景' }).click();
    await call.getByRole('menuitem', { name: '写文档' }).click();
    await page.getByText('已记录：应为“写文档”。').waitFor();
    assert.deepEqual(complaints, []);
  });

  it('has no serious fault of accessibility', async () => {
    const { call, page } = await open(READS);
    for (const tab of ['Conversation', 'Stages']) {
      await call.getByRole('tab', { name: tab }).click();
      await call.getByRole('tabpanel').waitFor();
      assert.deepEqual(await faultsOf(page), [], tab);
    }
  });
});

async function destroy(call: Locator, name: string): Promise<void> {
  await call.getByRole('button', { name: 'Actions of the call' }).click();
  await call.getByRole('menuitem', { name }).click();
  await call.getByRole('dialog', { name }).getByRole('button', { name: 'Delete', exact: true }).click();
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

/** What axe finds in the call, as far as it is serious. */
async function faultsOf(page: Page): Promise<unknown> {
  await page.evaluate(AXE);
  return page.evaluate(`axe.run('article').then(({ violations }) => violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`);
}
