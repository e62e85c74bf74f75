import { useQuery } from '@tanstack/react-query';
import type { UsageSumsView } from '../../../../src/admin/contract/usage.ts';
import { baselineQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatCost } from '../../lib/figures.ts';
import { formatCount, formatShare } from '../../lib/format.ts';
import { useAccount } from '../../shell/account.ts';
import { Card } from '../../ui/card.tsx';

/** What the calls would have cost on one model, against what they did cost. */
export function Saved({ total }: { readonly total: UsageSumsView }) {
  const { t } = useLanguage();
  const { role } = useAccount();
  const baseline = useQuery({ ...baselineQuery, enabled: role === 'admin' }).data?.baseline;
  const { compared, baselineUsd, savedUsd } = total;
  const name = baseline?.model ?? t('usage.baseline');
  return (
    <Card title={t('usage.saved.title')} about={t('usage.saved.about', { name })}>
      {compared === 0 ? (
        <p className="text-quiet">{t(baseline?.id === null ? 'usage.saved.noPrice' : 'usage.saved.none', { name })}</p>
      ) : (
        <div className="grid gap-4">
          <Bars actual={baselineUsd - savedUsd} baseline={baselineUsd} name={name} />
          <p>
            {t(savedUsd >= 0 ? 'usage.saved.less' : 'usage.saved.more', {
              amount: formatCost(Math.abs(savedUsd)),
              share: formatShare(baselineUsd === 0 ? 0 : Math.abs(savedUsd) / baselineUsd),
            })}
          </p>
        </div>
      )}
      <ul className="mt-4 grid max-w-4xl list-disc gap-1 pl-5 text-sm text-quiet">
        <li>{t('usage.saved.which', { compared: formatCount(compared), calls: formatCount(total.calls) })}</li>
        <li>{t('usage.saved.prices')}</li>
        <li>{t('usage.saved.caution')}</li>
      </ul>
    </Card>
  );
}

interface BarsProps {
  readonly actual: number;
  readonly baseline: number;
  readonly name: string;
}

function Bars({ actual, baseline, name }: BarsProps) {
  const { t } = useLanguage();
  const most = Math.max(actual, baseline, Number.MIN_VALUE);
  const bars = [
    { id: 'actual', title: t('usage.saved.actual'), amount: actual, look: 'bg-accent' },
    { id: 'baseline', title: t('usage.saved.baseline', { name }), amount: baseline, look: 'bg-quiet' },
  ];
  return (
    <dl className="grid gap-2">
      {bars.map(({ id, title, amount, look }) => (
        <div key={id} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1">
          <dt className="min-w-0 text-sm [overflow-wrap:anywhere]">{title}</dt>
          <dd className="font-medium tabular-nums">{formatCost(amount)}</dd>
          <dd aria-hidden="true" className="col-span-2 h-3 rounded bg-sunken">
            <span className={`block h-full rounded ${look}`} style={{ width: `${(amount / most) * 100}%` }} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
