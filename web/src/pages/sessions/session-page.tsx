import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import type { CallSessionReply } from '../../../../src/admin/contract/usage.ts';
import { callSessionQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { buttonClasses } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { More } from '../../ui/more.tsx';
import { Page } from '../../ui/page.tsx';
import { Loaded } from '../../ui/states.tsx';
import { ContextCard } from './context-card.tsx';
import { LedgerCard } from './ledger-card.tsx';
import { SessionHead } from './session-head.tsx';
import { shortSession } from './session-name.ts';
import { Steps } from './steps.tsx';

/** One conversation: what it cost, for what, and how it went on. */
export function SessionPage() {
  const { t, count } = useLanguage();
  const { session } = useParams({ from: '/sessions/$session' });
  const { key } = useSearch({ from: '/sessions/$session' });
  const query = useInfiniteQuery(callSessionQuery(session, key));
  return (
    <Page
      title={t('sessions.title', { session: shortSession(session) })}
      about={
        <span className="flex flex-wrap items-center gap-2">
          <span className="font-mono text-sm [overflow-wrap:anywhere]">{session}</span>
          <CopyButton text={session} isIcon />
        </span>
      }
      actions={
        <>
          <Link to="/sessions" className={buttonClasses()}>
            <ArrowLeft aria-hidden="true" className="size-4" />
            {t('sessions.all')}
          </Link>
          <Link
            to="/calls"
            search={{ session: [session], ...(key !== '' && { key: [key] }) }}
            className={buttonClasses()}
          >
            {t('sessions.showCalls')}
          </Link>
        </>
      }
    >
      <Loaded query={query} rows={8}>
        {({ pages: [first, ...others] }) => {
          if (first === undefined) return null;
          const calls = [first, ...others].flatMap((page: CallSessionReply) => page.calls);
          return (
            <>
              <SessionHead session={first.session} />
              <LedgerCard parts={first.parts} />
              <ContextCard calls={calls}>
                <More query={query} text={count('sessions.context.more', calls.length)} />
              </ContextCard>
              <Steps session={session} keyId={first.session.key} />
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}
