import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { DatabaseBackup } from 'lucide-react';
import { useState } from 'react';
import type { ImportReply } from '../../../../src/admin/contract/import.ts';
import { addressOf, send } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatBytes, formatFailure } from '../../lib/format.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useNotices } from '../../ui/notices.tsx';
import { Loading, Notice } from '../../ui/states.tsx';
import { FilePicker } from './file-picker.tsx';
import { ImportReport } from './import-report.tsx';

interface ImportOptions {
  readonly file: File;
  readonly withBodies: boolean;
}

function bringIn({ file, withBodies }: ImportOptions, isDryRun: boolean): Promise<ImportReply> {
  return send<ImportReply>('POST', addressOf('/api/import', { dry_run: isDryRun, records: withBodies }), file);
}

/** What would be imported, and the import, which goes on and is told of if the dialog is closed. */
function useImport(options: ImportOptions) {
  const { t } = useLanguage();
  const client = useQueryClient();
  const notices = useNotices();
  const work = useMutation({
    mutationFn: () => bringIn(options, false),
    onSuccess: () => {
      notices.done(t('settings.import.done'));
      return client.invalidateQueries();
    },
    onError: notices.failed,
  });
  const { file, withBodies } = options;
  const trial = useQuery({
    queryKey: ['import', file.name, file.lastModified, file.size, withBodies],
    queryFn: () => bringIn(options, true),
    // A large file is not sent again when somebody comes back to the page.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    enabled: work.isIdle,
  });
  return { trial, work };
}

/** Brings in what the original redwolf kept. */
export function ImportCard() {
  const { t } = useLanguage();
  const [withBodies, setWithBodies] = useState(false);
  const [file, setFile] = useState<File>();
  const parts = ['platforms', 'routing', 'keys', 'calls'] as const;
  return (
    <Card title={t('settings.import')} about={t('settings.import.about')}>
      <div className="grid gap-4">
        <ul className="list-disc pl-5 text-sm text-quiet">
          {parts.map((part) => (
            <li key={part}>{t(`settings.import.brings.${part}`)}</li>
          ))}
        </ul>
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            className="mt-1.5 accent-accent"
            checked={withBodies}
            onChange={(event) => setWithBodies(event.target.checked)}
          />
          <span>
            {t('settings.import.bodies')}
            <span className="block text-sm text-quiet">{t('settings.import.bodies.about')}</span>
          </span>
        </label>
        <div>
          <FilePicker
            label={t('settings.import.choose')}
            icon={DatabaseBackup}
            accept=".db,.sqlite,.sqlite3"
            onFile={setFile}
          />
        </div>
      </div>
      {file !== undefined && <ImportDialog file={file} withBodies={withBodies} onClose={() => setFile(undefined)} />}
    </Card>
  );
}

/** First what would be imported, then the import. */
function ImportDialog({ onClose, ...options }: ImportOptions & { readonly onClose: () => void }) {
  const { t } = useLanguage();
  const { trial, work } = useImport(options);
  const { file } = options;
  const report = work.data ?? trial.data;
  const isReading = trial.isLoading;
  const error = work.error ?? trial.error;
  const footer = (
    <>
      <Button onClick={onClose}>{t(work.isIdle ? 'cancel' : 'close')}</Button>
      {!work.isSuccess && (
        <Button look="main" disabled={trial.data === undefined || work.isPending} onClick={() => work.mutate()}>
          {t('settings.import.start')}
        </Button>
      )}
    </>
  );
  return (
    <Dialog title={t('settings.import')} isWide onClose={onClose} footer={footer}>
      <p className="text-quiet [overflow-wrap:anywhere]">
        {t('settings.import.file', { name: file.name, size: formatBytes(file.size) })}
      </p>
      {(isReading || work.isPending) && (
        <>
          <p>{t(isReading ? 'settings.import.reading' : 'settings.import.busy')}</p>
          <Loading rows={5} />
        </>
      )}
      {error !== null && <Notice tone="bad">{formatFailure(error, t)}</Notice>}
      {report !== undefined && !work.isPending && <ImportReport report={report} />}
    </Dialog>
  );
}
