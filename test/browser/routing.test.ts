import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';
import type { RoutingReply } from '../../src/admin/contract/settings.ts';
import { DIAL_STOPS } from '../../web/src/pages/routing/smart/dial-stops.ts';
import { until } from '../support/eventually.ts';
import { launchBrowser, openPage, SKIP, type WatchedPage } from './chromium.ts';
import { type Stage, startStage } from './stage/stage.ts';

const LIST = ['anthropic:claude-opus-5-5', 'dashscope:qwen3-coder-plus', 'gone:old-model'];

describe('the page of the routing', { skip: SKIP }, () => {
  let browser: Browser;
  let stage: Stage;

  let shared: WatchedPage;

  before(async () => {
    [browser, stage] = await Promise.all([launchBrowser(), startStage()]);
    await addPlatforms(stage);
    shared = await openPage(browser, stage.origin, stage.loggedIn);
  });
  after(async () => {
    await browser?.close();
    await stage?.stop();
  });
  beforeEach(async () => {
    const defaults = { scenes: null, risk: null, routingModels: null, judge: null, claudeCodePlatforms: null };
    await stage.admin.send('PATCH', '/api/routing', {
      ...defaults,
      mode: 'global_direct',
      modelPriorityList: LIST,
    });
  });

  const routing = () => stage.admin.send<RoutingReply>('GET', '/api/routing');

  /** On a page that all tests share, unless `options` or another stage are given. */
  async function open(part: string, options?: BrowserContextOptions, at = stage) {
    const isOwn = options !== undefined || at !== stage;
    const watched = isOwn ? await openPage(browser, at.origin, { ...at.loggedIn, ...options }) : shared;
    await watched.page.goto(`${at.origin}/routing?part=${part}`);
    await watched.page.getByRole('tabpanel').waitFor();
    return watched;
  }

  it('switches the mode with one click, and back by undo', async () => {
    const { page, complaints } = await open('priority');
    await page.getByRole('button', { name: 'Use this mode: Smart routing' }).click();
    await notice(page, 'The mode is now Smart routing.').waitFor();
    assert.equal((await routing()).mode, 'smart_routing');
    await page.getByRole('button', { name: 'Use this mode: Global direct' }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Use this mode: Smart routing' }).waitFor();
    await until(async () => (await routing()).mode === 'global_direct');
    assert.deepEqual(complaints, []);
  });

  it('sorts the priority list by the keyboard, with announcements, and by buttons', async () => {
    const { page, complaints } = await open('priority');
    const handle = page.getByRole('button', { name: 'Move dashscope:qwen3-coder-plus', exact: true });
    await handle.focus();
    await page.keyboard.press('Space');
    await page.getByText('dashscope:qwen3-coder-plus is picked up, at place 2 of 3.').waitFor({ state: 'attached' });
    await keysAreHeard(page);
    await page.keyboard.press('ArrowUp');
    await page.getByText('dashscope:qwen3-coder-plus is at place 1 of 3.').waitFor({ state: 'attached' });
    await page.keyboard.press('Space');
    await until(async () => (await routing()).modelPriorityList[0] === 'dashscope:qwen3-coder-plus');
    // The second one is done while the first is on its way, and waits for the version that that makes.
    const held = Promise.withResolvers<void>();
    await page.route('**/api/routing', async (route) => {
      await held.promise;
      await route.continue();
    });
    const up = page.getByRole('button', { name: 'Move gone:old-model up' });
    await up.click();
    await up.click();
    held.resolve();
    await until(async () => (await routing()).modelPriorityList[0] === 'gone:old-model');
    await page.unrouteAll({ behavior: 'wait' });
    assert.equal(await up.and(page.locator(':focus')).count(), 1);
    assert.deepEqual(complaints, []);
  });

  it('sorts by the mouse', async () => {
    const { page } = await open('priority');
    const handle = (name: string) => page.getByRole('button', { name: `Move ${name}`, exact: true });
    await handle('anthropic:claude-opus-5-5').scrollIntoViewIfNeeded();
    const from = await middleOf(handle('anthropic:claude-opus-5-5'));
    const to = await middleOf(handle('gone:old-model'));
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x, from.y + 20, { steps: 4 });
    await page.mouse.move(to.x, to.y + 8, { steps: 8 });
    await page.mouse.up();
    await until(async () => (await routing()).modelPriorityList[2] === 'anthropic:claude-opus-5-5');
  });

  it('says what is missing, removes it, and takes that back', async () => {
    const { page } = await open('priority');
    await page.getByText('There is no platform "gone". Add it, or remove this entry.').waitFor();
    await page.getByRole('button', { name: 'Remove gone:old-model' }).click();
    await until(async () => (await routing()).modelPriorityList.length === 2);
    await notice(page, 'gone:old-model was removed.').getByRole('button', { name: 'Undo' }).click();
    await until(async () => (await routing()).modelPriorityList[2] === 'gone:old-model');
  });

  it('adds models whose ids have colons, and keeps what is chosen while one searches', async () => {
    const { page, complaints } = await open('priority');
    await page.getByRole('button', { name: 'Add models' }).click();
    const dialog = page.getByRole('dialog');
    const search = dialog.getByLabel('Search for models and platforms');
    assert.equal(await dialog.getByRole('checkbox', { name: /claude-opus-5-5/ }).isDisabled(), true);
    await search.fill('llama');
    await dialog.getByRole('checkbox', { name: 'llama3.2:1b' }).check();
    await search.fill('qwen-turbo');
    assert.equal(await dialog.getByRole('checkbox', { name: 'llama3.2:1b' }).count(), 0);
    await dialog.getByRole('checkbox', { name: 'qwen-turbo' }).check();
    await dialog.getByText('2 chosen').waitFor();
    await search.fill('local:phi4:14b');
    await dialog.getByRole('button', { name: /Choose local:phi4:14b/ }).click();
    await dialog.getByRole('button', { name: 'Add to the list' }).click();
    const expected = [...LIST, 'local:llama3.2:1b', 'dashscope:qwen-turbo', 'local:phi4:14b'];
    await until(async () => (await routing()).modelPriorityList.length === expected.length);
    const { modelPriorityList, answers } = await routing();
    assert.deepEqual(modelPriorityList, expected);
    assert.ok(answers.includes('local:llama3.2:1b'));
    const row = page.getByRole('listitem').filter({ hasText: 'llama3.2:1b' }).last();
    assert.match(await row.innerText(), /llama3\.2:1b/);
    assert.equal(await row.getByText('There is no platform').count(), 0);
    assert.deepEqual(complaints, []);
  });

  it('sorts the platforms of Claude Code, or takes all', async () => {
    const { page } = await open('claude');
    const all = page.getByRole('switch', { name: 'All of them, in the order of the page Platforms' });
    await all.click();
    await page.getByRole('button', { name: 'Move second up' }).click();
    await until(async () => (await routing()).claudeCodePlatforms?.join() === 'second,anthropic');
    await page.getByRole('button', { name: 'Remove anthropic' }).click();
    await until(async () => (await routing()).claudeCodePlatforms?.join() === 'second');
    await page.getByRole('button', { name: 'Add anthropic' }).click();
    await until(async () => (await routing()).claudeCodePlatforms?.join() === 'second,anthropic');
    await all.click();
    await until(async () => (await routing()).claudeCodePlatforms === null);
  });

  it('sets the dial when it is let go, and by its stops', async () => {
    const { page } = await open('smart');
    const dial = page.getByRole('slider', { name: /Risk/ });
    await dial.focus();
    await page.keyboard.press('ArrowRight');
    await until(async () => (await routing()).risk === 0.25);
    await page.getByRole('button', { name: 'Cheap' }).click();
    await until(async () => (await routing()).risk === 0.5);
    const tooWeak = DIAL_STOPS.find(({ name }) => name === 'cheap')?.tooWeak ?? 0;
    await page
      .getByRole('definition')
      .getByText(`${(100 * tooWeak).toFixed(1)} %`, { exact: true })
      .waitFor();
    await notice(page, 'The dial is at 0.5.').getByRole('button', { name: 'Undo' }).click();
    await until(async () => (await routing()).risk === 0.25);
  });

  it('leaves a risk between two steps of the dial alone when it is only visited', async () => {
    await stage.admin.send('PATCH', '/api/routing', { risk: 0.33 });
    const { page } = await open('smart');
    await page.getByText('0.33', { exact: true }).waitFor();
    const changes: string[] = [];
    page.on('request', (request) => request.method() === 'PATCH' && changes.push(request.url()));
    await page.getByRole('slider', { name: /Risk/ }).focus();
    await page.keyboard.press('Shift');
    await page.keyboard.press('Tab');
    await page.getByRole('button', { name: 'Cheap' }).click();
    await until(async () => (await routing()).risk === 0.5);
    assert.equal(changes.length, 1);
  });

  it('adds a scene, checks it, switches it off, deletes it, and takes that back', async () => {
    const { page, complaints } = await open('smart');
    await page.getByRole('button', { name: 'Add a scene' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('A scene needs a name.').waitFor();
    await dialog.getByText('A scene needs a description, to be recognised by.').waitFor();
    await dialog.getByLabel('Name').fill('闲聊对话');
    await dialog.getByText('There is a scene of this name already.').waitFor();
    await dialog.getByLabel('Name').fill('Payments');
    await dialog.getByLabel('Description').fill('Work on refunds, invoices, payment');
    await dialog.getByLabel('Keywords').fill('refund\n\n invoice ');
    await dialog.getByLabel('Files').fill('src/payment/**');
    await dialog.getByRole('button', { name: 'Add models' }).click();
    await dialog.last().getByRole('checkbox', { name: 'llama3.2:1b' }).check();
    await dialog.last().getByRole('button', { name: 'Add to the list' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Payments' }).waitFor();
    await dialog.waitFor({ state: 'detached' });
    const payments = async () => (await routing()).scenes.find(({ name }) => name === 'Payments');
    const saved = await payments();
    assert.deepEqual(saved?.keywords, ['refund', 'invoice']);
    assert.deepEqual(saved?.models, ['local:llama3.2:1b']);
    await page.getByRole('switch', { name: 'Use the scene Payments' }).click();
    await until(async () => (await payments())?.enabled === false);
    await page.getByRole('button', { name: 'Delete Payments' }).click();
    await until(async () => (await payments()) === undefined);
    await notice(page, 'The scene "Payments" was deleted.').getByRole('button', { name: 'Undo' }).click();
    await until(async () => (await payments())?.enabled === false);
    assert.deepEqual(complaints, []);
  });

  it('cancels a move in a dialog by Escape without closing it', async () => {
    await stage.admin.send('PATCH', '/api/routing', {
      scenes: [{ name: 'One', description: 'fix bugs', models: LIST.slice(0, 2) }],
    });
    const { page } = await open('smart');
    await page.getByRole('button', { name: 'Edit One' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Move dashscope:qwen3-coder-plus', exact: true }).focus();
    await page.keyboard.press('Space');
    await dialog.getByText('is picked up, at place 2 of 2.').waitFor({ state: 'attached' });
    await keysAreHeard(page);
    await page.keyboard.press('Escape');
    await dialog.getByText('dashscope:qwen3-coder-plus stays at place 2 of 2.').waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });

  it('starts from a template, and restores the defaults', async () => {
    const { page } = await open('smart');
    await page.getByRole('button', { name: 'From a template' }).click();
    await page.getByRole('button', { name: /^Code review/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await until(async () => (await routing()).scenes.length === 9);
    await page.getByRole('button', { name: 'Restore the defaults' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Restore' }).click();
    await until(async () => !(await routing()).hasOwnScenes);
    await notice(page, 'The scenes are those that redwolf comes with.').getByRole('button', { name: 'Undo' }).click();
    await until(async () => (await routing()).scenes.at(-1)?.name === 'Code review');
  });

  it('adds a judge, and says when it is asked and how long it may take', async () => {
    const { page } = await open('smart');
    const card = page.getByRole('region', { name: 'Judges' });
    await card.getByRole('button', { name: 'Add models' }).click();
    await page.getByRole('dialog').getByRole('checkbox', { name: 'qwen-turbo' }).check();
    await page.getByRole('dialog').getByRole('button', { name: 'Add to the list' }).click();
    await card.getByRole('button', { name: 'Always' }).click();
    await card.getByLabel('Longest wait, in milliseconds').fill('20');
    await card.getByText('A whole number from 50 to 60000.').waitFor();
    await card.getByLabel('Longest wait, in milliseconds').fill('900');
    await page.keyboard.press('Enter');
    await until(async () => (await routing()).judge.timeoutMs === 900);
    const { judge, routingModels } = await routing();
    assert.deepEqual([judge.when, routingModels], ['always', ['dashscope:qwen-turbo']]);
  });

  it('shows what would be decided, while one types', async () => {
    await stage.admin.send('PATCH', '/api/routing', { modelPriorityList: null });
    const { page, complaints } = await open('try');
    const verdict = page.getByRole('region', { name: 'What is decided' });
    await verdict.getByText('Nothing is said yet').waitFor();
    await page.getByLabel('What the user says').fill('fix the rounding fault in src/payment/refund.ts');
    await verdict.getByText(/The words are taken for "Change code" \(\d+ %\)/).waitFor();
    await verdict.getByText('anthropic:claude-opus-5-5').first().waitFor();
    assert.equal(
      await verdict.getByRole('region', { name: 'How likely each intent is' }).getByRole('listitem').count(),
      10,
    );
    await page.getByRole('button', { name: 'good morning, how are you?' }).click();
    await verdict.getByText(/The words are taken for "Small talk"/).waitFor();
    await page.getByRole('switch', { name: 'with a picture' }).click();
    await verdict.getByText('Out of the question: local:llama3.2:1b sees no images.').waitFor();
    await page.getByRole('button', { name: 'A conversation: … yes, go on' }).click();
    assert.equal(await page.getByLabel('What the user says then').inputValue(), 'yes, go on');
    assert.equal(await verdict.getByText('put to a judge').count(), 0);
    assert.deepEqual(complaints, []);
  });

  it('says where a judge would be asked', async () => {
    const judge = { routingModels: ['dashscope:qwen-turbo'], judge: { when: 'always', timeoutMs: 900 } };
    await stage.admin.send('PATCH', '/api/routing', judge);
    const { page } = await open('try');
    await page.getByLabel('What the user says').fill('the deploy is broken again');
    await page.getByText('A call would be put to a judge, whose word would hold.').waitFor();
  });

  it('lists corrections, deletes one, takes that back, and imports a file', async () => {
    const { page, complaints } = await open('corrections');
    await page.getByText('Nothing was corrected yet').waitFor();
    const lines = '{"words":"tidy the house","intent":"modify"}\n{"words":"say hello","intent":"chat"}\n';
    await page.getByLabel('File of corrections').setInputFiles({
      name: 'corrections.jsonl',
      mimeType: 'application/x-ndjson',
      buffer: Buffer.from(lines),
    });
    await notice(page, '2 corrections were imported; 0 were there already.').waitFor();
    const row = page.getByRole('row').filter({ hasText: 'tidy the house' });
    await row.getByText('Change code').waitFor();
    await row.getByRole('button').click();
    await row.waitFor({ state: 'detached' });
    await notice(page, 'The correction was deleted.').getByRole('button', { name: 'Undo' }).click();
    await row.getByText('Change code').waitFor();
    assert.deepEqual(complaints, []);
  });

  it('says that somebody else has changed it, and shows what holds', async () => {
    const { page } = await open('priority');
    await stage.admin.send('PATCH', '/api/routing', { modelPriorityList: LIST.slice(0, 2) });
    await page.getByRole('button', { name: 'Move dashscope:qwen3-coder-plus up' }).click();
    await notice(page, 'Somebody else has changed the routing in the meantime.').waitFor();
    await page.getByRole('button', { name: 'Remove gone:old-model' }).waitFor({ state: 'detached' });
    assert.deepEqual((await routing()).modelPriorityList, LIST.slice(0, 2));
  });

  it('speaks Chinese, also of what the gateway says', async () => {
    const phone = { locale: 'zh-CN', viewport: { width: 390, height: 844 }, hasTouch: true };
    const { page } = await open('priority', phone);
    await page.getByText('没有名为“gone”的平台。请添加该平台，或移除此项。').waitFor();
    await page.getByText(/没有平台提供模型“gone:old-model”，已跳过。/).waitFor();
    const handle = page.getByRole('button', { name: '移动 dashscope:qwen3-coder-plus', exact: true });
    await handle.focus();
    await page.keyboard.press('Space');
    await page.getByText('已拿起 dashscope:qwen3-coder-plus，当前在第 2 位，共 3 位。').waitFor({ state: 'attached' });
    await keysAreHeard(page);
    await page.keyboard.press('Escape');
    await page.getByText('已取消，dashscope:qwen3-coder-plus 仍在第 2 位，共 3 位。').waitFor({ state: 'attached' });
    await dragByFinger(page, handle, page.getByRole('button', { name: '移动 gone:old-model', exact: true }));
    await until(async () => (await routing()).modelPriorityList[2] === 'dashscope:qwen3-coder-plus');
    for (const part of ['场景与旋钮', '试一试', '纠正']) {
      await page.getByRole('tab', { name: part }).click();
      await page.getByRole('tabpanel', { name: part }).waitFor();
      const tooWide = await page.evaluate<number>(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      assert.ok(tooWide <= 0, `${part}: ${tooWide}`);
    }
  });

  it('keeps nobody out, as far as axe sees', async () => {
    const { page } = await open('smart');
    assert.deepEqual(await barriers(page), [], 'smart');
    await page.emulateMedia({ colorScheme: 'dark' });
    for (const part of ['Priority list', 'Claude Code platforms', 'Try it', 'Corrections']) {
      await page.getByRole('tab', { name: part }).click();
      await page.getByRole('tabpanel', { name: part }).waitFor();
      assert.deepEqual(await barriers(page), [], part);
    }
    await page.getByRole('tab', { name: 'Priority list' }).click();
    await page.getByRole('button', { name: 'Add models' }).click();
    await page.getByRole('checkbox', { name: 'qwen-turbo' }).check();
    assert.deepEqual(await barriers(page), [], 'picker');
  });

  it('cannot change what the configuration file declares, and says so', async () => {
    const platforms = [
      { id: 'chat', type: 'openai-compatible', base_url: 'http://127.0.0.1:9/v1', models: ['a:1', 'b'], api_key: 'k' },
    ];
    const file = { mode: 'global_direct', model_priority_list: ['chat:a:1', 'chat:b'], risk: 0.3 };
    const declared = await startStage({ platforms, routing: file });
    try {
      const { page } = await open('priority', {}, declared);
      await page.getByText('This stands in the configuration file').first().waitFor();
      assert.equal(await page.getByRole('button', { name: 'Use this mode: Smart routing' }).isDisabled(), true);
      assert.equal(await page.getByRole('button', { name: /^(Move|Remove|Add)/ }).count(), 0);
      await page.getByRole('tab', { name: 'Scenes and dial' }).click();
      assert.equal(await page.getByRole('slider').isDisabled(), true);
      // Scenes are not declared: they may be changed.
      await page.getByRole('button', { name: 'Add a scene' }).waitFor();
      await page.context().close();
    } finally {
      await declared.stop();
    }
  });
});

async function addPlatforms({ admin, platform }: Stage): Promise<void> {
  const credentials = [{ key: 'sk-test-of-a-platform-0001', name: 'main' }];
  const add = (id: string, type: string, models: readonly unknown[], path = '') =>
    admin.send('POST', '/api/platforms', {
      ...{ id, type, credentials },
      settings: { base_url: `${platform.origin}${path}`, models },
    });
  await add('anthropic', 'anthropic-compatible', ['claude-opus-5-5']);
  await add('second', 'anthropic-compatible', ['claude-haiku-5']);
  await add('dashscope', 'openai-compatible', ['qwen3-coder-plus', 'qwen-turbo'], '/v1');
  await add('local', 'openai-compatible', [{ id: 'llama3.2:1b', vision: false }, 'qwen2.5-coder:7b'], '/v1');
}

function notice(page: Page, text: string): Locator {
  return page.locator('.fixed[aria-live] > div').filter({ hasText: text });
}

async function middleOf(place: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await place.boundingBox();
  assert.ok(box);
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Drags by a finger from one place to another. */
async function dragByFinger(page: Page, from: Locator, to: Locator): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const [start, end] = [await middleOf(from), await middleOf(to)];
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', touchPoints: readonly object[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: [...touchPoints] as { x: number; y: number }[] });
  await touch('touchStart', [start]);
  for (let step = 1; step <= 8; step++) {
    await touch('touchMove', [{ x: start.x, y: start.y + ((end.y - start.y) * step) / 8 }]);
  }
  await touch('touchEnd', []);
}

/** What axe finds that keeps people out. */
async function barriers(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<{ violations: AxeFinding[] }>("axe.run('main')");
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}

interface AxeFinding {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** Once something is picked up, the list listens to the keyboard from the next turn on. */
async function keysAreHeard(page: Page): Promise<void> {
  await page.evaluate('new Promise((resolve) => setTimeout(resolve))');
}
