import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import type { RoutingReply } from '../../../../src/admin/contract/settings.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Card } from '../../ui/card.tsx';
import { Notice } from '../../ui/states.tsx';
import { warningText } from './server-words.ts';

const MOST = 12;

/** Who answers in the mode that is used, in which order, and what is not as it was meant. */
export function Answers({ routing: { mode, answers, warnings } }: { readonly routing: RoutingReply }) {
  const { t, count } = useLanguage();
  const isEmpty = answers.length === 0;
  return (
    <Card title={t('routing.answers')} about={t(`routing.answers.${mode}`)}>
      {isEmpty && (
        <Notice tone="warn">
          {t(mode === 'claude_code' ? 'routing.answers.none.claude' : 'routing.answers.none')}{' '}
          <Link to="/platforms" className="underline">
            {t('routing.toPlatforms')}
          </Link>
        </Notice>
      )}
      <ol className="flex flex-wrap items-center gap-x-1 gap-y-2">
        {answers.slice(0, MOST).map((name, index) => (
          <li key={name} className="flex min-w-0 items-center gap-1">
            {index > 0 && mode !== 'smart_routing' && (
              <ChevronRight aria-hidden="true" className="size-4 shrink-0 text-quiet" />
            )}
            <span className="rounded-md border border-line bg-sunken px-2 py-0.5 font-mono text-sm [overflow-wrap:anywhere]">
              {name}
            </span>
          </li>
        ))}
        {answers.length > MOST && (
          <li className="text-sm text-quiet">{count('routing.answers.more', answers.length - MOST)}</li>
        )}
      </ol>
      {warnings.length > 0 && (
        <ul className="mt-3 grid gap-1.5">
          {warnings.map((warning) => (
            <li
              key={warning}
              className="rounded-lg bg-warn-wash px-3 py-1.5 text-sm text-warn [overflow-wrap:anywhere]"
            >
              {warningText(warning, t)}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
