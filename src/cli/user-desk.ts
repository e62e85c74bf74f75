/** What the command `user` prints. */

import type { Role, UserRow } from '../store/account-ports.ts';
import { table } from './table.ts';

const ROLES: readonly Role[] = ['admin', 'member', 'viewer'];

/** The role of that name; undefined where there is none. */
export function roleOf(text: string): Role | undefined {
  return ROLES.find((role) => role === text);
}

/** All users as the lines of a table, its head first. */
export function userTable(users: readonly UserRow[]): string[] {
  return table([
    ['NAME', 'ROLE', 'STATE', 'PASSWORD', 'SINCE'],
    ...users.map((user) => [
      user.name,
      user.role,
      user.isEnabled ? 'enabled' : 'disabled',
      passwordState(user),
      new Date(user.createdAt).toISOString(),
    ]),
  ]);
}

function passwordState({ passwordHash, mustChangePassword }: UserRow): string {
  if (passwordHash === null) return 'none';
  return mustChangePassword ? 'to be changed' : 'set';
}
