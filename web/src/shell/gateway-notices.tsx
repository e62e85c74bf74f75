import { useQuery } from '@tanstack/react-query';
import { statusQuery } from '../api/queries.ts';
import { useLanguage } from '../i18n/language.tsx';
import { Notice } from '../ui/states.tsx';

/** What is wrong with the gateway as a whole, above every page. */
export function GatewayNotices() {
  const { t } = useLanguage();
  const { data, error } = useQuery(statusQuery);
  return (
    <div className="grid gap-2 not-empty:mb-4">
      {error !== null && <Notice tone="warn">{t('offline')}</Notice>}
      {data?.readOnly != null && <Notice tone="bad">{t('readOnly', { reason: data.readOnly })}</Notice>}
      {data?.capture.failure != null && (
        <Notice tone="bad">{t('captureFailure', { reason: data.capture.failure })}</Notice>
      )}
    </div>
  );
}
