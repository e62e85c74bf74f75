import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { CallView } from '../../../../src/admin/contract/calls.ts';
import { callsQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatDuration, formatTime } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { CostOf, OutcomeBadge, TokensOf, usePurposeName } from '../../ui/call-parts.tsx';
import { Card } from '../../ui/card.tsx';
import { classes } from '../../ui/classes.ts';
import { More } from '../../ui/more.tsx';
import { Loaded } from '../../ui/states.tsx';
import { useNow } from '../../ui/time.tsx';

/** The conversation call by call, oldest first. */
export function Steps({ session, keyId }: { readonly session: string; readonly keyId: string }) {
  const { t } = useLanguage();
  const query = useInfiniteQuery(callsQuery({ session, key: keyId, sort: 'oldest' }));
  return (
    <Card title={t('sessions.steps')} about={t('sessions.steps.about')}>
      <Loaded query={query} rows={8}>
        {({ pages }) => {
          const calls = pages.flatMap((page) => page.calls);
          if (calls.length === 0) return <p className="text-quiet">{t('sessions.steps.none')}</p>;
          return (
            <ol className="grid grid-cols-[minmax(0,1fr)]">
              {calls.map((call) => (
                <li key={call.id}>
                  <Step call={call} />
                </li>
              ))}
            </ol>
          );
        }}
      </Loaded>
      <More query={query} />
    </Card>
  );
}

/** What the user said begins a new part; the agent's own steps stand below it. */
function Step({ call }: { readonly call: CallView }) {
  const { language, t } = useLanguage();
  const now = useNow();
  const purposeName = usePurposeName();
  const isTurn = call.purpose === 'main' && call.agent === null;
  const target = call.model === null ? call.requestedModel : call.model;
  return (
    <Link
      to="/calls/$callId"
      params={{ callId: call.id }}
      className={classes(
        'grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-0.5 border-line py-2 pr-1 hover:bg-sunken sm:grid-cols-[5.5rem_minmax(0,1fr)_auto]',
        isTurn ? 'border-t' : 'sm:[&>:nth-child(2n)]:pl-6',
      )}
    >
      <time
        dateTime={call.startedAtIso}
        className="text-sm text-quiet tabular-nums max-sm:col-span-2 sm:row-span-2 sm:pt-0.5"
      >
        {formatTime(call.startedAt, language, now)}
      </time>
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-1">
        {call.words === null ? (
          <span className="text-quiet">{purposeName(call.purpose)}</span>
        ) : (
          <span className={classes('line-clamp-3 min-w-0 [overflow-wrap:anywhere]', isTurn && 'font-medium')}>
            {call.words}
          </span>
        )}
      </span>
      <span className="text-right text-sm">
        <CostOf call={call} />
      </span>
      <span className="col-span-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-quiet sm:col-start-2">
        {call.words !== null && <span>{purposeName(call.purpose)}</span>}
        {call.agent !== null && <Badge title={call.agent}>{t('sessions.subagent.short')}</Badge>}
        <span className="[overflow-wrap:anywhere]">{target}</span>
        {call.scene !== null && <Badge>{call.scene}</Badge>}
        <TokensOf call={call} />
        <span className="tabular-nums">{formatDuration(call.totalMs, t)}</span>
        {call.outcome !== 'ok' && <OutcomeBadge call={call} />}
      </span>
    </Link>
  );
}
