import { randomBytes } from 'node:crypto';
import type { Clock } from '../lib/clock.ts';
import { RedwolfError } from '../lib/errors.ts';
import { newUserId } from '../lib/ids.ts';
import { nearest } from '../lib/nearest.ts';
import { NO_PASSWORD } from '../lib/password.ts';
import type { AuditRow, EndedSessions, Role, UserRow, UserStore } from '../store/account-ports.ts';
import { auditEntry, type Deed } from './audit-entry.ts';
import { AdminError } from './errors.ts';
import { isInitialPassword } from './initial-password.ts';
import { checkPassword } from './password-rule.ts';
import type { Actor, KeyOwners, Passwords } from './ports.ts';
import { checkUserName, userNameKey } from './user-name.ts';

export interface AccountPorts {
  readonly users: UserStore;
  readonly passwords: Passwords;
  readonly keyOwners: KeyOwners;
  readonly clock: Pick<Clock, 'now'>;
}

export interface UserChanges {
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly enabled?: boolean | undefined;
}

/** A password that was made, and can be seen this once. */
export interface WithPassword {
  readonly user: UserRow;
  readonly password: string;
}

/** What can be done to users. Each change stands in the audit log, with who did it. */
export class Accounts {
  readonly #ports: AccountPorts;

  constructor(ports: AccountPorts) {
    this.#ports = ports;
  }

  list(): Promise<readonly UserRow[]> {
    return this.#ports.users.list();
  }

  /** Rejects with RedwolfError USER_UNKNOWN. */
  async find(id: string): Promise<UserRow> {
    const user = await this.#ports.users.find(id);
    if (user === undefined) throw unknownUser(`There is no user with the id "${id}".`);
    return user;
  }

  /** Rejects with RedwolfError USER_UNKNOWN. */
  async findByName(name: string): Promise<UserRow> {
    const user = await this.#ports.users.findByName(userNameKey(name));
    if (user !== undefined) return user;
    const suggestion = nearest(
      name,
      (await this.list()).map((other) => other.name),
    );
    const hint = suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`;
    throw unknownUser(`There is no user "${name}".${hint}`);
  }

  /**
   * The enabled user of that name and password. A name that nobody has takes as long as a wrong password.
   *
   * @param isFromThisMachine the initial password may be used
   */
  async authenticate(
    name: string,
    password: string,
    isFromThisMachine: boolean,
  ): Promise<{ readonly user: UserRow | undefined; readonly isRight: boolean }> {
    const user = await this.#ports.users.findByName(userNameKey(name));
    const isRight = await this.#verify(user, password, isFromThisMachine);
    return { user, isRight: isRight && user?.isEnabled === true };
  }

  /** Makes a user with a random password. Rejects with RedwolfError USER_NAME_INVALID, USER_EXISTS. */
  async create(actor: Actor, name: string, role: Role): Promise<WithPassword> {
    checkUserName(name);
    const { users, clock } = this.#ports;
    const password = randomPassword();
    const user: UserRow = {
      id: newUserId(),
      name,
      nameKey: userNameKey(name),
      role,
      passwordHash: await this.#ports.passwords.hash(password),
      mustChangePassword: true,
      isEnabled: true,
      createdAt: clock.now(),
      version: 1,
    };
    const what = `Added the user ${name} (${role}).`;
    await users.insert(user, this.#entry(actor, { action: 'user.create', what, after: seen(user) }));
    return { user, password };
  }

  /**
   * A user who is disabled is logged out, and their keys are refused.
   *
   * Rejects with RedwolfError USER_UNKNOWN, USER_NAME_INVALID, USER_EXISTS; AdminError STALE_VERSION, LAST_ADMIN.
   * @param version that the writer has seen
   */
  async change(actor: Actor, id: string, changes: UserChanges, version: number | undefined): Promise<UserRow> {
    const before = await this.find(id);
    checkVersion(before, version);
    const { name = before.name, role = before.role, enabled = before.isEnabled } = changes;
    checkUserName(name);
    const user = { ...before, name, nameKey: userNameKey(name), role, isEnabled: enabled, version: before.version + 1 };
    if (role !== 'admin' || !enabled) await this.#checkOtherAdmin(before);
    const what = `Changed the user ${before.name}: ${describe(before, user)}.`;
    const entry = this.#entry(actor, { action: 'user.change', what, before: seen(before), after: seen(user) });
    await this.#ports.users.update(user, entry, enabled ? 'none' : 'all');
    if (!enabled) await this.#ports.keyOwners.disableKeysOf(id);
    return user;
  }

  /** Gives the user a random password, to be changed at the next login, and ends all sessions. Rejects as `find` does. */
  async resetPassword(actor: Actor, before: UserRow): Promise<WithPassword> {
    const password = randomPassword();
    const deed = { action: 'password.reset', what: `Reset the password of ${before.name}.` };
    const user = await this.#setPassword(actor, before, password, deed, { mustChange: true, sessions: 'all' });
    return { user, password };
  }

  /**
   * Sets a password that the user chose.
   *
   * Rejects with RedwolfError PASSWORD_REFUSED for one that is no good, USER_CHANGED.
   * @param sessions which of the user's sessions end
   */
  async choosePassword(actor: Actor, user: UserRow, password: string, sessions: EndedSessions): Promise<UserRow> {
    checkPassword(password, user.name);
    const deed = { action: 'password.change', what: `${user.name} chose a password.` };
    return this.#setPassword(actor, user, password, deed, { mustChange: false, sessions });
  }

  /**
   * Removes the user and ends their sessions. Their keys are refused from then on, but stay known, for the calls they made.
   *
   * Rejects with RedwolfError USER_UNKNOWN; AdminError STALE_VERSION, LAST_ADMIN.
   * @returns how many keys were disabled
   */
  async remove(actor: Actor, id: string, version: number | undefined): Promise<number> {
    const user = await this.find(id);
    checkVersion(user, version);
    await this.#checkOtherAdmin(user);
    const what = `Removed the user ${user.name}.`;
    await this.#ports.users.remove(user, this.#entry(actor, { action: 'user.remove', what, before: seen(user) }));
    return this.#ports.keyOwners.disableKeysOf(id);
  }

  async #verify(user: UserRow | undefined, password: string, isFromThisMachine: boolean): Promise<boolean> {
    const isRight = await this.#ports.passwords.verify(password, user?.passwordHash ?? NO_PASSWORD);
    return isRight || (user !== undefined && isFromThisMachine && isInitialPassword(user, password));
  }

  async #setPassword(
    actor: Actor,
    before: UserRow,
    password: string,
    deed: Deed,
    { mustChange, sessions }: { readonly mustChange: boolean; readonly sessions: EndedSessions },
  ): Promise<UserRow> {
    const passwordHash = await this.#ports.passwords.hash(password);
    const user = { ...before, passwordHash, mustChangePassword: mustChange, version: before.version + 1 };
    await this.#ports.users.update(user, this.#entry(actor, deed), sessions);
    return user;
  }

  async #checkOtherAdmin(user: UserRow): Promise<void> {
    const others = (await this.list()).filter(
      ({ id, role, isEnabled }) => id !== user.id && role === 'admin' && isEnabled,
    );
    if (others.length > 0) return;
    const message = `${user.name} is the last enabled administrator, and has to stay one. Make another user an administrator first.`;
    throw new AdminError(409, 'LAST_ADMIN', message);
  }

  #entry(actor: Actor, deed: Deed): AuditRow {
    return auditEntry(actor, this.#ports.clock.now(), deed);
  }
}

function randomPassword(): string {
  return randomBytes(15).toString('base64url');
}

/** What the audit log keeps of a user. */
function seen({ name, role, isEnabled }: UserRow): object {
  return { name, role, enabled: isEnabled };
}

function describe(before: UserRow, after: UserRow): string {
  const changes = [
    ...(before.name === after.name ? [] : [`name ${after.name}`]),
    ...(before.role === after.role ? [] : [`role ${after.role}`]),
    ...(before.isEnabled === after.isEnabled ? [] : [after.isEnabled ? 'enabled' : 'disabled']),
  ];
  return changes.length === 0 ? 'nothing' : changes.join(', ');
}

function checkVersion({ version }: UserRow, seenVersion: number | undefined): void {
  if (seenVersion === undefined || seenVersion >= version) return;
  const message = `This user was changed in the meantime; its version is ${version} now. Read it again, and make your change to that.`;
  throw new AdminError(409, 'STALE_VERSION', message, {}, { version });
}

function unknownUser(message: string): RedwolfError {
  return new RedwolfError('USER_UNKNOWN', `${message} "redwolf user list" shows all.`);
}
