import { CircleCheck } from 'lucide-react';
import type { LogProblem } from '../../../../src/admin/contract/status.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { Empty } from '../../ui/states.tsx';
import { Ago } from '../../ui/time.tsx';

/** The last warnings and errors of the log. */
export function ProblemsCard({ problems }: { readonly problems: readonly LogProblem[] }) {
  const { t } = useLanguage();
  return (
    <Card title={t('status.problems')} about={t('status.problems.about')}>
      {problems.length === 0 ? (
        <Empty icon={CircleCheck} title={t('status.problems.none')} />
      ) : (
        <ul className="divide-y divide-line border-y border-line">
          {problems.map(({ at, level, text }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same may be said twice in a millisecond
            <li key={index} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-2">
              <Badge tone={level === 'error' ? 'bad' : 'warn'}>{t(`status.problems.${level}`)}</Badge>
              <span className="text-sm text-quiet">
                <Ago at={at} />
              </span>
              <span className="w-full min-w-0 [overflow-wrap:anywhere]">{text}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
