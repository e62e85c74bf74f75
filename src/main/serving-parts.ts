import type { CallFeed } from '../admin/live/call-feed.ts';
import type { ImporterPort } from '../admin/ports.ts';
import type { Config } from '../config/config.ts';
import type { ClientKeys } from '../control/client-keys.ts';
import type { RuntimeConfiguration } from '../control/configuration.ts';
import type { PlatformChecks } from '../control/platform-checks.ts';
import type { Prices } from '../control/prices.ts';
import type { MemoryHealth } from '../gateway/health.ts';
import type { Limits } from '../gateway/limits/admit.ts';
import type { UpstreamPort } from '../gateway/upstream.ts';
import type { PasswordHasher } from '../lib/password.ts';
import type { BodyStore } from '../records/body-store.ts';
import type { Store } from '../store/store.ts';
import type { StoredKeys } from './keys.ts';
import type { OpenLog } from './log.ts';
import type { MasterKeyWatch } from './master-key-watch.ts';
import type { Metrics } from './metrics.ts';

/** What a running gateway is made of, for those who serve clients and browsers. */
export interface ServingParts {
  /** What `--host` said. */
  readonly host: string;
  readonly dataDir: string;
  readonly config: Config;
  readonly store: Store;
  readonly bodies: BodyStore;
  readonly passwords: PasswordHasher;
  readonly configuration: RuntimeConfiguration;
  readonly masterKey: MasterKeyWatch;
  readonly keys: StoredKeys;
  readonly clientKeys: ClientKeys;
  readonly limits: Limits;
  readonly checks: PlatformChecks;
  readonly prices: Prices;
  readonly importer: ImporterPort;
  readonly feed: CallFeed;
  readonly upstream: UpstreamPort;
  readonly health: MemoryHealth;
  readonly openedLog: OpenLog;
  readonly metrics: Metrics | undefined;
}
