import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { recall, remember } from './lib/remembered.ts';

export type Theme = 'light' | 'dark' | 'system';

interface ThemeState {
  readonly theme: Theme;
  readonly setTheme: (theme: Theme) => void;
}

const STORED = 'redwolf.theme';
const ThemeContext = createContext<ThemeState | undefined>(undefined);

/** Gives its children the theme; styles.css reads it from the root element. */
export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const [theme, choose] = useState(firstTheme);
  useEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  const state = useMemo(() => {
    const setTheme = (next: Theme) => {
      remember(STORED, next);
      choose(next);
    };
    return { theme, setTheme };
  }, [theme]);
  return <ThemeContext value={state}>{children}</ThemeContext>;
}

export function useTheme(): ThemeState {
  const state = useContext(ThemeContext);
  if (state === undefined) throw new Error('useTheme outside of ThemeProvider');
  return state;
}

function firstTheme(): Theme {
  const stored = recall(STORED);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}
