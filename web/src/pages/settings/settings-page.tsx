import { useQuery } from '@tanstack/react-query';
import { settingsQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Page } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { AboutCard } from './about-card.tsx';
import { BackupCard } from './backup-card.tsx';
import { DebugCard } from './debug-card.tsx';
import { HistoryCard } from './history-card.tsx';
import { ImportCard } from './import-card.tsx';
import { LimitsCard } from './limits-card.tsx';
import { RecordsCard } from './records-card.tsx';
import { RedactCard } from './redact-card.tsx';

const COLUMN = 'grid grid-cols-[minmax(0,1fr)] gap-5';

/** What holds for the whole gateway. */
export function SettingsPage() {
  const { t } = useLanguage();
  const settings = useQuery(settingsQuery);
  return (
    <Page title={t('places.settings')} about={t('settings.page.about')}>
      <Loaded query={settings} rows={8}>
        {(data) => (
          <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 xl:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
            <div className={COLUMN}>
              <RecordsCard settings={data} />
              <RedactCard settings={data} />
              <LimitsCard settings={data} />
              <DebugCard settings={data} />
            </div>
            <div className={COLUMN}>
              <HistoryCard />
              <BackupCard />
              <ImportCard />
              <AboutCard settings={data} />
            </div>
          </div>
        )}
      </Loaded>
    </Page>
  );
}
