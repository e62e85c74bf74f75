import type { AuditLog, SessionStore, UserStore } from './account-ports.ts';
import type { ConfigurationStore } from './configuration-ports.ts';
import type { CallRecorder, CallSessions, CallStore, KeyStore, SettingStore, UsageStore } from './ports.ts';

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
  readonly recorder: CallRecorder;
  /** A number that changes when another process, such as `redwolf key create`, has written to the database. */
  changesElsewhere(): Promise<number>;
  /** Writes what was recorded and closes the database. To be called before the process can end. */
  close(): Promise<void>;
}
