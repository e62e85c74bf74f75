import { useEffect, useState } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { formatAgo, formatMoment } from '../lib/format.ts';

const MINUTE_MS = 60_000;

/** The time, anew every so often. */
export function useNow(everyMs = MINUTE_MS): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** How long ago; the moment itself on hover. */
export function Ago({ at }: { readonly at: number }) {
  const { language, t } = useLanguage();
  const now = useNow();
  return (
    <time dateTime={new Date(at).toISOString()} title={formatMoment(at, language)} className="whitespace-nowrap">
      {formatAgo(at, now, language, t)}
    </time>
  );
}
