import { Check } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { classes } from '../../ui/classes.ts';

interface StepCardProps {
  readonly number: number;
  readonly title: string;
  /** What came of it. */
  readonly summary?: string | undefined;
  readonly isDone: boolean;
  readonly isActive: boolean;
  readonly onOpen: () => void;
  readonly children: ReactNode;
}

/** One step: its number or a tick, its title, and what is to be done in it while it is open. */
export function StepCard({ number, title, summary, isDone, isActive, onOpen, children }: StepCardProps) {
  const { t } = useLanguage();
  const id = useId();
  return (
    <li className={classes('min-w-0 rounded-xl border bg-card', isActive ? 'border-accent' : 'border-line')}>
      <h2>
        <button
          type="button"
          aria-expanded={isActive}
          aria-controls={id}
          aria-current={isActive ? 'step' : undefined}
          onClick={onOpen}
          className="flex w-full items-center gap-3 rounded-xl p-4 text-left hover:text-accent"
        >
          <span
            className={classes(
              'grid size-8 shrink-0 place-items-center rounded-full border font-semibold',
              isDone ? 'border-good bg-good-wash text-good' : isActive ? 'border-accent text-accent' : 'border-line',
            )}
          >
            {isDone ? <Check aria-hidden="true" className="size-4.5" /> : number}
          </span>
          <span className="min-w-0 flex-1">
            <span className="block font-semibold">{title}</span>
            {summary !== undefined && <span className="block truncate text-sm text-quiet">{summary}</span>}
          </span>
          <span className="sr-only">{t(isDone ? 'start.done' : 'start.open')}</span>
        </button>
      </h2>
      <div id={id} hidden={!isActive} className="px-4 pb-5 sm:pl-15">
        {isActive && <div className="grid grid-cols-[minmax(0,1fr)] gap-4">{children}</div>}
      </div>
    </li>
  );
}
