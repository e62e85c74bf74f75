import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { ArrowDown, ArrowUp, GripVertical, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useLanguage } from '../../../i18n/language.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { classes } from '../../../ui/classes.ts';

interface SortableRowProps {
  readonly id: string;
  readonly name: string;
  readonly index: number;
  readonly count: number;
  readonly isDisabled: boolean;
  readonly onMove: (to: number) => void;
  readonly onRemove?: () => void;
  readonly children: ReactNode;
}

/** A row with its place, what it is, and what moves or removes it. */
export function SortableRow(props: SortableRowProps) {
  const { id, name, index, isDisabled, onRemove, children } = props;
  const { t } = useLanguage();
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id,
    disabled: isDisabled,
  });
  return (
    <li
      ref={setNodeRef}
      style={{ transform: CSS.Translate.toString(transform), transition }}
      className={classes(
        'flex min-h-11 items-center gap-1 rounded-lg border bg-card py-0.5 pr-1 pl-1.5',
        isDragging ? 'relative z-10 border-accent shadow-lg' : 'border-line',
      )}
    >
      {!isDisabled && (
        <button
          type="button"
          ref={setActivatorNodeRef}
          {...attributes}
          {...listeners}
          aria-label={t('routing.sort.handle', { name })}
          className="grid size-8 shrink-0 cursor-grab touch-none place-items-center rounded-md text-quiet hover:bg-wash hover:text-accent"
        >
          <GripVertical aria-hidden="true" className="size-4" />
        </button>
      )}
      <span className="w-6 shrink-0 text-right text-sm text-quiet tabular-nums">{index + 1}</span>
      <div className="min-w-0 flex-1 px-1.5">{children}</div>
      {!isDisabled && <Steps {...props} />}
      {!isDisabled && onRemove !== undefined && (
        <IconButton icon={X} label={t('routing.sort.remove', { name })} onClick={onRemove} className="size-8" />
      )}
    </li>
  );
}

/** Up and down. They stay focusable at the ends, and keep the focus when the row moves. */
function Steps({ name, index, count, onMove }: SortableRowProps) {
  const { t } = useLanguage();
  const last = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row that moves loses the focus
  useEffect(() => {
    last.current?.focus();
    last.current = null;
  }, [index]);
  const step = (by: number) => (event: { currentTarget: HTMLButtonElement }) => {
    const to = index + by;
    if (to < 0 || to >= count) return;
    last.current = event.currentTarget;
    onMove(to);
  };
  const look = (isEnd: boolean) => classes('size-8', isEnd && 'opacity-35');
  return (
    <span className="flex shrink-0">
      <IconButton
        icon={ArrowUp}
        label={t('routing.sort.up', { name })}
        aria-disabled={index === 0}
        onClick={step(-1)}
        className={look(index === 0)}
      />
      <IconButton
        icon={ArrowDown}
        label={t('routing.sort.down', { name })}
        aria-disabled={index === count - 1}
        onClick={step(1)}
        className={look(index === count - 1)}
      />
    </span>
  );
}
