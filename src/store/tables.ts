/**
 * The tables as queries see them. In the database names are written with underscores: `keyId` is the column `key_id`.
 * Booleans are 0 or 1, so that every dialect stores the same.
 */

import type { AuditRow, SessionRow, UserRow } from './account-ports.ts';
import type { CallSession, CallSessionPart } from './call-session-ports.ts';
import type { CallText } from './call-text-ports.ts';
import type { ConfigSettingRow, CredentialRow, ModelRow, PlatformRow } from './configuration-ports.ts';
import type { CorrectionRow } from './correction-ports.ts';
import type { CallRow, KeyRecord, UsageSums } from './ports.ts';

type Stored<Row> = { readonly [Name in keyof Row]: Row[Name] extends boolean ? number : Row[Name] };

export interface Tables {
  readonly calls: Stored<CallRow>;
  readonly callTexts: Omit<CallText, 'id' | 'tokens'> & { readonly number: number; readonly callId: string };
  readonly usageHours: RollupTable & { readonly hour: number };
  readonly usageDays: RollupTable & { readonly day: number };
  readonly usageDayKeys: Omit<RollupTable, 'scene' | 'purpose'> & { readonly day: number };
  readonly usageDayScenes: Omit<RollupTable, 'keyId' | 'userId'> & { readonly day: number };
  readonly sessionTotals: CallSession;
  readonly sessionUsage: CallSessionPart;
  readonly clientKeys: Stored<KeyRecord>;
  readonly users: Stored<UserRow>;
  readonly sessions: SessionRow;
  readonly auditLog: AuditRow;
  readonly corrections: CorrectionRow;
  readonly settings: SettingTable;
  readonly platforms: Stored<PlatformRow>;
  readonly credentials: CredentialRow;
  readonly models: Stored<ModelRow>;
  readonly configSettings: ConfigSettingRow;
  readonly migrations: MigrationTable;
}

export interface SettingTable {
  readonly name: string;
  readonly value: string;
}

export interface MigrationTable {
  readonly id: string;
  /** UTC in milliseconds since 1970. */
  readonly appliedAt: number;
  /** Version of redwolf that applied it. */
  readonly program: string;
}

/** Sums of calls; what a call does not have is ''. */
interface RollupTable extends UsageSums {
  readonly keyId: string;
  readonly userId: string;
  readonly platform: string;
  readonly model: string;
  readonly scene: string;
  readonly purpose: string;
}
