import { useQuery } from '@tanstack/react-query';
import { Navigate, useLocation } from '@tanstack/react-router';
import type { CallsReply } from '../../../../src/admin/contract/calls.ts';
import type { PlatformsReply } from '../../../../src/admin/contract/platforms.ts';
import { get } from '../../api/client.ts';
import { hasRole, useAccount } from '../../shell/account.ts';
import { Loading } from '../../ui/states.tsx';

/** Where somebody begins: with what they may see, and an administrator of an empty gateway with the first steps. */
export function Home() {
  const { role } = useAccount();
  const isAdmin = hasRole(role, 'admin');
  const { data: isEmpty, isError } = useQuery({
    queryKey: ['start', 'empty'],
    queryFn: ({ signal }) => isGatewayEmpty(signal),
    enabled: isAdmin,
    retry: false,
  });
  // Who has gone elsewhere, while that page loads, must not be called back.
  if (useLocation().pathname !== '/') return <Loading />;
  if (!isAdmin) return <Navigate to={hasRole(role, 'member') ? '/calls' : '/status'} replace />;
  if (isEmpty === undefined && !isError) return <Loading />;
  return <Navigate to={isEmpty === true ? '/start' : '/calls'} replace />;
}

/** Nobody configured a platform, and there was no call. */
async function isGatewayEmpty(signal: AbortSignal): Promise<boolean> {
  const { platforms } = await get<PlatformsReply>('/api/platforms', signal);
  if (platforms.some(({ origin }) => origin !== 'found')) return false;
  return (await get<CallsReply>('/api/calls?limit=1', signal)).calls.length === 0;
}
