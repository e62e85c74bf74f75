import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { JsonTree } from '../../ui/json/json-tree.tsx';
import type { StreamEvent } from './reading/events.ts';
import { fieldsOf, textOf } from './reading/fields.ts';

const ROW_PX = 32;
const HEAD = 200;

interface EventTableProps {
  readonly events: readonly StreamEvent[];
  readonly label: string;
}

/** The events of a stream, one in a row; a click shows one in full. Only the rows that are seen are in the document. */
export function EventTable({ events, label }: EventTableProps) {
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: events.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 10,
  });
  const toggle = (index: number) => {
    const next = new Set(open);
    if (!next.delete(index)) next.add(index);
    setOpen(next);
  };
  return (
    <section
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
      tabIndex={0}
      aria-label={label}
      className="max-h-[60dvh] overflow-auto rounded-lg border border-line bg-card text-sm"
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const event = events[index];
          return (
            event && (
              <div
                key={index}
                data-index={index}
                ref={virtual.measureElement}
                className="absolute top-0 left-0 w-full border-b border-line"
                style={{ transform: `translateY(${start}px)` }}
              >
                <Row event={event} index={index} isOpen={open.has(index)} toggle={() => toggle(index)} />
              </div>
            )
          );
        })}
      </div>
    </section>
  );
}

interface RowProps {
  readonly event: StreamEvent;
  readonly index: number;
  readonly isOpen: boolean;
  readonly toggle: () => void;
}

function Row({ event, index, isOpen, toggle }: RowProps) {
  const { t } = useLanguage();
  const { name, value, data } = event;
  const type = name || textOf(fieldsOf(value)['type']) || textOf(fieldsOf(value)['object']);
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={toggle}
        className="flex min-h-8 w-full items-center gap-3 px-2 text-left hover:bg-wash"
      >
        <span className="w-10 shrink-0 text-right text-quiet tabular-nums">{index + 1}</span>
        {type !== '' && <span className="max-w-[45%] shrink-0 truncate text-accent">{type}</span>}
        <span className="min-w-0 truncate font-mono">{data.slice(0, HEAD)}</span>
      </button>
      {isOpen && (
        <JsonTree
          value={value ?? data}
          label={t('call.events.one', { number: index + 1 })}
          className="max-h-80 border-t border-line bg-sunken p-2"
        />
      )}
    </>
  );
}
