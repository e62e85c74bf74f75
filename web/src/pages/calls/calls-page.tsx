import { Outlet } from '@tanstack/react-router';
import { useLanguage } from '../../i18n/language.tsx';
import { Page } from '../../ui/page.tsx';
import { Loading } from '../../ui/states.tsx';

export function CallsPage() {
  const { t } = useLanguage();
  return (
    <Page title={t('places.calls')}>
      <Loading />
      <Outlet />
    </Page>
  );
}
