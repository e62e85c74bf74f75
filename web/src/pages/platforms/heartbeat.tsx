import { useQuery } from '@tanstack/react-query';
import type { CallView } from '../../../../src/admin/contract/calls.ts';
import { heartbeatQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import type { Language, Translate } from '../../i18n/translate.ts';
import { formatDuration, formatTime } from '../../lib/format.ts';
import { classes } from '../../ui/classes.ts';
import { useNow } from '../../ui/time.tsx';

const SHOWN = 50;

type Health = 'good' | 'warn' | 'bad';

const COLOURS: Readonly<Record<Health, string>> = {
  good: 'h-6 bg-good',
  warn: 'h-5 bg-warn',
  bad: 'h-3.5 bg-bad',
};

/** How the last calls of a platform went, the newest at the right; bars of what went wrong are shorter too. */
export function Heartbeat({ platform }: { readonly platform: string }) {
  const { t, count, language } = useLanguage();
  const now = useNow();
  const calls = useQuery(heartbeatQuery(platform)).data?.calls ?? [];
  const healths = calls.map(healthOf);
  const sum = (health: Health) => healths.filter((one) => one === health).length;
  const words =
    calls.length === 0
      ? t('platforms.health.none')
      : t('platforms.health.sums', {
          calls: count('platforms.health.calls', calls.length),
          good: sum('good'),
          warn: sum('warn'),
          bad: sum('bad'),
        });
  return (
    <div className="grid gap-1">
      <div
        role="img"
        aria-label={words}
        className="flex h-6 flex-row-reverse items-end justify-start gap-0.5 overflow-hidden"
      >
        {calls.map((call, index) => (
          <span
            key={call.id}
            title={describe(call, language, now, t)}
            className={classes('min-w-0.5 flex-1 rounded-xs', COLOURS[healths[index] ?? 'bad'])}
          />
        ))}
        {Array.from({ length: SHOWN - calls.length }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
          <span key={index} className="h-1.5 min-w-0.5 flex-1 rounded-xs bg-line" />
        ))}
      </div>
      <p aria-hidden="true" className="text-sm text-quiet">
        {words}
      </p>
    </div>
  );
}

/** Amber: it was answered after a failure, or the client did not wait for the end. */
function healthOf({ outcome, attempts, platform }: CallView): Health {
  if (outcome === 'error') return 'bad';
  if (outcome === 'aborted') return 'warn';
  return attempts.some((attempt) => attempt.platform === platform && attempt.fault !== undefined) ? 'warn' : 'good';
}

function describe(call: CallView, language: Language, now: number, t: Translate): string {
  return t('platforms.health.call', {
    time: formatTime(call.startedAt, language, now),
    model: call.model ?? call.requestedModel,
    status: call.status,
    duration: formatDuration(call.totalMs, t),
    message: call.errorMessage ?? t(`outcome.${call.outcome}`),
  });
}
