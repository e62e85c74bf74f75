import type { RefreshResult } from '../../../../src/admin/contract/models.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { ModelChips } from './test-result.tsx';

/** What came of asking a platform for its models. */
export function RefreshedModels({ result }: { readonly result: RefreshResult }) {
  const { t, count } = useLanguage();
  const { ok, listed, added, vanished, reason } = result;
  if (!ok) {
    return (
      <p role="status" className="rounded-lg bg-bad-wash p-3 text-bad [overflow-wrap:anywhere]">
        {t('platforms.refresh.failed', { reason: reason ?? '' })}
      </p>
    );
  }
  return (
    <div role="status" className="grid gap-2 rounded-lg bg-sunken p-3">
      <p>
        {count('platforms.refresh.listed', listed)}{' '}
        {added.length + vanished.length === 0 && t('platforms.refresh.same')}
      </p>
      {added.length > 0 && <Named label={count('platforms.refresh.added', added.length)} models={added} />}
      {vanished.length > 0 && <Named label={count('platforms.refresh.vanished', vanished.length)} models={vanished} />}
    </div>
  );
}

function Named({ label, models }: { readonly label: string; readonly models: readonly string[] }) {
  return (
    <div className="grid gap-1">
      <p className="text-sm text-quiet">{label}</p>
      <ModelChips models={models} />
    </div>
  );
}
