import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useRef } from 'react';
import type { CorrectionsImportReply } from '../../../../../src/admin/contract/corrections.ts';
import { send } from '../../../api/client.ts';
import { correctionsQuery } from '../../../api/queries.ts';
import { useLanguage } from '../../../i18n/language.tsx';
import { Button } from '../../../ui/button.tsx';
import { useNotices } from '../../../ui/notices.tsx';

/** Brings a file of corrections in. */
export function ImportButton() {
  const { t, count } = useLanguage();
  const client = useQueryClient();
  const notices = useNotices();
  const input = useRef<HTMLInputElement>(null);
  const bringIn = useMutation({
    mutationFn: (file: File) => send<CorrectionsImportReply>('POST', '/api/routing/corrections/import', file),
    onSuccess: ({ imported, present }) => notices.done(count('routing.corrections.imported', imported, { present })),
    onError: notices.failed,
    onSettled: () => client.invalidateQueries(correctionsQuery),
  });
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".jsonl,.ndjson,.json,.txt"
        aria-label={t('routing.corrections.file')}
        className="hidden"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file !== undefined) bringIn.mutate(file);
          event.target.value = '';
        }}
      />
      <Button icon={Upload} disabled={bringIn.isPending} onClick={() => input.current?.click()}>
        {t('routing.corrections.import')}
      </Button>
    </>
  );
}
