import { CircleCheck, CircleX } from 'lucide-react';
import type { TestReply, TestStep } from '../../../../src/admin/contract/platforms.ts';
import { useLanguage } from '../../i18n/language.tsx';
import type { MessageKey } from '../../i18n/messages.ts';
import { formatDuration } from '../../lib/format.ts';

const SHOWN = 12;

/** What a platform said when it was tested: its own words, how long it took, what to do, and its models. */
export function TestResult({ result }: { readonly result: TestReply }) {
  const { t } = useLanguage();
  return (
    <div role="status" className="grid gap-3 rounded-lg bg-sunken p-3">
      <Step title="platforms.test.list" step={result.list} />
      {result.chat !== null && <Step title="platforms.test.chat" step={result.chat} />}
      {result.models.length > 0 && (
        <div className="grid gap-1">
          <p className="text-sm text-quiet">{t('platforms.test.models')}</p>
          <ModelChips models={result.models} />
        </div>
      )}
    </div>
  );
}

function Step({ title, step }: { readonly title: MessageKey; readonly step: TestStep }) {
  const { t } = useLanguage();
  const { ok, url, status, milliseconds, message, advice } = step;
  const Icon = ok ? CircleCheck : CircleX;
  return (
    <div className="flex gap-2">
      <Icon
        aria-hidden="true"
        className={ok ? 'mt-0.5 size-5 shrink-0 text-good' : 'mt-0.5 size-5 shrink-0 text-bad'}
      />
      <div className="grid min-w-0 gap-0.5 [overflow-wrap:anywhere]">
        <p className={ok ? 'font-semibold text-good' : 'font-semibold text-bad'}>
          {t(ok ? 'platforms.test.ok' : 'platforms.test.failed', { what: t(title) })}
        </p>
        <p>{message}</p>
        {advice !== null && <p>{advice}</p>}
        <p className="text-sm text-quiet">
          {[url, status === null ? t('platforms.test.noAnswer') : status, formatDuration(milliseconds, t)].join(' · ')}
        </p>
      </div>
    </div>
  );
}

/** The first names of a list, and how many more there are. */
export function ModelChips({ models, most = SHOWN }: { readonly models: readonly string[]; readonly most?: number }) {
  const { count } = useLanguage();
  const more = models.length - most;
  return (
    <ul className="flex flex-wrap gap-1">
      {models.slice(0, most).map((model) => (
        <li
          key={model}
          className="max-w-full truncate rounded-md border border-line bg-card px-1.5 font-mono text-sm"
          title={model}
        >
          {model}
        </li>
      ))}
      {more > 0 && <li className="px-1 text-sm text-quiet">{count('platforms.models.more', more)}</li>}
    </ul>
  );
}
