import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { UndoReply } from '../../../../src/admin/contract/settings.ts';
import { send } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useNotices } from '../../ui/notices.tsx';

/** Brings back the state before a version of the configuration. */
export function useUndo() {
  const { t } = useLanguage();
  const client = useQueryClient();
  const notices = useNotices();
  return useMutation({
    mutationFn: (version: number) => send<UndoReply>('POST', `/api/history/${version}/undo`, {}),
    onSuccess: ({ notes }) => notices.done([t('settings.history.undone'), ...notes].join(' ')),
    onError: notices.failed,
    onSettled: () => client.invalidateQueries(),
  });
}
