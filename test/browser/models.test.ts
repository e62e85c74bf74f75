import assert from 'node:assert/strict';
import { after, afterEach, describe, it } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { ModelsReply } from '../../src/admin/contract/models.ts';
import { FakePlatform } from '../fake-platform/fake-platform.ts';
import { until } from '../support/eventually.ts';
import { isWider, seriousFindings } from './accessibility.ts';
import { SKIP } from './chromium.ts';
import { useBrowserStage } from './stage/browser-stage.ts';
import type { Stage } from './stage/stage.ts';

const PHONE = { width: 390, height: 844 };
const MANY = 400;

describe('the page of models', { skip: SKIP }, () => {
  let router: FakePlatform;
  let complaints: readonly string[] = [];

  const world = useBrowserStage({
    furnish: async (stage) => {
      router = await FakePlatform.start({ json: { data: Array.from({ length: MANY }, (_, index) => listed(index)) } });
      await addPlatform(stage, 'router', 'openrouter', router.origin);
      await addPlatform(stage, 'plain', 'openai-compatible', `${stage.platform.origin}/v1`);
      await stage.admin.send('POST', '/api/models/refresh', {});
    },
  });
  after(() => router?.close());
  afterEach(() => assert.deepEqual(complaints, []));

  async function open(query = '', options: BrowserContextOptions = {}): Promise<Page> {
    const watched = await world.open(`/models${query}`, options);
    complaints = watched.complaints;
    await watched.page.getByRole('row').nth(1).waitFor();
    return watched.page;
  }

  async function model(id: string) {
    const { models } = await world.stage.admin.send<ModelsReply>('GET', '/api/models');
    return models.find((one) => one.id === id);
  }

  it('shows hundreds of models some at a time, with what they can do and cost', async () => {
    const page = await open('?platform=router');
    await page.getByText(`${MANY} models`).waitFor();
    assert.equal(await page.getByRole('row').count(), 51);
    const first = page.getByRole('row', { name: /maker\/model-000/ });
    assert.match(await first.innerText(), /200\.0k.*64\.0k.*\$3\.00 in, \$15\.00 out.*list of openrouter/s);
    await first.getByRole('listitem').filter({ hasText: 'Images' }).waitFor();
    await page.getByRole('button', { name: 'The next page' }).click();
    await page.getByRole('row', { name: /maker\/model-050/ }).waitFor();
    await page.getByText('2 of 8').waitFor();
  });

  it('finds by words, platform, state and ability, and keeps the filter in the address', async () => {
    const page = await open();
    await page.getByLabel('Search models').fill('model 39');
    await page.getByText('14 models').waitFor();
    await page.getByLabel('What it can do').selectOption('Thinking');
    await page.getByText('9 models').waitFor();
    assert.match(page.url(), /text=model\+39.*can=thinking|can=thinking.*text=model/);
    await page.reload();
    await page.getByText('9 models').waitFor();
    await page.getByLabel('Platform').selectOption('plain');
    await page.getByText('No model fits').waitFor();
    await page.getByRole('button', { name: 'Clear the filter' }).click();
    await page.getByText(`${MANY + 5} models`).waitFor();
  });

  it('says of a model what its platform does not, and goes back to that', async () => {
    const page = await open('?platform=plain&text=qwen-turbo');
    await page.getByRole('button', { name: 'What holds of plain:qwen-turbo' }).click();
    await page.getByLabel('Context window, in tokens', { exact: true }).fill('a lot');
    await page.getByText('A whole number, please.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Save' }).isDisabled(), true);
    await page.getByLabel('Context window, in tokens', { exact: true }).fill('131072');
    await page.getByLabel('Tools', { exact: true }).selectOption('Yes');
    await page.getByLabel('Input', { exact: true }).fill('0.05');
    await page.getByLabel('Output', { exact: true }).fill('0.2');
    await page.getByRole('button', { name: 'Save' }).click();
    const row = page.getByRole('row', { name: /qwen-turbo/ });
    await row.getByText('changed by you').waitFor();
    await row.getByText('$0.05 in, $0.20 out').last().waitFor();
    await row.getByText('set here').last().waitFor();
    assert.deepEqual((await model('qwen-turbo'))?.effective.contextWindow, 131_072);
    await page.getByRole('button', { name: 'What holds of plain:qwen-turbo' }).click();
    await page.getByRole('button', { name: 'All as the platform says' }).click();
    await page.getByRole('button', { name: 'Save' }).click();
    await row.getByText('changed by you').waitFor({ state: 'detached' });
    assert.deepEqual((await model('qwen-turbo'))?.overrides, {});
  });

  it('shows what the platform says beside a value of the user', async () => {
    const page = await open('?text=model-007');
    await page.getByRole('button', { name: 'What holds of router:maker/model-007' }).click();
    await page.getByText('The platform says: 200,000').waitFor();
    await page.getByText('The platform says: $15.00').waitFor();
    await page.getByLabel('Context window, in tokens', { exact: true }).fill('100000');
    await page.getByRole('button', { name: 'Context window, in tokens: as the platform says' }).click();
    assert.equal(await page.getByLabel('Context window, in tokens', { exact: true }).inputValue(), '');
    assert.deepEqual(await seriousFindings(page), []);
  });

  it('disables several at once, with a way back', async () => {
    const page = await open('?platform=plain');
    await page.getByRole('checkbox', { name: 'Choose all on this page' }).check();
    await page.getByText('5 chosen').waitFor();
    await page.getByRole('button', { name: 'Disable', exact: true }).click();
    await page.getByText('5 models were disabled.').waitFor();
    assert.equal((await model('qwen3-max'))?.enabled, false);
    await page.getByRole('button', { name: 'Undo' }).click();
    const switchedOn = page.getByRole('switch', { checked: true });
    await until(async () => (await switchedOn.count()) === 5, 'all to be enabled again');
    await until(async () => (await model('qwen3-max'))?.enabled === true, 'the gateway to have them enabled');
  });

  it('takes a switch back where the gateway refuses', async () => {
    const page = await open('?platform=plain&text=qwen3-max');
    await page.route('**/api/models', (route) =>
      route.request().method() === 'PATCH' ? route.fulfill({ status: 500, json: {} }) : route.continue(),
    );
    await page.getByRole('switch').click();
    await page.getByText('the gateway answered with status 500').waitFor();
    await page.locator('[role=switch][data-state=checked]').waitFor();
  });

  it('marks what vanished', async () => {
    world.stage.platform.play({ json: { data: [{ id: 'qwen3-max' }] } });
    await world.stage.admin.send('POST', '/api/models/refresh', { platforms: ['plain'] });
    const page = await open('?state=vanished');
    await page.getByText('4 models').waitFor();
    await page
      .getByRole('row', { name: /qwen-turbo/ })
      .getByText('gone since')
      .waitFor();
  });

  it('counts past calls again', async () => {
    const page = await open();
    await page.getByRole('button', { name: 'Re-rate history' }).click();
    await page.getByRole('button', { name: 'Count again' }).click();
    await page.getByText('0 calls were looked at.').waitFor();
  });

  it('fits a phone, in Chinese, and those who do not see it', async () => {
    const page = await open('?platform=router', { locale: 'zh-CN', viewport: PHONE });
    await page.getByText(`${MANY} 个模型`).waitFor();
    await page.getByText('输入 $3.00，输出 $15.00').first().waitFor();
    assert.equal(await isWider(page), false);
    assert.deepEqual(await seriousFindings(page), []);
  });
});

/** As OpenRouter lists a model; every second one thinks. */
function listed(index: number): object {
  return {
    id: `maker/model-${String(index).padStart(3, '0')}`,
    context_length: 200_000,
    top_provider: { max_completion_tokens: 64_000 },
    architecture: { input_modalities: ['text', 'image'], output_modalities: ['text'] },
    supported_parameters: index % 2 === 0 ? ['tools'] : ['tools', 'reasoning'],
    pricing: { prompt: '0.000003', completion: '0.000015', input_cache_read: '0.0000003' },
  };
}

function addPlatform({ admin }: Stage, id: string, type: string, url: string): Promise<unknown> {
  return admin.send('POST', '/api/platforms', {
    id,
    type,
    settings: { base_url: url },
    credentials: [{ key: 'sk-test-of-a-platform-0001' }],
  });
}
