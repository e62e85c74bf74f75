import type { CallSummary, CallsReply } from '../../src/admin/contract.ts';
import { Failure } from './failure.tsx';
import { FirstCall } from './first-call.tsx';
import { formatCount, formatDuration, formatTime } from './format.ts';
import { useLanguage } from './i18n/language.tsx';
import { usePolled } from './use-polled.ts';

const EVERY_MS = 3000;

/** The latest calls, newest first. */
export function Calls({ onSignedOut }: { readonly onSignedOut: () => void }) {
  const { t } = useLanguage();
  const { data, error, reload } = usePolled<CallsReply>('/api/calls?limit=20', EVERY_MS, onSignedOut);
  return (
    <section aria-labelledby="calls-heading">
      <h2 id="calls-heading">{t('calls.heading')}</h2>
      <div className="card">
        {data === undefined && error === undefined && <p className="quiet">{t('loading')}</p>}
        {data === undefined && error !== undefined && <Failure error={error} retry={reload} />}
        {data !== undefined && (data.calls.length === 0 ? <FirstCall /> : <Table calls={data.calls} />)}
      </div>
    </section>
  );
}

function Table({ calls }: Pick<CallsReply, 'calls'>) {
  const { t } = useLanguage();
  const columns = ['time', 'model', 'platform', 'key', 'status', 'tokens', 'duration'] as const;
  return (
    <table aria-labelledby="calls-heading">
      <thead>
        <tr>
          {columns.map((name) => (
            <th key={name} className={name}>
              {t(`calls.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <Row key={call.id} call={call} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ call }: { readonly call: CallSummary }) {
  const { t, language } = useLanguage();
  return (
    <tr>
      <td className="time">
        <time dateTime={new Date(call.startedAt).toISOString()}>
          {formatTime(call.startedAt, language, Date.now())}
        </time>
      </td>
      <td className="model" title={call.requestedModel}>
        {call.model ?? call.requestedModel}
      </td>
      <td className="platform">{call.platform ?? '–'}</td>
      <td className="key">{call.keyName}</td>
      <td className="status">
        <span className={`badge ${call.outcome}`} title={call.errorMessage ?? undefined}>
          {call.status} {t(`calls.outcome.${call.outcome}`)}
        </span>
      </td>
      <td className="tokens">
        <Tokens call={call} />
      </td>
      <td className="duration">{formatDuration(call.totalMs, t)}</td>
    </tr>
  );
}

function Tokens({ call }: { readonly call: CallSummary }) {
  const { t } = useLanguage();
  if (call.usageSource === 'none') return '–';
  const input = call.inputTokens + call.cacheReadTokens + call.cacheWrite5mTokens + call.cacheWrite1hTokens;
  const detail = t('calls.tokens.detail', { input: formatCount(input), output: formatCount(call.outputTokens) });
  const isEstimated = call.usageSource === 'estimated';
  return (
    <span title={isEstimated ? `${detail} (${t('calls.tokens.estimated')})` : detail}>
      {isEstimated && '≈ '}
      {formatCount(input)} → {formatCount(call.outputTokens)}
    </span>
  );
}
