import { Download, FileCode, Upload } from 'lucide-react';
import { useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { buttonClasses } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { FilePicker } from './file-picker.tsx';
import { RestoreDialog } from './restore-dialog.tsx';

/** The configuration as files, and back from one. */
export function BackupCard() {
  const { t } = useLanguage();
  const [file, setFile] = useState<File>();
  return (
    <Card title={t('settings.backup')} about={t('settings.backup.about')}>
      <div className="grid gap-4">
        <p className="text-sm text-quiet">{t('settings.backup.without')}</p>
        <div className="flex flex-wrap gap-2">
          <a className={buttonClasses()} href="/api/configuration/backup" download>
            <Download aria-hidden="true" className="size-4" />
            {t('settings.backup.make')}
          </a>
          <FilePicker label={t('settings.restore')} icon={Upload} accept=".json" onFile={setFile} />
        </div>
        <p className="text-sm text-quiet">{t('settings.yaml.about')}</p>
        <div>
          <a className={buttonClasses()} href="/api/configuration.yaml" download>
            <FileCode aria-hidden="true" className="size-4" />
            {t('settings.yaml')}
          </a>
        </div>
      </div>
      {file !== undefined && <RestoreDialog file={file} onClose={() => setFile(undefined)} />}
    </Card>
  );
}
