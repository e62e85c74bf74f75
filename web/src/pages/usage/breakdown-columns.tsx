import { Link } from '@tanstack/react-router';
import { ArrowUpRight } from 'lucide-react';
import type { UsageSumsView } from '../../../../src/admin/contract/usage.ts';
import type { Translate } from '../../i18n/translate.ts';
import { formatCost } from '../../lib/figures.ts';
import { formatCount, formatShare } from '../../lib/format.ts';
import { Swatch } from '../../ui/chart-legend.tsx';
import type { Column } from '../../ui/table.tsx';
import type { CallsSearch } from '../calls/search.ts';
import type { Dimension } from './search.ts';
import { cacheWriteOf } from './stack.ts';

export interface Part extends UsageSumsView {
  readonly value: string;
  readonly title: string;
  /** Of what is measured, from 0 to 1. */
  readonly share: number;
  /** Number of its colour in the chart; undefined: it is not in it. */
  readonly colour: number | undefined;
}

interface PartsQuestion {
  readonly t: Translate;
  readonly dimension: Dimension;
  /** Leaves all others out; undefined where they are left out. */
  readonly onFilter: ((value: string) => void) | undefined;
  /** Filter of the list of calls. */
  readonly callsOf: (value: string) => CallsSearch;
}

export function partColumns({ t, dimension, onFilter, callsOf }: PartsQuestion): readonly Column<Part>[] {
  const number = (id: string, title: string, of: (part: Part) => string): Column<Part> => ({
    id,
    title,
    cell: of,
    isNumber: true,
    isMinor: true,
  });
  return [
    { id: 'name', title: t(`usage.by.${dimension}`), cell: (part) => <Name t={t} part={part} onFilter={onFilter} /> },
    number('calls', t('usage.measure.calls'), ({ calls }) => formatCount(calls)),
    number('errors', t('usage.errors'), ({ errors }) => formatCount(errors)),
    number('fresh', t('usage.fresh'), ({ inputTokens }) => formatCount(inputTokens)),
    number('read', t('usage.cacheRead'), ({ cacheReadTokens }) => formatCount(cacheReadTokens)),
    number('write', t('usage.cacheWrite'), (part) => formatCount(cacheWriteOf(part))),
    number('output', t('usage.output'), ({ outputTokens }) => formatCount(outputTokens)),
    { id: 'cost', title: t('usage.measure.cost'), isNumber: true, cell: (part) => <Cost t={t} part={part} /> },
    {
      id: 'share',
      title: t('usage.share'),
      isNumber: true,
      cell: ({ share }) => <span className="whitespace-nowrap">{formatShare(share)}</span>,
    },
    {
      id: 'calls-of',
      title: <span className="sr-only">{t('usage.parts.calls')}</span>,
      cell: ({ value, title }) =>
        value !== '' && (
          <Link
            to="/calls"
            search={callsOf(value)}
            title={t('usage.parts.calls')}
            className="inline-flex size-8 items-center justify-center rounded-lg text-quiet hover:bg-wash hover:text-accent"
          >
            <ArrowUpRight aria-hidden="true" className="size-4" />
            <span className="sr-only">{t('usage.parts.callsOf', { name: title })}</span>
          </Link>
        ),
    },
  ];
}

interface NameProps {
  readonly t: Translate;
  readonly part: Part;
  readonly onFilter: ((value: string) => void) | undefined;
}

/** The name, which leaves all others out, and a bar as long as its share. */
function Name({ t, part: { value, title, share, colour }, onFilter }: NameProps) {
  return (
    <div className="grid min-w-32 gap-1">
      <span className="flex min-w-0 items-center gap-2">
        <Swatch colour={colour} />
        {onFilter === undefined || value === '' ? (
          <span className="[overflow-wrap:anywhere]">{title}</span>
        ) : (
          <button
            type="button"
            title={t('usage.filter.only', { name: title })}
            onClick={() => onFilter(value)}
            className="text-left font-medium [overflow-wrap:anywhere] hover:text-accent hover:underline"
          >
            {title}
          </button>
        )}
      </span>
      <span aria-hidden="true" className="h-1 rounded-full bg-sunken">
        <span
          className="block h-full rounded-full"
          style={{ width: `${share * 100}%`, background: `var(--series-${colour ?? 8})` }}
        />
      </span>
    </div>
  );
}

/** What is not priced is not free. */
function Cost({ t, part: { usd, unpriced } }: { readonly t: Translate; readonly part: Part }) {
  if (usd === 0 && unpriced > 0) return <span className="text-sm whitespace-nowrap text-quiet">{t('unpriced')}</span>;
  return formatCost(usd);
}
