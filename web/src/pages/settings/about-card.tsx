import { useQuery } from '@tanstack/react-query';
import type { SettingsReply } from '../../../../src/admin/contract/settings.ts';
import { statusQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Card } from '../../ui/card.tsx';
import { Facts } from '../../ui/facts.tsx';

/** Which redwolf this is. Nothing is loaded from elsewhere, so that there are no links. */
export function AboutCard({ settings }: { readonly settings: SettingsReply }) {
  const { t } = useLanguage();
  const { data } = useQuery(statusQuery);
  const facts = [
    { label: t('settings.about.version'), value: data?.version ?? '…' },
    { label: t('settings.about.licence'), value: t('settings.about.licence.name') },
    { label: t('settings.about.file'), value: settings.configFile ?? t('settings.about.file.none') },
    { label: t('settings.about.api'), value: t('settings.about.api.path') },
    { label: t('settings.about.documents'), value: t('settings.about.documents.where') },
  ];
  return (
    <Card title={t('settings.about')} about={t('settings.about.privacy')}>
      <Facts facts={facts} />
    </Card>
  );
}
