import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronRight } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { bytesOf } from '../../lib/bytes.ts';
import { formatBytes } from '../../lib/format.ts';
import { classes } from '../classes.ts';
import { useCopy } from '../copy.tsx';
import { bracketsOf, copyOf, type JsonRow, type OpenPaths, rowsOf } from './rows.ts';
import { ScrollBox } from './scroll-box.tsx';

const ROW_PX = 24;
const INDENT_PX = 14;
/** A text longer than this is shown in part. */
const HEAD = 140;
/** Even then not more than the browser can lay out at once. */
const MOST_SHOWN = 200_000;

interface TreeProps {
  readonly value: unknown;
  readonly label: string;
  readonly className: string;
}

/** JSON as a tree. Only the rows that are seen are in the document. */
export function JsonTree({ value, label, className }: TreeProps) {
  const [open, setOpen] = useState<OpenPaths>(new Map());
  const box = useRef<HTMLDivElement>(null);
  // Of a large body, this is the only part that takes time.
  const rows = useMemo(() => rowsOf(value, open), [value, open]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => rows[index]?.path ?? index,
    overscan: 20,
  });
  const toggle = ({ path, isOpen }: JsonRow) => setOpen(new Map(open).set(path, !isOpen));
  return (
    <ScrollBox box={box} label={label} className={className} height={virtual.getTotalSize()}>
      {virtual.getVirtualItems().map((item) => {
        const row = rows[item.index];
        return (
          row && (
            <div
              key={item.key}
              data-index={item.index}
              ref={virtual.measureElement}
              className="absolute top-0 left-0 w-full"
              style={{ transform: `translateY(${item.start}px)`, paddingLeft: row.depth * INDENT_PX }}
            >
              {row.size === undefined ? <Leaf row={row} /> : <Branch row={row} toggle={() => toggle(row)} />}
            </div>
          )
        );
      })}
    </ScrollBox>
  );
}

function Branch({ row, toggle }: { readonly row: JsonRow; readonly toggle: () => void }) {
  return (
    <button
      type="button"
      aria-expanded={row.isOpen}
      onClick={toggle}
      className="flex min-h-6 max-w-full items-center gap-1 rounded text-left hover:bg-wash"
    >
      <ChevronRight
        aria-hidden="true"
        className={classes('size-3.5 shrink-0 text-quiet transition-transform', row.isOpen && 'rotate-90')}
      />
      <Name row={row} />
      <span className="text-quiet">{bracketsOf(row)}</span>
    </button>
  );
}

function Name({ row: { name } }: { readonly row: JsonRow }) {
  if (name === undefined) return null;
  return <span className={classes('shrink-0', typeof name === 'number' ? 'text-quiet' : 'text-accent')}>{name}:</span>;
}

const COLOURS: Readonly<Record<string, string>> = { string: 'text-good', number: 'text-info', boolean: 'text-warn' };

function Leaf({ row }: { readonly row: JsonRow }) {
  const { t } = useLanguage();
  const copy = useCopy();
  const [isWhole, setWhole] = useState(false);
  const { value } = row;
  const text = typeof value === 'string' ? value : '';
  // Of a large text counting takes long, and rows are drawn anew with every scroll.
  const bytes = useMemo(() => bytesOf(text), [text]);
  const isLong = text.length > HEAD || text.includes('\n');
  const shown = JSON.stringify(typeof value === 'string' ? value.slice(0, HEAD) : value) ?? '';
  return (
    <div className="pl-4.5">
      <div className="flex min-h-6 items-center gap-1.5">
        <Name row={row} />
        <button
          type="button"
          title={t('json.copyValue')}
          onClick={() => copy(copyOf(row))}
          className={classes('min-w-0 truncate rounded text-left hover:bg-wash', COLOURS[typeof value] ?? 'text-quiet')}
        >
          {isLong ? `${shown.slice(0, -1)}…` : shown}
        </button>
        {isLong && (
          <button
            type="button"
            aria-expanded={isWhole}
            onClick={() => setWhole(!isWhole)}
            className="shrink-0 rounded px-1 font-sans text-xs text-accent underline"
          >
            {isWhole ? t('json.less') : t('json.all', { size: formatBytes(bytes) })}
          </button>
        )}
      </div>
      {isWhole && <WholeText text={text} />}
    </div>
  );
}

/** A long text in full. */
function WholeText({ text }: { readonly text: string }) {
  const { t } = useLanguage();
  const rest = text.length - MOST_SHOWN;
  return (
    <pre
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-lg bg-sunken p-2 whitespace-pre-wrap [overflow-wrap:anywhere]"
    >
      {text.slice(0, MOST_SHOWN)}
      {rest > 0 && (
        <span className="text-quiet">{`\n… ${t('json.rest', { size: formatBytes(bytesOf(text.slice(MOST_SHOWN))) })}`}</span>
      )}
    </pre>
  );
}
