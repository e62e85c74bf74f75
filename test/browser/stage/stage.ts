/** A real redwolf with fake platforms, and somebody who is logged in to it, for tests of pages and for their pictures. */

import type { BrowserContextOptions } from 'playwright-core';
import { FakePlatform } from '../../fake-platform/fake-platform.ts';
import type { ConfigFile } from '../../support/config-file.ts';
import type { Redwolf } from '../../support/redwolf.ts';
import { RedwolfHost } from '../../support/redwolf-host.ts';
import { AdminClient } from './admin-client.ts';
import { answerAsPlatform } from './platform-script.ts';

const INITIAL_PASSWORD = 'admin';
export const PASSWORD = 'a password for tests';

export interface Stage {
  readonly redwolf: Redwolf;
  /** Calls of the admin plane, as the administrator. */
  readonly admin: AdminClient;
  /** Speaks Anthropic's protocol and OpenAI's, and answers as `platform-script.ts` says. */
  readonly platform: FakePlatform;
  readonly origin: string;
  /** For a browser that is logged in as the administrator. */
  readonly loggedIn: BrowserContextOptions;
  stop(): Promise<void>;
}

/** Starts one: without platforms or calls, unless `config` declares some. World.ts puts a life into it. */
export async function startStage(config: ConfigFile = {}): Promise<Stage> {
  const host = new RedwolfHost();
  const platform = await FakePlatform.start(answerAsPlatform);
  const redwolf = await host.start(config);
  const admin = new AdminClient(redwolf.url);
  await admin.logIn('admin', INITIAL_PASSWORD);
  await admin.send('POST', '/api/change-password', { current_password: INITIAL_PASSWORD, new_password: PASSWORD });
  await admin.logIn('admin', PASSWORD);
  return {
    redwolf,
    admin,
    platform,
    origin: redwolf.url,
    loggedIn: { storageState: { cookies: [admin.cookie], origins: [] } },
    async stop() {
      await redwolf.stop();
      host.stop();
      await platform.close();
    },
  };
}
