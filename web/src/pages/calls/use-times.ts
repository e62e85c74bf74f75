import { useMemo } from 'react';
import { useLanguage } from '../../i18n/language.tsx';

export interface Times {
  readonly time: (at: number) => string;
  /** Empty for today. */
  readonly date: (at: number) => string;
}

/** Writes times of day and dates. Making a formatter takes long, and so there is one of each for all rows. */
export function useTimes(now: number): Times {
  const { language } = useLanguage();
  const today = new Date(now).toDateString();
  return useMemo(() => {
    const clock = new Intl.DateTimeFormat(language, {
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      hourCycle: 'h23',
    });
    const day = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'numeric', day: 'numeric' });
    return {
      time: (at) => clock.format(at),
      date: (at) => (new Date(at).toDateString() === today ? '' : day.format(at)),
    };
  }, [language, today]);
}
