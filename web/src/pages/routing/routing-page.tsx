import { useLanguage } from '../../i18n/language.tsx';
import { Page } from '../../ui/page.tsx';
import { Loading } from '../../ui/states.tsx';

export function RoutingPage() {
  const { t } = useLanguage();
  return (
    <Page title={t('places.routing')}>
      <Loading />
    </Page>
  );
}
