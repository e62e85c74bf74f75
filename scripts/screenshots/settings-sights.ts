import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Stage } from '../../test/browser/stage/stage.ts';
import { writeSample } from '../../test/support/original-sample.ts';
import type { Sight } from './sight.ts';

/** The settings with what opens upon them, and the state of the gateway. */
export const SETTINGS_SIGHTS: readonly Sight[] = [
  {
    name: 'settings',
    path: '/settings',
    prepare: async (page, { admin }) => {
      await admin.send('PATCH', '/api/settings', { redact: ['\\d{4}-\\d{4}-\\d{4}', '[\\w.]+@example\\.com'] });
      await page.reload();
      await page.locator('textarea').fill('Write to mei@example.com about 1234-5678-9012.');
    },
  },
  {
    name: 'settings-import',
    path: '/settings',
    isWhole: false,
    prepare: (page) =>
      inFolder(async (folder) => {
        const file = join(folder, 'api_records.db');
        writeSample(file);
        await choose(page, '.db,.sqlite,.sqlite3', file);
        await page.getByRole('dialog').getByRole('table').waitFor();
        await page.getByRole('dialog').locator('summary').click();
      }),
  },
  {
    name: 'settings-restore',
    path: '/settings',
    isWhole: false,
    prepare: (page, stage) => inFolder((folder) => restore(page, stage, folder)),
  },
  { name: 'status', path: '/status' },
];

async function restore(page: Page, { admin }: Stage, folder: string): Promise<void> {
  const backup = await admin.send<{ platforms: { settings: object }[]; settings: object }>(
    'GET',
    '/api/configuration/backup',
  );
  const [first] = backup.platforms;
  const more = { ...first, id: 'elsewhere', credentials: [{ id: 'cred_1', name: 'main' }], position: 9 };
  const changed = { ...backup, platforms: [first, more], settings: { ...backup.settings, retention: { days: 90 } } };
  const file = join(folder, 'redwolf-configuration.json');
  writeFileSync(file, JSON.stringify(changed));
  await choose(page, '.json', file);
  await page.getByRole('dialog').getByRole('listitem').first().waitFor();
}

async function choose(page: Page, accept: string, file: string): Promise<void> {
  await page.locator(`input[type=file][accept="${accept}"]`).setInputFiles(file);
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'redwolf-sights-'));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
