import type { Page } from 'playwright-core';
import { CALL_SIGHTS } from './call-sights.ts';
import { CALLS_SIGHTS } from './calls-sights.ts';
import { PLATFORM_SIGHTS } from './platform-sights.ts';
import { ROUTING_SIGHTS } from './routing-sights.ts';
import { SETTINGS_SIGHTS } from './settings-sights.ts';
import type { Sight } from './sight.ts';
import { USAGE_SIGHTS } from './usage-sights.ts';

/** All that pictures are taken of, in the order of the navigation. */
export const SIGHTS: readonly Sight[] = [
  ...CALLS_SIGHTS,
  ...CALL_SIGHTS,
  ...USAGE_SIGHTS,
  { name: 'start', path: '/start' },
  { name: 'platforms', path: '/platforms' },
  { name: 'models', path: '/models' },
  ...PLATFORM_SIGHTS,
  ...ROUTING_SIGHTS,
  { name: 'keys', path: '/keys' },
  { name: 'keys-add', path: '/keys', prepare: openFirstDialog, isWhole: false },
  { name: 'users', path: '/users' },
  { name: 'users-add', path: '/users', prepare: openFirstDialog, isWhole: false },
  { name: 'audit', path: '/audit' },
  ...SETTINGS_SIGHTS,
  { name: 'account', path: '/account' },
];

/** By the button beside the heading. */
async function openFirstDialog(page: Page): Promise<void> {
  await page.locator('main header').getByRole('button').click();
  await page.getByRole('dialog').waitFor();
}
