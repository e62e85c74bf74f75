import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { UndoReply } from '../../../../src/admin/contract/settings.ts';
import { send } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useNotices } from '../../ui/notices.tsx';

export interface Undo {
  /** The state before it comes back. */
  readonly version: number;
  /** Of the configuration, as it was looked at: what somebody else changed since is not taken back unseen. */
  readonly seen: number;
}

/** Brings back a former state of the configuration. @param onError for who does not wait for the promise */
export function useUndo(onError?: (error: unknown) => void) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const notices = useNotices();
  return useMutation({
    mutationFn: ({ version, seen }: Undo) =>
      send<UndoReply>('POST', `/api/history/${version}/undo`, {}, { 'if-match': `"${seen}"` }),
    onSuccess: ({ notes }) => notices.done([t('settings.history.undone'), ...notes].join(' ')),
    ...(onError && { onError }),
    onSettled: () => client.invalidateQueries(),
  });
}
