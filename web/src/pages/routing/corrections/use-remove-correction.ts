import { useQueryClient } from '@tanstack/react-query';
import type { CorrectionsReply, ListedCorrection } from '../../../../../src/admin/contract/corrections.ts';
import { send } from '../../../api/client.ts';
import { correctionsQuery } from '../../../api/queries.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { useNotices } from '../../../ui/notices.tsx';

/** Takes a correction back: gone at once, there again if the gateway refuses, and by undo. */
export function useRemoveCorrection(): (correction: ListedCorrection) => void {
  const { t } = useLanguage();
  const client = useQueryClient();
  const notices = useNotices();
  const reload = () => client.invalidateQueries(correctionsQuery);
  // As a line of a file, since the call itself may be gone by then.
  const putBack = ({ who: _who, whoName: _name, ...line }: ListedCorrection) =>
    void send('POST', '/api/routing/corrections/import', new Blob([JSON.stringify(line)])).then(reload, notices.failed);
  return (correction) => {
    client.setQueryData(correctionsQuery.queryKey, (shown) =>
      shown === undefined ? shown : { ...shown, pages: shown.pages.map((page) => without(page, correction)) },
    );
    void send('DELETE', `/api/calls/${encodeURIComponent(correction.call)}/correction`)
      .then(() => notices.done(t('routing.corrections.deleted'), () => putBack(correction)), notices.failed)
      .then(reload);
  };
}

function without(page: CorrectionsReply, { call }: ListedCorrection): CorrectionsReply {
  return { ...page, corrections: page.corrections.filter((one) => one.call !== call) };
}
