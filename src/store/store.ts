import type { AuditLog, SessionStore, UserStore } from './account-ports.ts';
import type { CallPages } from './call-page-ports.ts';
import type { CallRemoval } from './call-removal-ports.ts';
import type { CallSessions } from './call-session-ports.ts';
import type { CallTexts } from './call-text-ports.ts';
import type { ConfigurationStore } from './configuration-ports.ts';
import type { Corrections } from './correction-ports.ts';
import type { DialectName } from './database.ts';
import type { CallRecorder, CallStore, KeyStore, SettingStore, UsageStore } from './ports.ts';

/** Everything that is stored. */
export interface Store {
  readonly configuration: ConfigurationStore;
  readonly keys: KeyStore;
  readonly users: UserStore;
  readonly sessions: SessionStore;
  readonly audit: AuditLog;
  readonly settings: SettingStore;
  readonly calls: CallStore;
  readonly usage: UsageStore;
  readonly callSessions: CallSessions;
  readonly callPages: CallPages;
  readonly callTexts: CallTexts;
  readonly corrections: Corrections;
  readonly callRemoval: CallRemoval;
  readonly recorder: CallRecorder;
  /** A number that changes when another process, such as `redwolf key create`, has written to the database. */
  changesElsewhere(): Promise<number>;
  readonly dialect: DialectName;
  /** Bytes that the database takes, with what is deleted and not yet given back. */
  size(): Promise<number>;
  /** Gives the space of what was deleted back to the disk, as far as that is possible without stopping. */
  giveBack(): Promise<void>;
  /** Writes what was recorded and closes the database. To be called before the process can end. */
  close(): Promise<void>;
}
