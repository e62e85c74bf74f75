/** What the admin plane asks of the rest of redwolf. */

import type { Clock } from '../lib/clock.ts';
import type { KeyId } from '../lib/ids.ts';
import type { TrustedProxies } from '../lib/request-origin.ts';
import type { BodyReader, BodyStatus } from '../records/ports.ts';
import type { AuditLog, Role, SessionStore, UserStore } from '../store/account-ports.ts';
import type { CallPages } from '../store/call-page-ports.ts';
import type { CallRemoval } from '../store/call-removal-ports.ts';
import type { CallSessions } from '../store/call-session-ports.ts';
import type { CallTexts } from '../store/call-text-ports.ts';
import type { Corrections } from '../store/correction-ports.ts';
import type { CallRecorder, CallStore, SettingStore, Span, UsageStore } from '../store/ports.ts';
import type { ImportReply } from './contract/import.ts';
import type {
  KeyCreate,
  KeyPatch,
  KeyReply,
  KeyRotate,
  KeyStatisticsReply,
  KeysOverviewReply,
  KeysReply,
  KeyUsageReply,
  SecretReply,
} from './contract/keys.ts';
import type { ModelsPatch, ModelsPatchReply, ModelsReply, RefreshReply, RefreshRequest } from './contract/models.ts';
import type {
  PlatformCreate,
  PlatformPatch,
  PlatformReply,
  PlatformsReply,
  TestReply,
  TestRequest,
  TestsReply,
} from './contract/platforms.ts';
import type { PreviewReply } from './contract/preview.ts';
import type { PricesReply, RerateReply, SavedReply } from './contract/prices.ts';
import type {
  HistoryReply,
  RoutingPatch,
  RoutingReply,
  SettingsPatch,
  StoredSettings,
  UndoReply,
} from './contract/settings.ts';
import type { StatusDetails } from './contract/status.ts';
import type { Backup, RestoreReply } from './contract/transfer.ts';
import type { CallFeed } from './live/call-feed.ts';
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
  readonly capture: BodyStatus & { readonly level: string };
  readonly platforms: readonly PlatformStatus[];
  readonly version: string;
  readonly uptimeMs: number;
}

/** Who does something. `id` is null for the command line and for who is not logged in, `address` where none is known. */
export interface Actor {
  readonly id: string | null;
  readonly name: string;
  readonly address: string | null;
}

/** Which client keys belong to whom. */
export interface KeyOwners {
  keysOf(userId: string): Promise<readonly KeyId[]>;
  /** Refuses the user's keys from now on. @returns how many there were */
  disableKeysOf(userId: string): Promise<number>;
}

/** The configuration that changes while redwolf runs. What is refused is an AdminError; `who` is for the audit log. */
export interface ConfigurationPort {
  platforms(): PlatformsReply;
  platform(id: string): PlatformReply;
  createPlatform(body: PlatformCreate, who: Actor): Promise<PlatformReply>;
  patchPlatform(id: string, patch: PlatformPatch, who: Actor): Promise<PlatformReply>;
  /** @param seen the version that the writer has read */
  removePlatform(id: string, seen: number | undefined, who: Actor): Promise<{ readonly version: number }>;
  models(): ModelsReply;
  patchModels(patch: ModelsPatch, who: Actor): Promise<ModelsPatchReply>;
  routingSettings(): RoutingReply;
  patchRouting(patch: RoutingPatch, who: Actor): Promise<RoutingReply>;
  settings(): StoredSettings;
  patchSettings(patch: Omit<SettingsPatch, 'debug'>, who: Actor): Promise<StoredSettings>;
  /** Newest first; `before` is a version, exclusive. */
  history(limit: number, before: number | undefined): Promise<HistoryReply>;
  /** Brings back the state before that version. */
  undo(version: number, seen: number | undefined, who: Actor): Promise<UndoReply>;
}

/** Who manages keys: an administrator all of them, a member their own. */
export interface KeyManager extends Actor {
  readonly role: Role;
}

/** Client keys. What is refused is a RedwolfError or an AdminError. */
export interface ClientKeysPort {
  list(by: KeyManager): Promise<KeysReply>;
  show(id: string, by: KeyManager): Promise<KeyReply>;
  create(settings: KeyCreate, by: KeyManager): Promise<SecretReply>;
  patch(id: string, patch: KeyPatch, by: KeyManager): Promise<KeyReply>;
  /** @param seen the version that the writer has read */
  remove(id: string, seen: number | undefined, by: KeyManager): Promise<void>;
  rotate(id: string, request: KeyRotate, by: KeyManager): Promise<SecretReply>;
  /** Budgets count from now on. */
  reset(id: string, by: KeyManager): Promise<KeyReply>;
  usage(id: string, by: KeyManager): Promise<KeyUsageReply>;
}

/** What keys used in `[from, until)`. */
export interface KeyStatisticsPort {
  ofKey(id: string, from: number, until: number): Promise<KeyStatisticsReply>;
  overview(from: number, until: number): Promise<KeysOverviewReply>;
}

/** What models cost. */
export interface PricesPort {
  list(): Promise<PricesReply>;
  /** Counts again what calls cost that began then or later. @param since UTC milliseconds */
  rerate(since: number, who: Actor): Promise<RerateReply>;
  /** What the calls of a span of time saved against the baseline. */
  saved(span: Span, by: 'key' | 'day' | 'model'): Promise<SavedReply>;
}

export interface ImportOptions {
  /** Nothing is changed. */
  readonly isDryRun: boolean;
  /** Prompts and replies too. */
  readonly withBodies: boolean;
}

/** Brings in what the original redwolf kept. */
export interface ImporterPort {
  /** @param pieces the bytes of its database. Rejects with RedwolfError IMPORT_FILE_INVALID, and as the pieces do */
  importUpload(pieces: AsyncIterable<Uint8Array>, options: ImportOptions, who: Actor): Promise<ImportReply>;
}

/** The configuration as files, without secrets. */
export interface TransferPort {
  /** UTC milliseconds. */
  now(): number;
  /** What holds, in the form of the configuration file. */
  file(): Promise<string>;
  backup(): Backup;
  /** @param seen the version that the writer has read */
  restore(backup: Backup, options: RestoreOptions, who: Actor): Promise<RestoreReply>;
}

export interface RestoreOptions {
  /** Nothing is changed. */
  readonly isDryRun: boolean;
  readonly seen: number | undefined;
}

/** What smart routing would decide of a request. */
export interface PreviewPort {
  /** @throws AdminError INVALID_REQUEST for a body that is none, NOT_FOUND for a model that is disabled */
  preview(body: Uint8Array): PreviewReply;
}

/** Questions to platforms. An unknown platform is an AdminError; that one does not answer is an answer. */
export interface PlatformChecksPort {
  refresh(request: RefreshRequest): Promise<RefreshReply>;
  test(id: string, request: TestRequest): Promise<TestReply>;
  testAll(): Promise<TestsReply>;
}

/** Whether redwolf says more than usual; from now on, until it ends. */
export interface DebugSwitch {
  readonly isOn: boolean;
  turn(isOn: boolean): void;
}

/** How browsers come to redwolf, where it is not by its own address. */
export interface Site {
  readonly proxies: Pick<TrustedProxies, 'originOf'>;
  /** Such as `https://redwolf.example.com`. */
  readonly publicUrl?: string;
  /** Whether they are told to come by HTTPS only. */
  readonly hsts: boolean;
}

/** Where and how a platform is asked. */
export interface PlatformAddress {
  readonly origin: string;
  /** The header that carries its key; null where none does. */
  readonly auth: 'bearer' | 'x-api-key' | 'api-key' | null;
  /** Names of headers that the configuration adds. */
  readonly headers: readonly string[];
}

export interface AdminDeps {
  readonly checks: PlatformChecksPort;
  readonly configuration: ConfigurationPort;
  readonly keys: ClientKeysPort;
  readonly keyStatistics: KeyStatisticsPort;
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly audit: AuditLog;
  readonly settings: SettingStore;
  readonly calls: Pick<CallStore, 'find'>;
  readonly callPages: CallPages;
  readonly corrections: Corrections;
  readonly callTexts: Pick<CallTexts, 'words' | 'forget'>;
  readonly callRemoval: CallRemoval;
  /** Gives the space of what was deleted back to the disk. */
  readonly giveBack: () => Promise<void>;
  /** Of the rows of calls. */
  readonly recorder: Pick<CallRecorder, 'flush'>;
  readonly feed: CallFeed;
  readonly bodies: Omit<BodyReader, 'status'>;
  /** Undefined where the platform has no such path now. */
  readonly platformAddress: (platform: string, path: string) => PlatformAddress | undefined;
  readonly usage: Pick<UsageStore, 'usage'>;
  readonly callSessions: CallSessions;
  readonly prices: PricesPort;
  readonly importer: ImporterPort;
  readonly transfer: TransferPort;
  readonly preview: PreviewPort;
  readonly keyOwners: KeyOwners;
  readonly passwords: Passwords;
  readonly clock: Clock;
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
  /** Never rejects. */
  statusDetails(): Promise<StatusDetails>;
  readonly debug: DebugSwitch;
  /** Told of unexpected errors, which the browser only learns as a 500. */
  readonly report?: (error: unknown) => void;
}
