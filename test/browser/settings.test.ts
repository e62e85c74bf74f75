import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, describe, it } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { writeSample } from '../support/original-sample.ts';
import { SKIP } from './chromium.ts';
import { useBrowserStage } from './stage/browser-stage.ts';

interface Settings {
  readonly capture: string;
  readonly redact: readonly string[];
  readonly retentionDays: number;
  readonly debug: boolean;
}

describe('the settings', { skip: SKIP }, () => {
  let folder: string;

  const world = useBrowserStage({
    // The file declares one setting, which the page cannot change.
    config: { limits: { max_body_mb: 12 } },
    furnish: async (stage) => {
      folder = await mkdtemp(join(tmpdir(), 'redwolf-browser-'));
      const settings = { base_url: stage.platform.origin, models: ['m'] };
      const credentials = [{ key: 'sk-test-of-a-platform-0001' }];
      const up = { id: 'up', type: 'anthropic-compatible', settings, credentials };
      await stage.admin.send('POST', '/api/platforms', up);
    },
  });
  after(() => rm(folder, { recursive: true, force: true }));
  afterEach(() => world.closePages());

  async function open(look: BrowserContextOptions = {}) {
    const opened = await world.open('/settings', look);
    return opened;
  }

  const saved = () => world.stage.admin.send<Settings>('GET', '/api/settings');
  const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

  it('changes what is kept, and tells of it', async () => {
    const { page, complaints } = await open();
    const records = card(page, 'What is kept of calls');
    await records.getByText('Prompts and replies are recorded.').waitFor();
    assert.ok(await records.getByRole('button', { name: 'Save' }).isDisabled());
    await records.getByText('Keep heads and sizes').click();
    assert.equal(await records.getByText('Prompts and replies are recorded.').count(), 0);
    await records.getByLabel('Content, days').fill('7');
    await records.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The settings are saved.').waitFor();
    const { capture, retentionDays } = await saved();
    assert.deepEqual([capture, retentionDays], ['metadata', 7]);
    await card(page, 'History of the configuration')
      .getByText(/retention\.days 7/)
      .waitFor();
    assert.deepEqual(complaints, []);
  });

  it('refuses what is wrong in words, and shows what the file declares as such', async () => {
    const { page } = await open();
    const records = card(page, 'What is kept of calls');
    await records.getByLabel('Content, GiB').fill('2000000');
    await records.getByRole('button', { name: 'Save' }).click();
    await records.getByText('at most 1000000').waitFor();
    await records.getByRole('button', { name: 'Cancel' }).click();
    assert.equal(await records.getByLabel('Content, GiB').inputValue(), '5');
    const limits = card(page, 'Limits and models');
    assert.ok(await limits.getByLabel('Largest request, in MB').isDisabled());
    await limits.getByText('This stands in the configuration file').waitFor();
  });

  it('tries rules before it saves them', async () => {
    const { page, complaints } = await open();
    const redact = card(page, 'What must not be stored');
    await redact.getByRole('button', { name: 'Add a rule' }).click();
    await redact.getByLabel('Rule 1', { exact: true }).fill('(');
    await redact.getByText('This is no regular expression').waitFor();
    assert.ok(await redact.getByRole('button', { name: 'Save' }).isDisabled());
    await redact.getByLabel('Rule 1', { exact: true }).fill('\\d{4}-\\d{4}');
    await redact.getByLabel('Try the rules').fill('call 1234-5678 or 8765-4321');
    await redact.getByText('2 places would be replaced:').waitFor();
    await redact.getByText('call [redacted] or [redacted]').waitFor();
    await redact.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The settings are saved.').waitFor();
    assert.deepEqual((await saved()).redact, ['\\d{4}-\\d{4}']);
    assert.deepEqual(complaints, []);
  });

  it('reloads what was changed elsewhere, and saves on a second try', async () => {
    const { page } = await open();
    const records = card(page, 'What is kept of calls');
    await records.getByLabel('Rows, days').fill('30');
    await world.stage.admin.send('PATCH', '/api/settings', { retentionDays: 11 });
    await records.getByRole('button', { name: 'Save' }).click();
    await records.getByText('This was changed in the meantime').waitFor();
    await page.locator('input[value="11"]').waitFor();
    await records.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The settings are saved.').waitFor();
  });

  it('turns the debug level on and off at once', async () => {
    const { page } = await open();
    const turn = page.getByRole('switch', { name: 'Say more in the log' });
    for (const isOn of [true, false]) {
      const answered = page.waitForResponse((response) => response.request().method() === 'PATCH');
      await turn.click();
      // At once, and after the answer still.
      await page.getByRole('switch', { name: 'Say more in the log', checked: isOn }).waitFor();
      await answered;
      assert.equal((await saved()).debug, isOn);
      await page.getByRole('switch', { name: 'Say more in the log', checked: isOn }).waitFor();
    }
  });

  it('gives the configuration as files, and brings a backup back after it said what changes', async () => {
    const { page, complaints } = await open();
    const backups = card(page, 'Backup and export');
    const download = async (name: string) => {
      const coming = page.waitForEvent('download');
      await backups.getByRole('link', { name }).click();
      return (await coming).path();
    };
    assert.match(readFileSync(await download('Export as YAML'), 'utf8'), /api_key: \$\{UP_API_KEY\}/);
    const backup = readFileSync(await download('Download a backup'), 'utf8');
    assert.doesNotMatch(backup, /sk-test/);
    const file = join(folder, 'backup.json');
    await writeFile(file, backup);
    await world.stage.admin.send('DELETE', '/api/platforms/up');

    const choose = () => backups.locator('input[type=file]').setInputFiles(file);
    await choose();
    const dialog = page.getByRole('dialog', { name: 'Restore a backup' });
    await dialog.getByText('Added').waitFor();
    await dialog.getByText('A key of up is not kept; give it again.').waitFor();
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click();
    await page.getByText('The backup is restored.').waitFor();
    const has = async () => {
      const { platforms } = await world.stage.admin.send<{ platforms: { id: string }[] }>('GET', '/api/platforms');
      return platforms.some(({ id }) => id === 'up');
    };
    assert.ok(await has());
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
    await page.getByText('The former state is back.').waitFor();
    assert.ok(!(await has()));

    await writeFile(file, '{"format": 7, "kind": "redwolf-configuration"}');
    await choose();
    await dialog.getByText('The format of this backup is 7').waitFor();
    assert.ok(await dialog.getByRole('button', { name: 'Restore', exact: true }).isDisabled());
    assert.deepEqual(complaints, []);
  });

  it('shows the history and takes changes back after it asked', async () => {
    await world.stage.admin.send('PATCH', '/api/settings', { retentionDays: 21 });
    await world.stage.admin.send('PATCH', '/api/settings', { retentionDays: 22 });
    const { page } = await open();
    const history = card(page, 'History of the configuration');
    await history.getByText('retention.days 22').click();
    await history.getByText('"days": 21').first().waitFor();
    await history
      .getByRole('button', { name: /^Undo the change/ })
      .nth(1)
      .click();
    await page.getByText('This change and all later ones are taken back: 2 changes in all.').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo changes' }).click();
    await page.getByText('The former state is back.').waitFor();
    assert.notEqual((await saved()).retentionDays, 22);
  });

  it('imports from the original after a report of what would be, in Chinese', async () => {
    const { page, complaints } = await open({ locale: 'zh-CN' });
    const file = join(folder, 'api_records.db');
    writeSample(file);
    const card = page.getByRole('region', { name: '从原版 redwolf 导入', exact: true });
    await card.locator('input[type=file]').setInputFiles(file);
    const dialog = page.getByRole('dialog');
    await dialog.getByText('将导入以下内容：').waitFor();
    assert.ok((await world.stage.admin.send<{ keys: object[] }>('GET', '/api/keys')).keys.length <= 1);
    await dialog.getByRole('button', { name: '开始导入' }).click();
    await dialog.getByText('已导入以下内容：').waitFor();
    assert.ok((await world.stage.admin.send<{ keys: object[] }>('GET', '/api/keys')).keys.length > 1);
    assert.deepEqual(complaints, []);
  });

  it('says what is wrong with a file that is none', async () => {
    const { page } = await open();
    const file = join(folder, 'other.db');
    await writeFile(file, 'nothing of a database');
    await card(page, 'Import from the original redwolf').locator('input[type=file]').setInputFiles(file);
    await page.getByRole('dialog').getByRole('alert').waitFor();
    assert.ok(await page.getByRole('dialog').getByRole('button', { name: 'Import now' }).isDisabled());
  });
});
