import type { ReactNode } from 'react';

interface FigureProps {
  readonly title: string;
  readonly value: ReactNode;
  /** How it has changed, beside it. */
  readonly aside?: ReactNode;
  /** What belongs to it, below. */
  readonly children?: ReactNode;
}

/** Figures beside each other; each of them is a `Figure`. */
export function Figures({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <section aria-label={label}>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6">{children}</dl>
    </section>
  );
}

/** A number that matters, with its name. */
export function Figure({ title, value, aside, children }: FigureProps) {
  return (
    <div className="grid min-w-0 content-start gap-0.5 rounded-xl border border-line bg-card px-4 py-3">
      <dt className="text-sm text-quiet">{title}</dt>
      <dd className="flex flex-wrap items-baseline gap-x-2">
        <span className="text-xl font-semibold tabular-nums">{value}</span>
        {aside}
      </dd>
      <dd className="min-h-5 text-sm text-quiet">{children}</dd>
    </div>
  );
}
