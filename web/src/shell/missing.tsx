import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { useLanguage } from '../i18n/language.tsx';
import { buttonClasses } from '../ui/button.tsx';
import { Empty } from '../ui/states.tsx';

/** There is no such page. */
export function Missing() {
  const { t } = useLanguage();
  return (
    <Empty icon={Compass} title={t('missing.title')}>
      <Link to="/" className={buttonClasses('main')}>
        {t('missing.home')}
      </Link>
    </Empty>
  );
}
