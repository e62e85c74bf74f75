import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { classes } from '../../ui/classes.ts';

interface FoldProps {
  readonly icon: LucideIcon;
  readonly title: ReactNode;
  /** Beside the title, such as a size. */
  readonly note?: ReactNode;
  readonly isBad?: boolean;
  readonly children: () => ReactNode;
}

/** Something that is seldom read, folded; it is made when it is first opened. */
export function Fold({ icon: Icon, title, note, isBad = false, children }: FoldProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className={classes('min-w-0 rounded-lg border bg-sunken', isBad ? 'border-bad' : 'border-line')}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary className="flex min-h-9 items-center gap-2 px-3 text-sm">
        <Icon aria-hidden="true" className="size-4 shrink-0 text-quiet" />
        <span className="min-w-0 truncate">{title}</span>
        {note !== undefined && <span className="ml-auto shrink-0 text-quiet tabular-nums">{note}</span>}
      </summary>
      {isOpen && (
        <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2 border-t border-line p-3">{children()}</div>
      )}
    </details>
  );
}
