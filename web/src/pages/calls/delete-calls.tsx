import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { CountReply, DeletedReply } from '../../../../src/admin/contract/calls.ts';
import { ApiError, addressOf, get, type QueryValues, send } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { Loaded } from '../../ui/states.tsx';

interface DeleteCallsProps {
  readonly filterQuery: QueryValues;
  readonly isFiltered: boolean;
  readonly onDeleted: () => void;
  readonly onClose: () => void;
}

/** Counts the calls of the filter, and deletes just those. */
export function DeleteCalls(props: DeleteCallsProps) {
  const { t } = useLanguage();
  const counted = useQuery({
    queryKey: ['calls-count', 'to-delete', props.filterQuery],
    queryFn: ({ signal }) => get<CountReply>(addressOf('/api/calls/count', props.filterQuery), signal),
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
  if (counted.data !== undefined && counted.data.calls > 0) return <Asked {...props} first={counted.data} />;
  return (
    <Dialog title={t('calls.delete.title')} onClose={props.onClose}>
      <Loaded query={counted}>{() => <p>{t('calls.none.fit.about')}</p>}</Loaded>
    </Dialog>
  );
}

function Asked({
  filterQuery,
  isFiltered,
  onDeleted,
  onClose,
  first,
}: DeleteCallsProps & { readonly first: CountReply }) {
  const { t, count } = useLanguage();
  const notices = useNotices();
  const [{ calls, until }, setCounted] = useState(first);
  const remove = async () => {
    const address = addressOf('/api/calls', { ...filterQuery, until, confirm: calls });
    const done = await send<DeletedReply>('DELETE', address).catch((error: unknown) => {
      const recounted = recountOf(error);
      if (recounted === undefined) throw error;
      setCounted(recounted);
      throw new ApiError(409, 'CONFIRM_COUNT', count('calls.delete.changed', recounted.calls));
    });
    notices.done(count('calls.deleted', done.deleted));
    onDeleted();
  };
  return (
    <Confirm
      title={t('calls.delete.title')}
      action={count('calls.delete.action', calls)}
      word={t('calls.delete.word')}
      onConfirm={remove}
      onClose={onClose}
    >
      <p className="font-semibold">{count(isFiltered ? 'calls.delete.some' : 'calls.delete.every', calls)}</p>
      <p className="mt-2 text-quiet">{t('calls.delete.about')}</p>
    </Confirm>
  );
}

/** The number that the gateway counted instead, if that is why it refused. */
function recountOf(error: unknown): CountReply | undefined {
  if (!(error instanceof ApiError) || error.code !== 'CONFIRM_COUNT') return undefined;
  const { details } = error;
  if (typeof details !== 'object' || details === null || !('calls' in details) || !('until' in details))
    return undefined;
  const { calls, until } = details;
  return typeof calls === 'number' && typeof until === 'string' ? { calls, until } : undefined;
}
