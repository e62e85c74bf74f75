import { useMutation, useQueryClient } from '@tanstack/react-query';
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

interface ImportRequest {
  readonly file: File;
  readonly withBodies: boolean;
  readonly isDryRun: boolean;
}

function useImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, withBodies, isDryRun }: ImportRequest) =>
      send<ImportReply>('POST', addressOf('/api/import', { dry_run: isDryRun, records: withBodies }), file),
    onSuccess: ({ dryRun }) => (dryRun ? undefined : client.invalidateQueries()),
  });
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

interface ImportDialogProps {
  readonly file: File;
  readonly withBodies: boolean;
  readonly onClose: () => void;
}

/** First what would be imported, then the import. */
function ImportDialog({ file, withBodies, onClose }: ImportDialogProps) {
  const { t } = useLanguage();
  const notices = useNotices();
  const work = useImport();
  const [isAsked, setAsked] = useState(false);
  if (!isAsked) {
    setAsked(true);
    work.mutate({ file, withBodies, isDryRun: true });
  }
  const start = () =>
    work.mutate({ file, withBodies, isDryRun: false }, { onSuccess: () => notices.done(t('settings.import.done')) });
  const isReady = work.data?.dryRun === true && !work.isPending;
  const footer = (
    <>
      <Button onClick={onClose}>{t(work.data?.dryRun === false ? 'close' : 'cancel')}</Button>
      {work.data?.dryRun !== false && (
        <Button look="main" disabled={!isReady} onClick={start}>
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
      {work.isPending && (
        <>
          <p>{t(work.variables.isDryRun ? 'settings.import.reading' : 'settings.import.busy')}</p>
          <Loading rows={5} />
        </>
      )}
      {work.error !== null && <Notice tone="bad">{formatFailure(work.error, t)}</Notice>}
      {work.data !== undefined && !work.isPending && <ImportReport report={work.data} />}
    </Dialog>
  );
}
