/** What the admin plane asks of the rest of redwolf. */

import type { Clock } from '../lib/clock.ts';
import type { AdminStore, CallStore } from '../store/ports.ts';
import type { LoginLimit } from './login-limit.ts';

/** Slow hashes of passwords; see lib/password.ts. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** Resolves with false for a wrong password and for a text that is no hash. */
  verify(password: string, hash: string): Promise<boolean>;
}

interface PlatformStatus {
  readonly id: string;
  readonly type: string;
  readonly models: readonly string[];
}

export interface GatewayStatus {
  readonly mode: string;
  readonly platforms: readonly PlatformStatus[];
  readonly version: string;
  readonly uptimeMs: number;
}

export interface AdminDeps {
  readonly admin: AdminStore;
  readonly calls: CallStore;
  readonly passwords: Passwords;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Default: one in memory. */
  readonly loginLimit?: LoginLimit;
  /** What `--host` said: a browser may call the admin plane by this name and by those of the loopback. */
  readonly host: string;
  /** Folder of the built web page; it may be missing. */
  readonly webDir: string;
  status(): GatewayStatus;
  /** Told of unexpected errors, which the browser only learns as a 500. */
  readonly report?: (error: unknown) => void;
}
