import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { send } from '../support/http-client.ts';
import { SKIP } from './chromium.ts';
import { useBrowserStage } from './stage/browser-stage.ts';
import { fillStage } from './stage/world.ts';

describe('the page of keys', { skip: SKIP }, () => {
  const world = useBrowserStage({ furnish: fillStage });
  afterEach(() => world.closePages());

  it('makes a key with a budget, whose secret is shown once and works', async () => {
    const { page, complaints } = await world.open('/keys');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Name').fill('phone');
    await form.getByLabel('Tokens per month').fill('1000000');
    await form.getByLabel('Good until').selectOption('30 days from now');
    await form.getByRole('switch', { name: 'Only some platforms' }).click();
    await form.getByLabel('anthropic', { exact: true }).check();
    await form.getByRole('button', { name: 'Make a key' }).click();
    const shown = page.getByRole('dialog', { name: 'The secret of phone' });
    const secret = await shown.locator('code').first().innerText();
    assert.match(secret, /^rw-[\w-]{43}$/);
    await shown.getByText(`ANTHROPIC_AUTH_TOKEN=${secret}`).waitFor();
    await shown.getByRole('button', { name: 'I have noted it' }).click();
    const row = page.getByRole('row', { name: /phone/ });
    await row.getByText('0 of 1.00M tokens this month').waitFor();
    await row.getByText('not all models or platforms').waitFor();
    const models = await send(`${world.stage.origin}/v1/models`, { method: 'GET', headers: { 'x-api-key': secret } });
    assert.equal(models.status, 200);
    assert.deepEqual(complaints, []);
  });

  it('does not take what is no number', async () => {
    const { page } = await world.open('/keys');
    await page.getByRole('button', { name: 'Make a key' }).click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Name').fill('wrong');
    await form.getByLabel('Requests per minute').fill('many');
    await form.getByText('Please enter a number.').waitFor();
    assert.equal(await form.getByRole('button', { name: 'Make a key' }).isDisabled(), true);
  });

  it('gives a key another secret, and says that the old one is still good', async () => {
    const { page } = await world.open('/keys');
    await page.getByRole('button', { name: 'Actions for laptop' }).click();
    await page.getByRole('menuitem', { name: 'New secret' }).click();
    await page.getByRole('button', { name: 'New secret' }).click();
    await page
      .getByRole('dialog', { name: 'The secret of laptop' })
      .getByRole('button', { name: 'I have noted it' })
      .click();
    await page
      .getByRole('row', { name: /laptop/ })
      .getByText('old secret still good')
      .waitFor();
  });

  it('says that somebody else was faster, and goes on from there', async () => {
    const { page } = await world.open('/keys');
    const { keys } = await world.stage.admin.send<{ keys: { id: string; name: string }[] }>('GET', '/api/keys');
    const laptop = keys.find(({ name }) => name === 'laptop');
    await page.getByRole('button', { name: 'Actions for laptop' }).click();
    await page.getByRole('menuitem', { name: 'Edit' }).click();
    await world.stage.admin.send('PATCH', `/api/keys/${laptop?.id}`, { limits: { parallel: 7 } });
    const form = page.getByRole('dialog');
    await form.getByLabel('Requests per minute').fill('20');
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('Somebody else has changed this').waitFor();
    assert.equal(await form.getByLabel('Calls at the same time').inputValue(), '7');
    await form.getByLabel('Requests per minute').fill('20');
    await form.getByRole('button', { name: 'Save' }).click();
    await page
      .getByRole('row', { name: /laptop/ })
      .getByText('20 requests/min · 7 at a time')
      .waitFor();
  });

  it('shows what a key was used for', async () => {
    const { page } = await world.open('/keys');
    await page.getByRole('button', { name: 'Actions for ci-builds' }).click();
    await page.getByRole('menuitem', { name: 'Statistics' }).click();
    await page
      .getByRole('dialog')
      .getByRole('row', { name: /qwen-turbo/ })
      .waitFor();
  });

  it('only shows keys of the configuration file', async () => {
    const { page } = await world.open('/keys');
    await page.getByRole('row', { name: /test file/ }).waitFor();
    await page.getByRole('button', { name: 'Actions for test' }).click();
    assert.equal(await page.getByRole('menuitem', { name: 'Edit' }).getAttribute('aria-disabled'), 'true');
  });

  it('deletes a key once its name is typed', async () => {
    const { page } = await world.open('/keys', { locale: 'zh-CN' });
    await page.getByRole('button', { name: '对 ci-builds 的操作' }).click();
    await page.getByRole('menuitem', { name: '删除' }).click();
    await page.getByLabel('输入 ci-builds 以确认').fill('ci-builds');
    await page.getByRole('dialog').getByRole('button', { name: '删除' }).click();
    await page.getByRole('row', { name: /ci-builds/ }).waitFor({ state: 'detached' });
  });
});
