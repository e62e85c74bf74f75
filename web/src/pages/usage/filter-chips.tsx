import { X } from 'lucide-react';
import { useLanguage } from '../../i18n/language.tsx';
import { DIMENSIONS } from './search.ts';
import { useNames } from './use-names.ts';
import { useUsageSearch } from './use-usage-search.ts';

/** What leaves calls out, each with a button that takes it away. */
export function FilterChips() {
  const { t } = useLanguage();
  const { filter, go } = useUsageSearch();
  const nameOf = useNames();
  const given = DIMENSIONS.flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [{ name, text: `${t(`usage.by.${name}`)}: ${nameOf(name, value)}` }];
  });
  if (given.length === 0) return null;
  return (
    <ul aria-label={t('usage.filters')} className="flex flex-wrap gap-2">
      {given.map(({ name, text }) => (
        <li key={name} className="min-w-0">
          <button
            type="button"
            onClick={() => go({ [name]: undefined })}
            title={t('usage.filter.remove')}
            className="inline-flex min-h-8 max-w-full items-center gap-1.5 rounded-full bg-wash px-3 text-sm text-accent hover:brightness-105"
          >
            <span className="truncate">{text}</span>
            <X aria-hidden="true" className="size-3.5 shrink-0" />
            <span className="sr-only">{t('usage.filter.remove')}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
