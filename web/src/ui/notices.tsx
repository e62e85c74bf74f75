import { X } from 'lucide-react';
import {
  createContext,
  type ReactNode,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { formatFailure } from '../lib/format.ts';
import { Button, IconButton } from './button.tsx';
import { classes } from './classes.ts';

const SHOWN_MS = 8_000;
const MOST = 3;

interface Notice {
  readonly id: number;
  readonly tone: 'good' | 'bad';
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void } | undefined;
}

interface Notices {
  /** Says that something was done; `undo` offers to take it back. */
  readonly done: (text: string, undo?: () => void) => void;
  /** Says why something was not. */
  readonly failed: (error: unknown) => void;
}

const NoticesContext = createContext<Notices | undefined>(undefined);

/** Short messages at the edge of the page, for what was done and what was not. */
export function NoticesProvider({ children }: { readonly children: ReactNode }) {
  const { t } = useLanguage();
  const [shown, setShown] = useState<readonly Notice[]>([]);
  const close = useCallback((id: number) => setShown((last) => last.filter((notice) => notice.id !== id)), []);
  const notices = useMemo((): Notices => {
    const show = (notice: Omit<Notice, 'id'>) =>
      setShown((last) => [...last, { ...notice, id: (last.at(-1)?.id ?? 0) + 1 }].slice(-MOST));
    return {
      done: (text, undo) => show({ tone: 'good', text, action: undo && { label: t('undo'), run: undo } }),
      failed: (error) => show({ tone: 'bad', text: formatFailure(error, t) }),
    };
  }, [t]);
  const place = useAboveDialogs(shown.at(-1)?.id);
  return (
    <NoticesContext value={notices}>
      {children}
      <div
        ref={place}
        popover="manual"
        aria-live="polite"
        className="fixed inset-auto right-4 bottom-4 z-50 m-0 grid w-[min(26rem,calc(100vw-2rem))] gap-2 overflow-visible border-0 bg-transparent p-0 text-text"
      >
        {shown.map((notice) => (
          <Shown key={notice.id} notice={notice} close={close} />
        ))}
      </div>
    </NoticesContext>
  );
}

/** Lifts a place above the dialog that is open, anew for each notice, as it would be hidden behind it. */
function useAboveDialogs(last: number | undefined): RefObject<HTMLDivElement | null> {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (last === undefined || document.querySelector('dialog:modal') === null) return;
    place.current?.hidePopover();
    place.current?.showPopover();
  }, [last]);
  return place;
}

export function useNotices(): Notices {
  const notices = useContext(NoticesContext);
  if (notices === undefined) throw new Error('useNotices outside of NoticesProvider');
  return notices;
}

function Shown({ notice, close }: { readonly notice: Notice; readonly close: (id: number) => void }) {
  const { t } = useLanguage();
  const { id, tone, text, action } = notice;
  useEffect(() => {
    const timer = setTimeout(() => close(id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [id, close]);
  const run = () => {
    action?.run();
    close(id);
  };
  return (
    <div
      className={classes(
        'flex items-center gap-2 rounded-xl border bg-card py-2 pr-2 pl-4 shadow-lg',
        tone === 'bad' ? 'border-bad text-bad' : 'border-line',
      )}
    >
      <p className="min-w-0 flex-1 [overflow-wrap:anywhere]">{text}</p>
      {action !== undefined && (
        <Button isSmall onClick={run}>
          {action.label}
        </Button>
      )}
      <IconButton icon={X} label={t('close')} onClick={() => close(id)} />
    </div>
  );
}
