import { Link, useLocation } from '@tanstack/react-router';
import { Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { buttonClasses } from '../ui/button.tsx';
import { Empty } from '../ui/states.tsx';
import { hasRole, useAccount } from './account.ts';
import { leastRoleAt } from './places.ts';

/** The page, unless its address is one that the user's role does not open: then nothing is asked for that would be refused. */
export function Allowed({ children }: { readonly children: ReactNode }) {
  const { t } = useLanguage();
  const { role } = useAccount();
  const path = useLocation({ select: ({ pathname }) => pathname });
  if (hasRole(role, leastRoleAt(path))) return children;
  return (
    <Empty icon={Lock} title={t('forbidden.title')}>
      <Link to="/" className={buttonClasses('main')}>
        {t('missing.home')}
      </Link>
    </Empty>
  );
}
