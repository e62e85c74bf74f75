import { useEffect, useEffectEvent, useRef } from 'react';
import type { CallsReply } from '../../../../src/admin/contract/calls.ts';
import { heldIds, type LiveState, rebase } from './live-state.ts';

export type ChangeLive = (change: (live: LiveState) => LiveState) => void;

interface Read {
  readonly isRefetching: boolean;
  readonly dataUpdatedAt: number;
  readonly data: { readonly pages: readonly CallsReply[] } | undefined;
}

/** Where pages that are shown are read anew, as after a call was deleted, what was heard before counts no more. */
export function useReread({ isRefetching, dataUpdatedAt, data }: Read, live: LiveState, change: ChangeLive): void {
  const begun = useRef<{ readonly updatedAt: number; readonly ids: ReadonlySet<string> }>(undefined);
  const begin = useEffectEvent(() => {
    begun.current = { updatedAt: dataUpdatedAt, ids: heldIds(live) };
  });
  const end = useEffectEvent(() => {
    const before = begun.current;
    begun.current = undefined;
    // Without anything new, it failed.
    if (before === undefined || data === undefined || dataUpdatedAt === before.updatedAt) return;
    const listed = data.pages.flatMap(({ calls }) => calls);
    change((last) => rebase(last, listed, before.ids));
  });
  useEffect(() => (isRefetching ? begin() : end()), [isRefetching]);
}
