import type { CallView } from '../../../../src/admin/contract/calls.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatDuration } from '../../lib/format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { timelineOf } from './reading/timeline.ts';

/** Each try at a platform as a bar over the time of the call, with what came of it. */
export function Attempts({ call }: { readonly call: CallView }) {
  const { t, count } = useLanguage();
  const { attempts, firstByteMs, totalMs } = call;
  const stretches = timelineOf(call);
  const firstByte = firstByteMs === null || totalMs === 0 ? undefined : Math.min(1, firstByteMs / totalMs);
  return (
    <Card
      title={t('call.attempts')}
      about={attempts.length === 0 ? t('call.attempts.none') : count('call.attempts.count', attempts.length)}
    >
      <ol className="grid gap-3">
        {attempts.map((attempt, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: attempts have no other names, and never change
          <li key={index} className="min-w-0">
            <p className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 text-sm">
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <span className="text-quiet">{index + 1}.</span> {attempt.platform}:{attempt.model}
              </span>
              <span className="flex items-center gap-2">
                <Badge tone={attempt.fault === undefined ? 'good' : 'bad'}>
                  {attempt.fault ?? t('outcome.ok')}
                  {attempt.status !== null && ` · ${attempt.status}`}
                </Badge>
                <span className="tabular-nums">{formatDuration(attempt.ms, t)}</span>
              </span>
            </p>
            <Bar
              stretch={stretches[index] ?? { start: 0, length: 0 }}
              isGood={attempt.fault === undefined}
              mark={index === attempts.length - 1 ? firstByte : undefined}
            />
            {attempt.message !== undefined && (
              <p className="mt-1 text-sm text-bad [overflow-wrap:anywhere]">{attempt.message}</p>
            )}
          </li>
        ))}
      </ol>
      {firstByte !== undefined && attempts.length > 0 && (
        <p className="mt-3 text-sm text-quiet">
          <span aria-hidden="true" className="mr-1.5 inline-block h-3 w-0.5 bg-text align-middle" />
          {t('call.firstByte', { time: formatDuration(firstByteMs ?? 0, t) })}
        </p>
      )}
    </Card>
  );
}

interface BarProps {
  readonly stretch: { readonly start: number; readonly length: number };
  readonly isGood: boolean;
  /** When the first byte came, as a share of the whole. */
  readonly mark: number | undefined;
}

function Bar({ stretch: { start, length }, isGood, mark }: BarProps) {
  return (
    <div aria-hidden="true" className="relative mt-1 h-2.5 rounded-full bg-sunken">
      <div
        className={`absolute inset-y-0 min-w-1 rounded-full ${isGood ? 'bg-good' : 'bg-bad'}`}
        style={{ left: percent(Math.min(start, 0.99)), width: percent(length) }}
      />
      {mark !== undefined && <div className="absolute -inset-y-0.5 w-0.5 bg-text" style={{ left: percent(mark) }} />}
    </div>
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)}%`;
}

/** What could not be carried over from one protocol to the other. */
export function Losses({ losses }: { readonly losses: CallView['losses'] }) {
  const { t } = useLanguage();
  if (losses.length === 0) return null;
  return (
    <Card title={t('call.losses')} about={t('call.losses.about')}>
      <ul className="grid gap-1.5">
        {losses.map(({ path, why }) => (
          <li key={path} className="[overflow-wrap:anywhere]">
            <code className="rounded bg-sunken px-1 text-sm">{path}</code> <span className="text-quiet">{why}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
