import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { type Language, type Translate, translator } from './translate.ts';

interface LanguageState {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly t: Translate;
}

const STORED = 'redwolf.language';
const LanguageContext = createContext<LanguageState | undefined>(undefined);

/** Gives its children the language: the remembered one, else the browser's. */
export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = (next: Language) => {
    setLanguage(next);
    remember(next);
  };
  return (
    <LanguageContext value={{ language, setLanguage: choose, t: translator(language) }}>{children}</LanguageContext>
  );
}

/** The language and its texts. */
export function useLanguage(): LanguageState {
  const state = useContext(LanguageContext);
  if (state === undefined) throw new Error('useLanguage outside of LanguageProvider');
  return state;
}

/** The switch in the header. */
export function LanguageSwitch() {
  const { language, setLanguage, t } = useLanguage();
  return (
    <fieldset className="switch">
      <legend className="unseen">{t('language')}</legend>
      <Choice value="en" name="English" short="EN" chosen={language} choose={setLanguage} />
      <Choice value="zh-CN" name="简体中文" short="中" chosen={language} choose={setLanguage} />
    </fieldset>
  );
}

interface ChoiceProps {
  readonly value: Language;
  readonly name: string;
  readonly short: string;
  readonly chosen: Language;
  readonly choose: (language: Language) => void;
}

function Choice({ value, name, short, chosen, choose }: ChoiceProps) {
  return (
    <button type="button" lang={value} aria-label={name} aria-pressed={chosen === value} onClick={() => choose(value)}>
      {short}
    </button>
  );
}

function firstLanguage(): Language {
  const stored = recall();
  if (stored === 'en' || stored === 'zh-CN') return stored;
  const [preferred = 'en'] = navigator.languages.filter((name) => /^(?:en|zh)\b/i.test(name));
  return preferred.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

// Storage may be forbidden by the browser's settings; then the choice holds until the page is closed.
function recall(): string | null {
  try {
    return localStorage.getItem(STORED);
  } catch {
    return null;
  }
}

function remember(language: Language): void {
  try {
    localStorage.setItem(STORED, language);
  } catch {
    // See recall.
  }
}
