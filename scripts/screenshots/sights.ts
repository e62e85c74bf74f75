import type { Page } from 'playwright-core';
import type { Stage } from '../../test/browser/stage/stage.ts';
import { USAGE_SIGHTS } from './usage-sights.ts';

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
  { name: 'start', path: '/start' },
  { name: 'platforms', path: '/platforms' },
  { name: 'models', path: '/models' },
  { name: 'routing', path: '/routing' },
  { name: 'keys', path: '/keys' },
  { name: 'users', path: '/users' },
  { name: 'audit', path: '/audit' },
  { name: 'settings', path: '/settings' },
  { name: 'status', path: '/status' },
  { name: 'account', path: '/account' },
  ...USAGE_SIGHTS,
];
