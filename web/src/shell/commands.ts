import type { useNavigate } from '@tanstack/react-router';
import { Languages, type LucideIcon, Moon, Search, Sun, UserRound } from 'lucide-react';
import { useLanguage } from '../i18n/language.tsx';
import { useTheme } from '../theme.tsx';
import { hasRole, useAccount } from './account.ts';
import { placesFor } from './places.ts';

/** Something that the palette offers. */
export interface Command {
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  readonly run: () => void;
  /** It fits whatever was typed. */
  readonly isAlways?: boolean;
}

/** All that the user may do from the palette; `text` is what was typed. */
export function useCommands(navigate: ReturnType<typeof useNavigate>, text: string): readonly Command[] {
  const { t, language, setLanguage } = useLanguage();
  const { setTheme } = useTheme();
  const { role } = useAccount();
  const places = placesFor(role).flatMap((group) =>
    group.places.map(({ path, title, icon }) => ({
      id: path,
      title: t(title),
      icon,
      run: () => navigate({ to: path }),
    })),
  );
  const search: Command = {
    id: 'search',
    title: t('palette.search', { text }),
    icon: Search,
    run: () => navigate({ to: '/calls', search: { text: text.trim() } }),
    isAlways: true,
  };
  return [
    ...places,
    { id: 'account', title: t('account.open'), icon: UserRound, run: () => navigate({ to: '/account' }) },
    { id: 'light', title: t('palette.light'), icon: Sun, run: () => setTheme('light') },
    { id: 'dark', title: t('palette.dark'), icon: Moon, run: () => setTheme('dark') },
    {
      id: 'language',
      title: t('palette.language'),
      icon: Languages,
      run: () => setLanguage(language === 'en' ? 'zh-CN' : 'en'),
    },
    ...(text.trim() !== '' && hasRole(role, 'member') ? [search] : []),
  ];
}

/** Those whose titles have all the words of a text. */
export function matching(commands: readonly Command[], text: string): readonly Command[] {
  const words = text.toLowerCase().split(/\s+/);
  return commands.filter(
    ({ title, isAlways }) => isAlways || words.every((word) => title.toLowerCase().includes(word)),
  );
}
