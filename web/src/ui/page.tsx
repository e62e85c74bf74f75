import { type ReactNode, useEffect } from 'react';
import { classes } from './classes.ts';

interface PageProps {
  readonly title: string;
  readonly about?: ReactNode;
  /** Buttons beside the title. */
  readonly actions?: ReactNode;
  /** It is as high as the window, and its last part scrolls by itself. */
  readonly isFull?: boolean;
  readonly children: ReactNode;
}

/** A page: its heading, which is the document's title too, and its parts below one another. */
export function Page({ title, about, actions, isFull = false, children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · redwolf`;
  }, [title]);
  return (
    <div
      className={classes(
        isFull && '-mb-11 flex h-[calc(100dvh-2.5rem)] min-h-120 flex-col max-lg:h-[calc(100dvh-5.75rem)]',
      )}
    >
      <header className="mb-5 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 max-w-3xl">
          <h1 className="text-2xl font-bold tracking-tight">{title}</h1>
          {about !== undefined && <p className="mt-1 text-quiet">{about}</p>}
        </div>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      <div className={isFull ? 'flex min-h-0 min-w-0 flex-1 flex-col gap-3' : 'grid grid-cols-[minmax(0,1fr)] gap-5'}>
        {children}
      </div>
    </div>
  );
}
