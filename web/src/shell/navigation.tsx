import { Link } from '@tanstack/react-router';
import { useLanguage } from '../i18n/language.tsx';
import { useAccount } from './account.ts';
import { placesFor } from './places.ts';

/** Links to all pages that the user may see. */
export function Navigation({ onGo }: { readonly onGo?: () => void }) {
  const { t } = useLanguage();
  const { role } = useAccount();
  return (
    <nav aria-label={t('places')} className="grid gap-5">
      {placesFor(role).map((group) => (
        <div key={group.title}>
          <h2 className="mb-1 px-3 text-xs font-medium text-quiet">{t(group.title)}</h2>
          <ul className="grid gap-0.5">
            {group.places.map(({ path, title, icon: Icon }) => (
              <li key={path}>
                <Link
                  to={path}
                  onClick={onGo}
                  className="flex min-h-9 items-center gap-2.5 rounded-lg px-3 text-quiet hover:bg-wash hover:text-accent data-[status=active]:bg-wash data-[status=active]:font-semibold data-[status=active]:text-accent"
                >
                  <Icon aria-hidden="true" className="size-4.5 shrink-0" />
                  {t(title)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
