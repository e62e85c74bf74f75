import type { Page } from 'playwright-core';
import type { Stage } from '../../test/browser/stage/stage.ts';
import { SETTINGS_SIGHTS } from './sights-settings.ts';

/** Something to take a picture of. */
export interface Sight {
  readonly name: string;
  readonly path: string;
  /** What has to be done first, such as opening a dialog. */
  readonly prepare?: (page: Page, stage: Stage) => Promise<void>;
  /** False: only what is seen at once. */
  readonly isWhole?: boolean;
}

export const SIGHTS: readonly Sight[] = [
  { name: 'calls', path: '/calls', isWhole: false },
  { name: 'sessions', path: '/sessions' },
  { name: 'usage', path: '/usage' },
  { name: 'start', path: '/start' },
  { name: 'platforms', path: '/platforms' },
  { name: 'models', path: '/models' },
  { name: 'routing', path: '/routing' },
  { name: 'keys', path: '/keys' },
  {
    name: 'keys-add',
    path: '/keys',
    prepare: async (page) => {
      await page.locator('main header').getByRole('button').click();
      await page.getByRole('dialog').waitFor();
    },
    isWhole: false,
  },
  { name: 'users', path: '/users' },
  {
    name: 'users-add',
    path: '/users',
    isWhole: false,
    prepare: async (page) => {
      await page.locator('main header').getByRole('button').click();
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'audit', path: '/audit' },
  ...SETTINGS_SIGHTS,
  { name: 'account', path: '/account' },
];
