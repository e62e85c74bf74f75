import { formatShare } from '../../lib/format.ts';

/** Something with its share of a whole, from 0 to 1. */
export interface Share {
  readonly id: string;
  readonly name: string;
  readonly share: number;
}

/** Shares as bars, with their numbers. */
export function ShareBars({ label, shares }: { readonly label: string; readonly shares: readonly Share[] }) {
  return (
    <section aria-label={label}>
      <p className="mb-1 text-sm text-quiet">{label}</p>
      <ul className="grid gap-1">
        {shares.map(({ id, name, share }) => (
          <li key={id} className="grid grid-cols-[minmax(5rem,9rem)_1fr_3.25rem] items-center gap-2 text-sm">
            <span className="truncate" title={name}>
              {name}
            </span>
            <span aria-hidden="true" className="h-2 overflow-hidden rounded-full bg-line/60">
              <span
                className="block h-full rounded-full bg-(--series-2) transition-[width]"
                style={{ width: `${Math.min(100, share * 100)}%` }}
              />
            </span>
            <span className="text-right text-quiet tabular-nums">{formatShare(share)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
