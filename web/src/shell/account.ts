import { createContext, useContext } from 'react';
import type { AccountReply } from '../../../src/admin/contract/accounts.ts';

export type Role = AccountReply['user']['role'];

export const AccountContext = createContext<AccountReply | undefined>(undefined);

/** Who is logged in. */
export function useAccount(): AccountReply['user'] {
  const account = useContext(AccountContext);
  if (account === undefined) throw new Error('useAccount outside of the login');
  return account.user;
}

const RANKS: Readonly<Record<Role, number>> = { viewer: 0, member: 1, admin: 2 };

/** Tells whether a role may do what another one may. */
export function hasRole(role: Role, least: Role): boolean {
  return RANKS[role] >= RANKS[least];
}
