/** What can be read of the gateway: one function for each address; pages add only their own changes. */

import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { AccountReply, UserView } from '../../../src/admin/contract/accounts.ts';
import type { CallReply, CallsReply } from '../../../src/admin/contract/calls.ts';
import type { CorrectionsReply } from '../../../src/admin/contract/corrections.ts';
import type { KeysReply } from '../../../src/admin/contract/keys.ts';
import type { ModelsReply } from '../../../src/admin/contract/models.ts';
import type { PlatformsReply } from '../../../src/admin/contract/platforms.ts';
import type { PricesReply, SavedReply } from '../../../src/admin/contract/prices.ts';
import type { HistoryReply, RoutingReply, SettingsReply } from '../../../src/admin/contract/settings.ts';
import type { StatusReply } from '../../../src/admin/contract/status.ts';
import type { CallSessionReply, CallSessionsReply, UsageReply } from '../../../src/admin/contract/usage.ts';
import { ApiError, addressOf, get, type QueryValues } from './client.ts';
import { SESSION_KEY } from './query-client.ts';

const HISTORY_PAGE = 10;

/** Who is logged in; null: nobody. */
export const sessionQuery = queryOptions({
  queryKey: SESSION_KEY,
  queryFn: ({ signal }) =>
    get<AccountReply>('/api/session', signal).catch((error: unknown) => {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }),
  staleTime: 60_000,
});

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: ({ signal }) => get<StatusReply>('/api/status', signal),
  refetchInterval: 5_000,
});

export const platformsQuery = queryOptions({
  queryKey: ['platforms'],
  queryFn: ({ signal }) => get<PlatformsReply>('/api/platforms', signal),
});

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => get<ModelsReply>('/api/models', signal),
});

export const pricesQuery = queryOptions({
  queryKey: ['prices'],
  queryFn: ({ signal }) => get<PricesReply>('/api/prices', signal),
});

export const routingQuery = queryOptions({
  queryKey: ['routing'],
  queryFn: ({ signal }) => get<RoutingReply>('/api/routing', signal),
});

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => get<SettingsReply>('/api/settings', signal),
});

/** Changes of the configuration, newest first. */
export const historyQuery = infiniteQueryOptions({
  queryKey: ['history'],
  queryFn: ({ signal, pageParam }) =>
    get<HistoryReply>(addressOf('/api/history', { limit: HISTORY_PAGE, before: pageParam }), signal),
  initialPageParam: undefined as number | undefined,
  getNextPageParam: ({ changes }) => (changes.length < HISTORY_PAGE ? undefined : changes.at(-1)?.version),
});

export const keysQuery = queryOptions({
  queryKey: ['keys'],
  queryFn: ({ signal }) => get<KeysReply>('/api/keys', signal),
});

export const usersQuery = queryOptions({
  queryKey: ['users'],
  queryFn: ({ signal }) => get<{ readonly users: readonly UserView[] }>('/api/users', signal),
});

/** @param values as the query of `GET /api/usage` */
export function usageQuery(values: QueryValues) {
  return queryOptions({
    queryKey: ['usage', values],
    queryFn: ({ signal }) => get<UsageReply>(addressOf('/api/usage', values), signal),
    placeholderData: keepPreviousData,
  });
}

/** What calls are compared with. The sums of one day are asked for, as they come with it. */
export const baselineQuery = queryOptions({
  queryKey: ['baseline'],
  queryFn: ({ signal }) => {
    const day = new Date().toISOString().slice(0, 10);
    return get<SavedReply>(addressOf('/api/usage/saved', { from: day, to: day, by: 'day' }), signal);
  },
});

/** @param filter as the query of `GET /api/calls`, without a page */
export function callsQuery(filter: QueryValues) {
  return infiniteQueryOptions({
    queryKey: ['calls', filter],
    queryFn: ({ signal, pageParam }) =>
      get<CallsReply>(addressOf('/api/calls', { ...filter, limit: 100, after: pageParam }), signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function callQuery(id: string) {
  return queryOptions({
    queryKey: ['call', id],
    queryFn: ({ signal }) => get<CallReply>(`/api/calls/${encodeURIComponent(id)}`, signal),
  });
}

/** @param values as the query of `GET /api/call-sessions`, without a page */
export function callSessionsQuery(values: QueryValues) {
  return infiniteQueryOptions({
    queryKey: ['call-sessions', values],
    queryFn: ({ signal, pageParam }) =>
      get<CallSessionsReply>(addressOf('/api/call-sessions', { ...values, after: pageParam }), signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
}

/** @param key id of the client key that the session belongs to */
export function callSessionQuery(session: string, key: string) {
  return infiniteQueryOptions({
    queryKey: ['call-session', session, key],
    queryFn: ({ signal, pageParam }) =>
      get<CallSessionReply>(
        addressOf(`/api/call-sessions/${encodeURIComponent(session)}`, { key, after: pageParam }),
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  });
}

/** The last calls of a platform, by which it is seen how it does. */
export function heartbeatQuery(platform: string) {
  return queryOptions({
    queryKey: ['calls', 'heartbeat', platform],
    queryFn: ({ signal }) => get<CallsReply>(addressOf('/api/calls', { platform, limit: 50 }), signal),
    refetchInterval: 15_000,
  });
}
/** What calls should have been taken for, newest first. */
export const correctionsQuery = infiniteQueryOptions({
  queryKey: ['corrections'],
  queryFn: ({ signal, pageParam }) =>
    get<CorrectionsReply>(addressOf('/api/routing/corrections', { after: pageParam }), signal),
  initialPageParam: undefined as string | undefined,
  getNextPageParam: (page) => page.next ?? undefined,
});
