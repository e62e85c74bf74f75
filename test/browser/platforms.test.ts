import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { PlatformsReply } from '../../src/admin/contract/platforms.ts';
import { until } from '../support/eventually.ts';
import { isWider, seriousFindings } from './accessibility.ts';
import { SKIP } from './chromium.ts';
import { useBrowserStage } from './stage/browser-stage.ts';
import { answerAsPlatform } from './stage/platform-script.ts';

const PHONE = { width: 390, height: 844 };
const KEY = 'sk-test-of-a-platform-4242';

describe('the page of platforms', { skip: SKIP }, () => {
  let complaints: readonly string[] = [];

  const world = useBrowserStage({
    config: {
      platforms: [{ id: 'fixed', type: 'openai-compatible', base_url: 'http://127.0.0.1:9/v1', models: ['a-model'] }],
    },
  });
  afterEach(async () => {
    assert.deepEqual(complaints, []);
    world.stage.platform.play(answerAsPlatform);
    for (const { id } of (await platforms()).filter(({ origin }) => origin === 'stored'))
      await world.stage.admin.send('DELETE', `/api/platforms/${id}`);
  });

  async function platforms() {
    return (await world.stage.admin.send<PlatformsReply>('GET', '/api/platforms')).platforms;
  }

  async function open(options: BrowserContextOptions = {}): Promise<Page> {
    const watched = await world.open('/platforms', options);
    complaints = watched.complaints;
    await card(watched.page, 'fixed').waitFor();
    return watched.page;
  }

  function add(id: string, more: object = {}) {
    return world.stage.admin.send('POST', '/api/platforms', {
      id,
      type: 'openai-compatible',
      settings: { base_url: `${world.stage.platform.origin}/v1` },
      credentials: [{ key: KEY, name: 'main' }],
      ...more,
    });
  }

  it('adds a platform that passes its test, with the models that it lists', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Add a platform' }).click();
    await page.getByLabel('Search the types').fill('compat');
    await page.getByRole('button', { name: 'OpenAI-compatible' }).click();
    await page.getByLabel('Address').fill(`${world.stage.platform.origin}/v1`);
    await page.getByLabel('API key').fill(KEY);
    await page.getByLabel('Name', { exact: true }).fill('first');
    await page.getByRole('button', { name: 'Test and add' }).click();
    await page.getByText('The platform first was added.').waitFor();
    await card(page, 'first').getByText('Ready').waitFor();
    await card(page, 'first').getByText('5 models').waitFor();
    await card(page, 'first').getByText('…4242').waitFor();
    assert.equal(await page.getByText(KEY).count(), 0);
  });

  it('shows the words of a platform that refuses, and leaves nothing half-made', async () => {
    world.stage.platform.play(() => ({ status: 401, json: { error: { message: 'No such key is known to us.' } } }));
    const page = await open();
    await page.getByRole('button', { name: 'Add a platform' }).click();
    await page.getByRole('button', { name: 'OpenAI-compatible' }).click();
    await page.getByLabel('Address').fill(`${world.stage.platform.origin}/v1`);
    await page.getByRole('button', { name: 'Test and add' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('No such key is known to us.').waitFor();
    await dialog.getByText('The key is missing, wrong or expired.').waitFor();
    await dialog.getByText('It is not in use yet.').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByText('The platform openai-compatible did not pass its test, and was not added.').waitFor();
    assert.deepEqual(
      (await platforms()).map(({ id }) => id),
      ['fixed'],
    );
  });

  it('leaves nothing behind where it is closed while the platform is being made', async () => {
    const page = await open();
    const held = Promise.withResolvers<void>();
    await page.route('**/api/platforms', async (route) => {
      if (route.request().method() === 'POST') await held.promise;
      await route.continue();
    });
    await page.getByRole('button', { name: 'Add a platform' }).click();
    await page.getByRole('button', { name: 'OpenAI-compatible' }).click();
    await page.getByLabel('Address').fill(`${world.stage.platform.origin}/v1`);
    const asked = page.waitForRequest((request) => request.method() === 'POST');
    await page.getByRole('button', { name: 'Test and add' }).click();
    await asked;
    await page.getByRole('button', { name: 'Close' }).click();
    held.resolve();
    await page.getByText('The platform openai-compatible did not pass its test, and was not added.').waitFor();
    assert.deepEqual(
      (await platforms()).map(({ id }) => id),
      ['fixed'],
    );
  });

  it('mends what was wrong and tests again', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Add a platform' }).click();
    await page.getByRole('button', { name: 'OpenAI-compatible' }).click();
    await page.getByRole('button', { name: 'Test and add' }).click();
    await page.getByText("the platform's address, which type openai-compatible needs").waitFor();
    await page.getByLabel('Address').fill('http://127.0.0.1:9/v1');
    await page.getByRole('button', { name: 'Test and add' }).click();
    await page.getByText('connect ECONNREFUSED').waitFor();
    await page.getByLabel('Address').fill(`${world.stage.platform.origin}/v1`);
    await page.getByRole('button', { name: 'Test again' }).click();
    await card(page, 'openai-compatible').getByText('Ready').waitFor();
  });

  it('shows a platform of the configuration file as read-only, and why', async () => {
    const page = await open();
    const fixed = card(page, 'fixed');
    await fixed.getByText('It stands in the configuration file').waitFor();
    assert.equal(await fixed.getByRole('switch').isDisabled(), true);
    await menu(page, 'fixed');
    assert.equal(await page.getByRole('menuitem', { name: 'Edit' }).getAttribute('aria-disabled'), 'true');
    assert.equal(await page.getByRole('menuitem', { name: 'Delete' }).getAttribute('aria-disabled'), 'true');
  });

  it('tests one, all, and refreshes models with what is new and what is gone', async () => {
    await add('first');
    const page = await open();
    await card(page, 'first').getByRole('button', { name: 'Refresh models' }).click();
    await card(page, 'first').getByText('It lists 5 models.').waitFor();
    await card(page, 'first').getByText('5 are new:').waitFor();
    world.stage.platform.play(() => ({ json: { object: 'list', data: [{ id: 'qwen3-max' }, { id: 'brand-new' }] } }));
    await card(page, 'first').getByRole('button', { name: 'Refresh models' }).click();
    await card(page, 'first').getByText('4 are there no more:').waitFor();
    await page.getByRole('button', { name: 'Test all' }).click();
    await card(page, 'first').getByText('List of models: it works').waitFor();
    await card(page, 'fixed').getByText('connect ECONNREFUSED').waitFor();
  });

  it('switches a platform off, and back on if that fails', async () => {
    await add('first');
    const page = await open();
    await card(page, 'first').getByRole('switch').click();
    await card(page, 'first').getByText('Disabled').waitFor();
    // The page shows a change before the gateway has it.
    const isDisabled = async () => (await platforms()).some(({ id, state }) => id === 'first' && state === 'disabled');
    await until(isDisabled, 'the gateway to have it disabled');
    await page.route('**/api/platforms/first', (route) => route.fulfill({ status: 500, json: {} }));
    await card(page, 'first').getByRole('switch').click();
    await page.getByText('the gateway answered with status 500').waitFor();
    await card(page, 'first').getByText('Disabled').waitFor();
  });

  it('changes keys, models and headers, and asks for the keys again with another address', async () => {
    await add('first');
    const page = await open();
    await menu(page, 'first');
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.getByRole('button', { name: 'Add a key' }).click();
    const second = page.getByRole('group', { name: 'Key 2' });
    await second.getByLabel('API key').fill('sk-another-key-of-it-7777');
    await second.getByLabel('Weight').fill('3');
    await page.getByLabel('Models', { exact: true }).fill('one-model\nanother-model');
    await page.getByRole('button', { name: 'Add a header' }).click();
    await page.getByLabel('Name of the header').fill('authorization');
    await page.getByLabel('Value').fill('x');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('the key is not sent by headers; use api_key').last().waitFor();
    await page.getByLabel('Name of the header').fill('x-team');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The platform first was changed.').waitFor();
    await card(page, 'first').getByText('2 models').waitFor();
    await card(page, 'first').getByText('main …4242, …7777').waitFor();

    await menu(page, 'first');
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await page.getByText('Set: x-team.').waitFor();
    await page.getByLabel('Address (base_url)').fill('http://127.0.0.1:9/v1');
    await page.getByText('So that no key goes to a stranger').waitFor();
    await page.getByRole('group', { name: 'Key 1' }).getByText('without that it is removed').waitFor();
    await page.getByRole('group', { name: 'Key 1' }).getByLabel('API key').fill('sk-given-once-more-8888');
    await page.getByRole('button', { name: 'Save' }).click();
    await card(page, 'first').getByText('main …8888').waitFor();
    assert.equal(await card(page, 'first').getByText('7777').count(), 0);
  });

  it('says that somebody else was faster, and shows what they made of it', async () => {
    await add('first');
    const page = await open();
    await menu(page, 'first');
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await world.stage.admin.send('PATCH', '/api/platforms/first', { settings: { models: ['of-somebody-else'] } });
    await page.getByLabel('Models', { exact: true }).fill('mine');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('This was changed in the meantime').waitFor();
    const models = page.getByLabel('Models', { exact: true });
    await until(async () => (await models.inputValue()) === 'of-somebody-else', 'what they made of it');
    await page.getByLabel('Models', { exact: true }).fill('mine');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The platform first was changed.').waitFor();
  });

  it('moves a platform, and deletes one only after its name was typed', async () => {
    await add('first');
    await add('second');
    const page = await open();
    await menu(page, 'second');
    await page.getByRole('menuitem', { name: 'Move up' }).click();
    const cards = page.getByRole('article');
    const isSecond = async () => (await cards.nth(1).getAttribute('aria-label')) === 'second';
    await until(isSecond, 'the new order');
    const isSaved = async () => (await platforms())[1]?.id === 'second';
    await until(isSaved, 'the new order to be saved');
    await page.reload();
    await card(page, 'first').waitFor();
    const order = await page.evaluate("[...document.querySelectorAll('article')].map((card) => card.ariaLabel)");
    assert.deepEqual(order, ['fixed', 'second', 'first']);
    await menu(page, 'second');
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    const button = page.getByRole('dialog').getByRole('button', { name: 'Delete' });
    assert.equal(await button.isDisabled(), true);
    await page.getByLabel('Type second to confirm').fill('second');
    await button.click();
    await card(page, 'second').waitFor({ state: 'detached' });
    assert.deepEqual(
      (await platforms()).map(({ id }) => id),
      ['fixed', 'first'],
    );
  });

  it('works in Chinese on a phone, and for those who do not see it', async () => {
    await add('first');
    const page = await open({ locale: 'zh-CN', viewport: PHONE });
    await card(page, 'first').getByText('就绪').waitFor();
    assert.deepEqual(await seriousFindings(page), []);
    assert.equal(await isWider(page), false);
    await page.getByRole('button', { name: '添加平台' }).click();
    await page.getByLabel('搜索类型').fill('百炼');
    await page.getByRole('button', { name: '阿里云百炼 DashScope' }).click();
    await page.getByRole('button', { name: '测试并添加' }).waitFor();
    assert.deepEqual(await seriousFindings(page), []);
  });
});

function card(page: Page, id: string) {
  return page.getByRole('article', { name: id, exact: true });
}

async function menu(page: Page, id: string): Promise<void> {
  await page.getByRole('button', { name: `More for ${id}` }).click();
}
