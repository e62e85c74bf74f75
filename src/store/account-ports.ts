/** What the rest of redwolf asks of a store about people: users, sessions, and the log of what they did. */

/** What a user may do. A member has keys of their own; a viewer sees how the gateway runs, and nothing that people wrote. */
export type Role = 'admin' | 'member' | 'viewer';

export interface UserRow {
  readonly id: string;
  /** As it is shown. */
  readonly name: string;
  /** As it is compared: two names that differ only in case are one. */
  readonly nameKey: string;
  readonly role: Role;
  /** Null: no password was ever set. */
  readonly passwordHash: string | null;
  /** Until it is changed, a session of this user may do nothing else. */
  readonly mustChangePassword: boolean;
  readonly isEnabled: boolean;
  readonly createdAt: number;
  /** Grows by one with each change of the row. */
  readonly version: number;
}

/** Each change is written together with its entry in the audit log. */
export interface UserStore {
  /** Oldest first. */
  list(): Promise<readonly UserRow[]>;
  find(id: string): Promise<UserRow | undefined>;
  findByName(nameKey: string): Promise<UserRow | undefined>;
  /** Rejects with RedwolfError USER_EXISTS. */
  insert(user: UserRow, entry: AuditRow): Promise<void>;
  /**
   * Puts the row in the place of the version before it. Rejects with RedwolfError USER_EXISTS for a name that another
   * user has, and USER_CHANGED where that version is no more or no administrator would be left; nothing was changed then.
   * @param sessions which sessions of the user end
   */
  update(user: UserRow, entry: AuditRow, sessions?: EndedSessions): Promise<void>;
  /** With all sessions. Rejects with RedwolfError USER_CHANGED as `update` does. */
  remove(user: UserRow, entry: AuditRow): Promise<void>;
}

/** `others`: all but the one of this id. */
export type EndedSessions = 'all' | 'none' | { readonly others: string };

/** A login of a browser. */
export interface SessionRow {
  /** Not the token, and of no use to log in. */
  readonly id: string;
  readonly tokenHash: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** Where its last request came from. */
  readonly address: string;
  readonly userAgent: string;
}

export interface SessionStore {
  /** Also forgets the sessions that ran out before this one began. */
  insert(session: SessionRow, entry: AuditRow): Promise<void>;
  /** By the hash of the session's token. One that ran out may still be found. */
  find(tokenHash: string): Promise<SessionRow | undefined>;
  /** Newest first; of one user, or of all. */
  list(userId?: string): Promise<readonly SessionRow[]>;
  setAddress(id: string, address: string): Promise<void>;
  remove(id: string, entry: AuditRow): Promise<void>;
}

/** An administrative change, or a login. Holds no secret. */
export interface AuditRow {
  /** Begins with the time, so that ids of one moment have an order too. */
  readonly id: string;
  readonly at: number;
  /** Id of the user; null for who was not logged in, and for the command line. */
  readonly who: string | null;
  /** Name at that time. */
  readonly whoName: string;
  /** Such as `user.create`: what was changed, a full stop, what was done to it. */
  readonly action: string;
  /** A sentence for people. */
  readonly what: string;
  /** JSON of what it touched; null where nothing was there. */
  readonly stateBefore: string | null;
  readonly stateAfter: string | null;
  /** Where the request came from; null for the command line and the start. */
  readonly address: string | null;
  /** Version of the configuration that the change made; null where it made none. */
  readonly configVersion: number | null;
}

export interface AuditFilter {
  /** Id or name. */
  readonly who?: string;
  /** A whole action, or what stands before its full stop. */
  readonly action?: string;
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  /** The last row of the page before. */
  readonly before?: Pick<AuditRow, 'at' | 'id'>;
}

/** Grows only: nothing in it is ever changed or removed. */
export interface AuditLog {
  append(row: AuditRow): Promise<void>;
  /** Newest first. */
  list(limit: number, filter?: AuditFilter): Promise<readonly AuditRow[]>;
}
