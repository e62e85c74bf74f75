/** What the admin plane asks of the rest of redwolf. */

import type { Clock } from '../lib/clock.ts';
import type { TrustedProxies } from '../lib/request-origin.ts';
import type { AdminStore, CallStore } from '../store/ports.ts';
import type { ModelsPatch, ModelsReply, RefreshReply, RefreshRequest } from './contract/models.ts';
import type {
  PlatformCreate,
  PlatformPatch,
  PlatformReply,
  PlatformsReply,
  TestReply,
  TestRequest,
  TestsReply,
} from './contract/platforms.ts';
import type { HistoryReply, RoutingPatch, RoutingReply, SettingsReply, UndoReply } from './contract/settings.ts';
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

/** The configuration that changes while redwolf runs. What is refused is an AdminError; `who` is for the history. */
export interface ConfigurationPort {
  platforms(): PlatformsReply;
  platform(id: string): PlatformReply;
  createPlatform(body: PlatformCreate, who: string): Promise<PlatformReply>;
  patchPlatform(id: string, patch: PlatformPatch, who: string): Promise<PlatformReply>;
  /** @param seen the version that the writer has read */
  removePlatform(id: string, seen: number | undefined, who: string): Promise<{ readonly version: number }>;
  models(): ModelsReply;
  patchModels(patch: ModelsPatch, who: string): Promise<ModelsReply>;
  routingSettings(): RoutingReply;
  patchRouting(patch: RoutingPatch, who: string): Promise<RoutingReply>;
  settings(): SettingsReply;
  /** Newest first; `before` is a version, exclusive. */
  history(limit: number, before: number | undefined): Promise<HistoryReply>;
  /** Brings back the state before that version. */
  undo(version: number, who: string): Promise<UndoReply>;
}

/** Questions to platforms. An unknown platform is an AdminError; that one does not answer is an answer. */
export interface PlatformChecksPort {
  refresh(request: RefreshRequest): Promise<RefreshReply>;
  test(id: string, request: TestRequest): Promise<TestReply>;
  testAll(): Promise<TestsReply>;
}

/** How browsers come to redwolf, where it is not by its own address. */
export interface Site {
  readonly proxies: TrustedProxies;
  /** Such as `https://redwolf.example.com`. */
  readonly publicUrl?: string;
  /** Whether they are told to come by HTTPS only. */
  readonly hsts: boolean;
}

export interface AdminDeps {
  readonly checks: PlatformChecksPort;
  readonly configuration: ConfigurationPort;
  readonly admin: AdminStore;
  readonly calls: CallStore;
  readonly passwords: Passwords;
  readonly clock: Pick<Clock, 'now' | 'monotonic'>;
  /** Default: one in memory. */
  readonly loginLimit?: LoginLimit;
  /** What `--host` said: a browser may call the admin plane by this name and by those of the loopback. */
  readonly host: string;
  readonly site: Site;
  /** Why nothing can be changed now, in whole sentences; undefined where all is well. */
  readOnly(): string | undefined;
  /** Folder of the built web page; it may be missing. */
  readonly webDir: string;
  status(): GatewayStatus;
  /** Told of unexpected errors, which the browser only learns as a 500. */
  readonly report?: (error: unknown) => void;
}
