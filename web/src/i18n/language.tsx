import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { recall, remember } from '../lib/remembered.ts';
import type { Messages } from './messages.ts';
import {
  countTranslator,
  type Language,
  loadMessages,
  type Translate,
  type TranslateCount,
  translator,
} from './translate.ts';

interface LanguageState {
  readonly language: Language;
  readonly setLanguage: (language: Language) => void;
  readonly t: Translate;
  /** For texts that say how many there are. */
  readonly count: TranslateCount;
}

interface Loaded {
  readonly language: Language;
  readonly messages: Messages;
}

const STORED = 'redwolf.language';
const LanguageContext = createContext<LanguageState | undefined>(undefined);

/** The remembered language, else the browser's, with its texts. */
export async function loadFirstLanguage(): Promise<Loaded> {
  const language = firstLanguage();
  return { language, messages: await loadMessages(language) };
}

/** Gives its children the language. */
export function LanguageProvider({ first, children }: { readonly first: Loaded; readonly children: ReactNode }) {
  const [{ language, messages }, setLoaded] = useState(first);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const state = useMemo(() => {
    const t = translator(messages);
    const setLanguage = (next: Language) => {
      remember(STORED, next);
      loadMessages(next).then((loaded) => setLoaded({ language: next, messages: loaded }));
    };
    return { language, setLanguage, t, count: countTranslator(t) };
  }, [language, messages]);
  return <LanguageContext value={state}>{children}</LanguageContext>;
}

/** The language and its texts. */
export function useLanguage(): LanguageState {
  const state = useContext(LanguageContext);
  if (state === undefined) throw new Error('useLanguage outside of LanguageProvider');
  return state;
}

function firstLanguage(): Language {
  const stored = recall(STORED);
  if (stored === 'en' || stored === 'zh-CN') return stored;
  const [preferred = 'en'] = navigator.languages.filter((name) => /^(?:en|zh)\b/i.test(name));
  return preferred.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
