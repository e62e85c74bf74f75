import type { Page } from 'playwright-core';
import type { Stage } from '../../test/browser/stage/stage.ts';

/** Something to take a picture of. */
export interface Sight {
  readonly name: string;
  readonly path: string;
  /** What has to be done first, such as opening a dialog. */
  readonly prepare?: (page: Page, stage: Stage) => Promise<void>;
  /** False: only what is seen at once. */
  readonly isWhole?: boolean;
}
