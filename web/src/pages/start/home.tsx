import { Navigate } from '@tanstack/react-router';
import { hasRole, useAccount } from '../../shell/account.ts';

/** Where somebody begins: with what they may see. */
export function Home() {
  const { role } = useAccount();
  return <Navigate to={hasRole(role, 'member') ? '/calls' : '/status'} replace />;
}
