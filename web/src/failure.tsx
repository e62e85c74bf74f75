import type { ApiError } from './api.ts';
import { formatReason } from './format.ts';
import { useLanguage } from './i18n/language.tsx';

interface FailureProps {
  readonly error: ApiError;
  readonly retry: () => void;
}

/** Says that something could not be loaded, why, and offers another try. */
export function Failure({ error, retry }: FailureProps) {
  const { t } = useLanguage();
  return (
    <div className="notice" role="alert">
      <p>{t('failed', { reason: formatReason(error, t) })}</p>
      <button type="button" onClick={retry}>
        {t('retry')}
      </button>
    </div>
  );
}
