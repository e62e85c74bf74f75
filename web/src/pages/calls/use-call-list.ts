import { type QueryClient, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import type { CallsReply, CallView } from '../../../../src/admin/contract/calls.ts';
import type { LiveEvents } from '../../../../src/admin/contract/live.ts';
import { addressOf, get, type QueryValues } from '../../api/client.ts';
import { callsQuery } from '../../api/queries.ts';
import { filterQueryOf, fits, fitsRunning, isTellable, queryOf } from './filter.ts';
import {
  countNew,
  hear,
  heldIds,
  type LiveEvent,
  type LiveState,
  NOTHING_LIVE,
  rebase,
  showWaiting,
} from './live-state.ts';
import type { CallsSearch } from './search.ts';
import { useLiveFeed } from './use-live.ts';
import { type ChangeLive, useReread } from './use-reread.ts';

export interface CallList {
  readonly running: readonly LiveEvents['started'][];
  /** Those that were heard of since, and below them those that were read. */
  readonly calls: readonly CallView[];
  /** How many calls are new and not shown. */
  readonly newCount: number;
  /** What is shown may not hold any more. */
  readonly isStale: boolean;
  /** Shows what is new; reads the list anew where that is needed. */
  readonly showNew: () => void;
  readonly refresh: () => void;
  /** Whether the live feed is heard; undefined before that is known. */
  readonly isHeard: boolean | undefined;
  readonly error: Error | null;
  /** Asks anew for what failed. */
  readonly retry: () => void;
  /** Nothing was read yet. */
  readonly isLoading: boolean;
  /** What is shown is the list of the filter before. */
  readonly isOld: boolean;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  /** The query of the gateway that finds these calls, without an order. */
  readonly filterQuery: QueryValues;
}

interface Held {
  readonly key: string;
  /** The moment up to which spans such as "the last hour" reach: UTC milliseconds. */
  readonly at: number;
  readonly live: LiveState;
}

/**
 * The calls of a filter: pages that were read, and above them what was heard since then.
 *
 * @param isPaused new calls wait
 */
export function useCallList(search: CallsSearch, isPaused: boolean): CallList {
  const [held, setHeld] = useHeld(JSON.stringify(search));
  const query = queryOf(search, held.at);
  const read = useInfiniteQuery({ ...callsQuery(query), ...READ_ONCE });
  const pages = read.data?.pages;
  const readAnew = useRefresh(search, held, setHeld);
  const refresh = () => readAnew(Date.now());
  const change: ChangeLive = (next) => setHeld((last) => ({ ...last, live: next(last.live) }));
  const isHeard = useHearing(query, search, isPaused, { change, readAgain: () => readAnew(held.at) });
  const { live } = held;
  useReread(read, live, change);
  const showNew = () => {
    if (live.missed > 0 || live.isStale) refresh();
    else setHeld((last) => ({ ...last, live: showWaiting(last.live) }));
  };
  const letIn = useEffectEvent(showNew);
  const isWaiting = live.isStale || live.waiting.length > 0;
  useEffect(() => {
    if (isWaiting && !isPaused) letIn();
  }, [isWaiting, isPaused]);
  const calls = useMemo(() => {
    const isLive = new Set(live.rows.map(({ id }) => id));
    return [...live.rows, ...(pages ?? []).flatMap((page) => page.calls.filter(({ id }) => !isLive.has(id)))];
  }, [live.rows, pages]);
  return {
    running: live.running.filter((call) => isTellable(search) && fitsRunning(search, call)),
    calls,
    newCount: countNew(live),
    isStale: live.isStale,
    showNew,
    refresh,
    isHeard,
    error: read.error,
    retry: () => (read.isFetchNextPageError ? read.fetchNextPage() : refresh()),
    isLoading: read.isPending,
    isOld: read.isPlaceholderData,
    hasMore: read.hasNextPage,
    loadMore: () => {
      if (!read.isFetchingNextPage && !read.isError) read.fetchNextPage();
    },
    filterQuery: filterQueryOf(search, held.at),
  };
}

/** The feed tells what is new, so that pages that were read stay as they are. */
const READ_ONCE = {
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: 0,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const;

/** What is held of a filter; with another one it begins anew, but for what is running. */
function useHeld(key: string) {
  const begin = (live: LiveState): Held => ({ key, at: Date.now(), live });
  const [held, setHeld] = useState(() => begin(NOTHING_LIVE));
  const isSame = held.key === key;
  const current = isSame ? held : begin({ ...NOTHING_LIVE, running: held.live.running });
  if (!isSame) setHeld(current);
  return [current, setHeld] as const;
}

/** Reads the first page anew, and then shows that and what was heard in the meantime. */
function useRefresh(search: CallsSearch, held: Held, setHeld: (change: (last: Held) => Held) => void) {
  const client = useQueryClient();
  return (at: number) => {
    const query = queryOf(search, at);
    const before = heldIds(held.live);
    get<CallsReply>(addressOf('/api/calls', { ...query, limit: 100 })).then(
      (page) => {
        client.setQueryData(callsQuery(query).queryKey, { pages: [page], pageParams: [undefined] });
        setHeld((last) =>
          // One that was asked for later may have come earlier.
          last.key === held.key && at >= last.at ? { ...last, at, live: rebase(last.live, page.calls, before) } : last,
        );
      },
      // The page says that the gateway does not answer, and the pill stays.
      () => undefined,
    );
  };
}

interface Hearer {
  readonly change: ChangeLive;
  readonly readAgain: () => void;
}

function useHearing(
  query: QueryValues,
  search: CallsSearch,
  isPaused: boolean,
  { change, readAgain }: Hearer,
): boolean | undefined {
  const client = useQueryClient();
  return useLiveFeed((events) => {
    const first = client.getQueryData(callsQuery(query).queryKey)?.pages[0];
    const known = new Set(first?.calls.map(({ id }) => id));
    tellWords(client, query, events, known);
    // Calls may have ended after the list was read and before the feed was heard.
    if (events.some((event) => event.name === 'opened' && event.isFirst)) readAgain();
    change((live) =>
      hear(live, events, {
        isPaused,
        fits: (call) => fits(search, call),
        isTellable: isTellable(search),
        isKnown: (id) => known.has(id),
      }),
    );
  });
}

/** Puts what users said into the page that was read before that was known. */
function tellWords(
  client: QueryClient,
  query: QueryValues,
  events: readonly LiveEvent[],
  known: ReadonlySet<string>,
): void {
  const told = events.flatMap((event) => (event.name === 'words' && known.has(event.data.id) ? [event.data] : []));
  if (told.length === 0) return;
  const words = new Map(told.map((said) => [said.id, said.words]));
  client.setQueryData(callsQuery(query).queryKey, (data) => {
    if (data === undefined) return data;
    const [first, ...others] = data.pages;
    if (first === undefined) return data;
    const calls = first.calls.map((call) => ({ ...call, words: words.get(call.id) ?? call.words }));
    return { ...data, pages: [{ ...first, calls }, ...others] };
  });
}
