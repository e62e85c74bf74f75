import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CallView } from '../../../../src/admin/contract/calls.ts';
import { usersQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatDuration, formatMoney } from '../../lib/format.ts';
import { hasRole, useAccount } from '../../shell/account.ts';
import { Ago } from '../../ui/time.tsx';

/** Who, when, how long, for how much. */
export function CallFacts({ call }: { readonly call: CallView }) {
  const { t } = useLanguage();
  return (
    <dl className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-x-4 gap-y-3">
      <Fact title={t('call.when')}>
        <Ago at={call.startedAt} />
      </Fact>
      <Fact title={t('call.duration')}>
        {formatDuration(call.totalMs, t)}
        {call.firstByteMs !== null && (
          <Small>{t('call.firstByte', { time: formatDuration(call.firstByteMs, t) })}</Small>
        )}
      </Fact>
      <Fact title={t('call.cost')}>
        <Cost call={call} />
      </Fact>
      <Fact title={t('call.key')}>
        {call.keyName}
        <User id={call.userId} />
      </Fact>
      {call.session !== null && (
        <Fact title={t('call.session')}>
          <Link
            to="/sessions/$session"
            params={{ session: call.session }}
            search={{ key: call.keyId }}
            className="block truncate text-accent underline"
          >
            {call.session}
          </Link>
          {call.agent !== null && <Small>{t('call.agent', { agent: call.agent })}</Small>}
        </Fact>
      )}
      <Fact title={t('call.protocol')}>
        {call.clientProtocol}
        {call.platformProtocol !== null && call.platformProtocol !== call.clientProtocol && (
          <Small>{t('call.protocol.converted', { protocol: call.platformProtocol })}</Small>
        )}
      </Fact>
    </dl>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-quiet">{title}</dt>
      <dd className="[overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

function Small({ children }: { readonly children: ReactNode }) {
  return <span className="block text-sm text-quiet">{children}</span>;
}

/** Whose key it was. Only administrators may ask for names. */
function User({ id }: { readonly id: string | null }) {
  const { t } = useLanguage();
  const { role } = useAccount();
  const { data } = useQuery({ ...usersQuery, enabled: id !== null && hasRole(role, 'admin') });
  const name = data?.users.find((user) => user.id === id)?.name;
  return name === undefined ? null : <Small>{t('call.user', { name })}</Small>;
}

function Cost({ call }: { readonly call: CallView }) {
  const { t } = useLanguage();
  const { cost, costCurrency, usd, priceSource, savedUsd, baselineUsd } = call;
  if (usd === null && cost === null) return <>{t('unpriced')}</>;
  const own = cost === null ? undefined : formatMoney(cost, costCurrency ?? 'USD');
  return (
    <>
      {own ?? formatMoney(usd ?? 0)}
      {own !== undefined && costCurrency !== null && costCurrency !== 'USD' && usd !== null && (
        <Small>{formatMoney(usd)}</Small>
      )}
      {priceSource !== null && <Small>{t('call.priceSource', { source: priceSource })}</Small>}
      {savedUsd !== null && baselineUsd !== null && savedUsd !== 0 && (
        <Small>
          {t(savedUsd > 0 ? 'call.saved' : 'call.dearer', {
            amount: formatMoney(Math.abs(savedUsd)),
            baseline: formatMoney(baselineUsd),
          })}
        </Small>
      )}
    </>
  );
}
