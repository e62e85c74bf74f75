import type { CallSessionReply } from '../../../../src/admin/contract/usage.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatCost } from '../../lib/figures.ts';
import { formatCount, formatMoment, formatShare, formatSpan } from '../../lib/format.ts';
import { Figure, Figures } from '../../ui/figure.tsx';
import { Ago } from '../../ui/time.tsx';
import { inputTokensOf } from '../usage/stack.ts';
import { useNames } from '../usage/use-names.ts';

/** The sums of a session. */
export function SessionHead({ session }: { readonly session: CallSessionReply['session'] }) {
  const { language, t, count } = useLanguage();
  const nameOf = useNames();
  const { key, user, firstAt, lastAt, calls, errors, unpriced, usd } = session;
  const input = inputTokensOf(session);
  return (
    <Figures label={t('sessions.sums')}>
      <Figure title={t('sessions.cost')} value={formatCost(usd)}>
        {unpriced > 0 && <span className="text-warn">{count('usage.unpriced', unpriced)}</span>}
      </Figure>
      <Figure title={t('sessions.calls')} value={formatCount(calls)}>
        {errors > 0 && <span className="text-bad">{count('sessions.failed', errors)}</span>}
      </Figure>
      <Figure title={t('usage.input')} value={formatCount(input)}>
        {input > 0 && t('usage.input.cached', { share: formatShare(session.cacheReadTokens / input) })}
      </Figure>
      <Figure title={t('usage.output')} value={formatCount(session.outputTokens)} />
      <Figure title={t('sessions.lasted')} value={formatSpan(lastAt - firstAt, t)}>
        <span title={formatMoment(firstAt, language)}>{t('sessions.lastActive')}</span> <Ago at={lastAt} />
      </Figure>
      <Figure title={t('sessions.key')} value={<span className="[overflow-wrap:anywhere]">{nameOf('key', key)}</span>}>
        {user !== null && nameOf('user', user)}
      </Figure>
    </Figures>
  );
}
