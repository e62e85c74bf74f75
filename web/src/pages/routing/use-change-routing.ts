import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { RoutingReply } from '../../../../src/admin/contract/settings.ts';
import { ApiError, isStale, STALE_VERSION, send } from '../../api/client.ts';
import { historyQuery, routingQuery, settingsQuery, statusQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { applyPatch, type RoutingChange } from './apply-patch.ts';

const CHANGE_KEY = ['change-routing'];

/** What is done: the change, what to say of it, and the way back. */
export interface RoutingAct {
  /** Made of what holds when it is done, which may be more than what was shown. */
  readonly change: (now: RoutingReply) => RoutingChange;
  readonly said?: string;
  readonly undo?: (now: RoutingReply) => RoutingChange;
}

export type ChangeRouting = (act: RoutingAct) => Promise<unknown>;

/**
 * Changes the routing: seen at once, taken back where the gateway refuses. Changes are sent one after another, each with the
 * version that the one before has made. The promise is refused where the change is.
 */
export function useChangeRouting(): ChangeRouting {
  const { t } = useLanguage();
  const client = useQueryClient();
  const notices = useNotices();
  const read = () => client.getQueryData<RoutingReply>(routingQuery.queryKey);
  const { mutateAsync } = useMutation({
    mutationKey: CHANGE_KEY,
    scope: { id: 'routing' },
    mutationFn: (change: RoutingChange) =>
      send<RoutingReply>('PATCH', '/api/routing', { ...change, version: read()?.version }),
    onMutate: async (change: RoutingChange) => {
      const before = read();
      if (before !== undefined) client.setQueryData(routingQuery.queryKey, applyPatch(before, change));
      await client.cancelQueries(routingQuery);
      return before;
    },
    onError: (_error, _change, before) => {
      client.setQueryData(routingQuery.queryKey, before);
      return client.invalidateQueries(routingQuery);
    },
    onSuccess: (reply) => {
      // What is still to be sent is shown already: the answer to a change before it must not hide it.
      const isLast = client.isMutating({ mutationKey: CHANGE_KEY }) === 1;
      client.setQueryData(routingQuery.queryKey, (shown) =>
        isLast || shown === undefined ? reply : { ...shown, version: reply.version },
      );
      client.invalidateQueries(statusQuery);
      client.invalidateQueries(settingsQuery);
      client.invalidateQueries(historyQuery);
    },
  });
  const change: ChangeRouting = ({ change: make, said, undo }) => {
    const now = read();
    if (now === undefined) return Promise.resolve();
    const back = undo && (() => void change({ change: undo }).catch(() => undefined));
    return mutateAsync(make(now)).then(
      () => said !== undefined && notices.done(said, back),
      (error: unknown) => {
        notices.failed(isStale(error) ? new ApiError(409, STALE_VERSION, t('routing.stale')) : error);
        throw error;
      },
    );
  };
  return change;
}

/** The same for what is done at once: a refusal has been said, and needs no one who hears of it. */
export function useChangeRoutingAtOnce(): (act: RoutingAct) => void {
  const change = useChangeRouting();
  return (act) => void change(act).catch(() => undefined);
}
