import { queryOptions, useQuery } from '@tanstack/react-query';
import type { KeyUsageReply, KeyView } from '../../../../src/admin/contract/keys.ts';
import { get } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatCount, formatMoney } from '../../lib/format.ts';

const EVERY_MS = 15_000;
const NEARLY = 0.8;

function usageOf(key: KeyView) {
  return queryOptions({
    queryKey: ['keys', key.id, 'usage'],
    queryFn: ({ signal }) => get<KeyUsageReply>(`/api/keys/${key.id}/usage`, signal),
    refetchInterval: EVERY_MS,
  });
}

/** What a key may use, and how much of it is gone. */
export function KeyLimits({ of: key }: { readonly of: KeyView }) {
  const { t } = useLanguage();
  const hasBudget = Object.values(key.budget).some((limit) => limit != null);
  const { data } = useQuery({ ...usageOf(key), enabled: hasBudget });
  const { requestsPerMinute, tokensPerMinute, parallel } = key.limits;
  const rates = [
    requestsPerMinute != null && t('keys.limits.requests', { count: formatCount(requestsPerMinute) }),
    tokensPerMinute != null && t('keys.limits.tokens', { count: formatCount(tokensPerMinute) }),
    parallel != null && t('keys.limits.parallel', { count: formatCount(parallel) }),
  ].filter((text) => text !== false);
  const restrictions = [key.models, key.platforms, key.modes, key.scenes].filter((list) => list !== null).length;
  if (!hasBudget && rates.length === 0 && restrictions === 0)
    return <span className="text-quiet">{t('keys.limits.none')}</span>;
  return (
    <div className="grid min-w-40 gap-1.5 text-sm">
      {hasBudget && (data?.budget ?? []).map((budget) => <Budget key={budget.period + budget.unit} budget={budget} />)}
      {rates.length > 0 && <span>{rates.join(' · ')}</span>}
      {restrictions > 0 && <span className="text-quiet">{t('keys.limits.restricted')}</span>}
    </div>
  );
}

function Budget({ budget }: { readonly budget: KeyUsageReply['budget'][number] }) {
  const { t } = useLanguage();
  const { period, unit, limit, spent } = budget;
  const amount = (value: number) => (unit === 'usd' ? formatMoney(value) : formatCount(value));
  const share = limit === 0 ? 1 : Math.min(spent / limit, 1);
  const colour = share >= 1 ? 'bg-bad' : share >= NEARLY ? 'bg-warn' : 'bg-good';
  const text = t(`keys.budget.${period}.${unit}.used`, { spent: amount(spent), limit: amount(limit) });
  return (
    <span className="grid gap-0.5">
      <span>{text}</span>
      <span aria-hidden="true" className="block h-1.5 overflow-hidden rounded-full bg-line">
        <span className={`block h-full rounded-full ${colour}`} style={{ width: `${share * 100}%` }} />
      </span>
    </span>
  );
}
