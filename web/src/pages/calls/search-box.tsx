import { Search } from 'lucide-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { CONTROL } from '../../ui/field.tsx';

const SETTLED_MS = 350;

interface SearchBoxProps {
  readonly text: string;
  readonly onChange: (text: string) => void;
}

/** Searches what users said and models answered, as soon as the typing pauses. */
export function SearchBox({ text, onChange }: SearchBoxProps) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState(text);
  const told = useRef(text);
  const tell = useEffectEvent((next: string) => {
    told.current = next;
    onChange(next);
  });
  // The address may change by itself: the back button, another filter.
  useEffect(() => {
    if (text !== told.current) setTyped(text);
    told.current = text;
  }, [text]);
  useEffect(() => {
    if (typed.trim() === told.current) return;
    const timer = setTimeout(() => tell(typed.trim()), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return (
    <div className="relative min-w-40 flex-1 basis-52 max-sm:basis-full">
      <Search aria-hidden="true" className="absolute top-2.5 left-2.5 size-4 text-quiet" />
      <input
        id="calls-search"
        type="search"
        aria-label={t('calls.search')}
        placeholder={t('calls.search.placeholder')}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        className={`${CONTROL} peer pl-8.5!`}
      />
      <span
        aria-hidden="true"
        className="pointer-events-none absolute top-2 right-2 hidden rounded border border-line px-1.5 font-sans text-xs text-quiet peer-placeholder-shown:sm:block peer-focus:hidden!"
      >
        {t('calls.search.key')}
      </span>
    </div>
  );
}

/** Puts the cursor there. */
export function focusSearch(): void {
  document.getElementById('calls-search')?.focus();
}
