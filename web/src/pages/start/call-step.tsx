import { Link } from '@tanstack/react-router';
import { CircleCheck, LoaderCircle } from 'lucide-react';
import type { CallView } from '../../../../src/admin/contract/calls.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatCount, formatDuration } from '../../lib/format.ts';
import { buttonClasses } from '../../ui/button.tsx';
import { Notice } from '../../ui/states.tsx';
import { Ago } from '../../ui/time.tsx';
import type { useFirstCall } from './first-call.ts';

/** Waits for the first call of the new key, and shows it. */
export function CallStep({ first: { call, isRunning } }: { readonly first: ReturnType<typeof useFirstCall> }) {
  const { t } = useLanguage();
  if (call?.outcome === 'ok') return <Arrived call={call} />;
  return (
    <>
      {call !== undefined && (
        <Notice
          tone="warn"
          actions={
            <Link to="/calls/$callId" params={{ callId: call.id }} className={buttonClasses('normal', true)}>
              {t('start.call.see')}
            </Link>
          }
        >
          {t('start.call.failed', { reason: call.errorMessage ?? t(`outcome.${call.outcome}`) })}
        </Notice>
      )}
      <div role="status" className="flex items-center gap-3 rounded-xl bg-info-wash p-4 text-info">
        <LoaderCircle aria-hidden="true" className="size-6 shrink-0 animate-spin" />
        <div>
          <p className="font-semibold">{t(isRunning ? 'start.call.running' : 'start.call.waiting')}</p>
          <p className="text-sm">{t('start.call.how')}</p>
        </div>
      </div>
    </>
  );
}

function Arrived({ call }: { readonly call: CallView }) {
  const { t } = useLanguage();
  const { id, platform, model, requestedModel, startedAt, totalMs, outputTokens } = call;
  const input = call.inputTokens + call.cacheReadTokens + call.cacheWrite5mTokens + call.cacheWrite1hTokens;
  return (
    <div role="status" className="grid gap-3 rounded-xl bg-good-wash p-4">
      <p className="flex items-center gap-2 text-lg font-semibold text-good">
        <CircleCheck aria-hidden="true" className="size-6 shrink-0" />
        {t('start.call.arrived')}
      </p>
      <p className="[overflow-wrap:anywhere]">
        {t('start.call.facts', {
          model: model ?? requestedModel,
          platform: platform ?? '–',
          tokens: t('tokens.detail', { input: formatCount(input), output: formatCount(outputTokens) }),
          duration: formatDuration(totalMs, t),
        })}{' '}
        <Ago at={startedAt} />
      </p>
      <div className="flex flex-wrap gap-2">
        <Link to="/calls/$callId" params={{ callId: id }} className={buttonClasses('main')}>
          {t('start.call.see')}
        </Link>
        <Link to="/calls" className={buttonClasses()}>
          {t('start.call.all')}
        </Link>
      </div>
    </div>
  );
}
