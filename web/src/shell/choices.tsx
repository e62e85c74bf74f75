import { Monitor, Moon, Sun } from 'lucide-react';
import { useLanguage } from '../i18n/language.tsx';
import { useTheme } from '../theme.tsx';
import { Choice } from '../ui/choice.tsx';

/** Chinese or English, each named in its own language. */
export function LanguageChoice() {
  const { language, setLanguage, t } = useLanguage();
  return (
    <Choice
      label={t('language')}
      value={language}
      options={[
        { value: 'en', text: t('language.en.short'), label: t('language.en') },
        { value: 'zh-CN', text: t('language.zh.short'), label: t('language.zh') },
      ]}
      onChange={setLanguage}
    />
  );
}

/** Light, dark, or as the system is. */
export function ThemeChoice() {
  const { t } = useLanguage();
  const { theme, setTheme } = useTheme();
  return (
    <Choice
      label={t('theme')}
      value={theme}
      options={[
        { value: 'light', text: <Sun aria-hidden="true" className="size-4" />, label: t('theme.light') },
        { value: 'system', text: <Monitor aria-hidden="true" className="size-4" />, label: t('theme.system') },
        { value: 'dark', text: <Moon aria-hidden="true" className="size-4" />, label: t('theme.dark') },
      ]}
      onChange={setTheme}
    />
  );
}
