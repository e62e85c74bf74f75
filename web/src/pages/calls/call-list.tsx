import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useEffectEvent, useRef } from 'react';
import type { CallView } from '../../../../src/admin/contract/calls.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { classes } from '../../ui/classes.ts';
import { useNow } from '../../ui/time.tsx';
import { COLUMNS, NarrowCells, WideCells } from './call-row.tsx';
import type { FilterPart } from './filter.ts';
import { RunningCells } from './running-row.tsx';
import type { CallList } from './use-call-list.ts';
import { useTimes } from './use-times.ts';

const WIDE_ROW = 52;
const NARROW_ROW = 64;
const OVERSCAN = 3;
/** More pages are asked for before the reader sees the end. */
const AHEAD = 30;

interface ListProps {
  readonly list: CallList;
  readonly isWide: boolean;
  readonly activeId: string | undefined;
  readonly openId: string | undefined;
  readonly onActive: (id: string) => void;
  readonly onOpen: (id: string) => void;
  readonly onFilter: (part: FilterPart) => void;
  /** Told when the list leaves its beginning, and when it comes back to it. */
  readonly onScrolled: (isScrolled: boolean) => void;
}

/** The calls, of which only those stand in the page that can be seen. */
export function CallGrid(props: ListProps) {
  const { list, isWide, activeId, openId, onScrolled } = props;
  const { t } = useLanguage();
  const { rows, scroll, total } = useRows(list, isWide);
  const show = useShown(rows, list, activeId);
  const offset = isWide ? 2 : 1;
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows of a table cannot be placed
    <div
      role="grid"
      tabIndex={-1}
      aria-label={t('calls.list')}
      aria-rowcount={list.hasMore ? -1 : total + (isWide ? 1 : 0)}
      aria-busy={list.isOld}
      onKeyDown={(event) => moveByKey(event, props, show)}
      className="flex max-h-[160rem] min-h-0 flex-1 flex-col overflow-hidden rounded-xl border border-line bg-card outline-none"
    >
      {isWide && <Header />}
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      <div
        role="rowgroup"
        ref={scroll}
        data-testid="calls-scroll"
        onScroll={(event) => onScrolled(event.currentTarget.scrollTop > 4)}
        className={classes(
          'min-h-0 flex-1 overflow-y-auto',
          isWide && '[scrollbar-gutter:stable]',
          list.isOld && 'opacity-60',
        )}
      >
        <div role="presentation" className="relative" style={{ height: rows.getTotalSize() }}>
          <Rows {...props} rows={rows} openId={openId} offset={offset} />
        </div>
      </div>
    </div>
  );
}

type Virtual = ReturnType<typeof useRows>['rows'];

function useRows(list: CallList, isWide: boolean) {
  const scroll = useRef<HTMLDivElement>(null);
  const total = list.running.length + list.calls.length;
  const size = isWide ? WIDE_ROW : NARROW_ROW;
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroll.current,
    estimateSize: () => size,
    overscan: OVERSCAN,
    getItemKey: (index) => list.running[index]?.id ?? list.calls[index - list.running.length]?.id ?? index,
  });
  const measure = useEffectEvent(() => rows.measure());
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height of rows follows it
  useEffect(() => measure(), [isWide]);
  const last = rows.getVirtualItems().at(-1)?.index ?? 0;
  const isNearEnd = list.hasMore && last >= total - AHEAD;
  const loadMore = useEffectEvent(list.loadMore);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when a page has come
  useEffect(() => {
    if (isNearEnd) loadMore();
  }, [isNearEnd, total]);
  return { rows, scroll, total };
}

/** Scrolls to a call and gives it the focus; to the one that is open, only scrolls. */
function useShown(rows: Virtual, list: CallList, activeId: string | undefined) {
  const indexOf = (id: string) => list.running.length + list.calls.findIndex((call) => call.id === id);
  const scrollTo = useEffectEvent((id: string) => {
    const index = indexOf(id);
    if (index >= list.running.length) rows.scrollToIndex(index, { align: 'auto' });
  });
  useEffect(() => {
    if (activeId !== undefined) scrollTo(activeId);
  }, [activeId]);
  return {
    /** How many rows a page down goes. */
    step: Math.max(1, rows.getVirtualItems().length - 2 * OVERSCAN - 1),
    focus: (id: string) =>
      requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(rowId(id))?.focus())),
  };
}

function moveByKey(
  event: KeyboardEvent,
  { list, activeId, onActive, onOpen }: ListProps,
  show: ReturnType<typeof useShown>,
) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === 'Enter' && activeId !== undefined) {
    event.preventDefault();
    onOpen(activeId);
    return;
  }
  const at = list.calls.findIndex(({ id }) => id === activeId);
  const last = list.calls.length - 1;
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + show.step,
    PageUp: at - show.step,
    Home: 0,
    End: last,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  const call = list.calls[Math.min(Math.max(target, 0), last)];
  if (call === undefined) return;
  onActive(call.id);
  show.focus(call.id);
}

function Header() {
  const { t } = useLanguage();
  const titles = ['time', 'words', 'model', 'key', 'status', 'tokens', 'cost', 'duration'] as const;
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    <div role="rowgroup" className="overflow-hidden border-b border-line bg-sunken [scrollbar-gutter:stable]">
      {/* biome-ignore lint/a11y/useSemanticElements: as above */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: the rows have the focus */}
      <div role="row" aria-rowindex={1} className={`${COLUMNS} min-h-9 text-sm text-quiet`}>
        {titles.map((title, index) => (
          // biome-ignore lint/a11y/useSemanticElements: as above
          // biome-ignore lint/a11y/useFocusableInteractive: the rows have the focus
          <div role="columnheader" key={title} className={classes('truncate', index > 4 && 'text-right')}>
            {t(`calls.column.${title}`)}
          </div>
        ))}
      </div>
    </div>
  );
}

interface RowsProps extends ListProps {
  readonly rows: Virtual;
  /** What aria-rowindex begins with. */
  readonly offset: number;
}

function Rows({ rows, offset, ...props }: RowsProps) {
  const times = useTimes(useNow());
  const { list, isWide, activeId } = props;
  const items = rows.getVirtualItems();
  const isActiveSeen = items.some(({ key }) => key === activeId);
  const firstCall = items.find(({ index }) => index >= list.running.length)?.key;
  return items.map(({ key, index, start, size }) => {
    const place = { top: start, height: size, rowIndex: index + offset };
    const running = list.running[index];
    if (running !== undefined) {
      return (
        <Placed key={key} {...place} isWide={isWide}>
          <RunningCells call={running} times={times} isWide={isWide} />
        </Placed>
      );
    }
    const call = list.calls[index - list.running.length];
    if (call === undefined) return null;
    const canTab = isActiveSeen ? key === activeId : key === firstCall;
    const row = { call, times, isActive: canTab, onFilter: props.onFilter };
    return (
      <Placed key={key} {...place} isWide={isWide} call={call} canTab={canTab} props={props}>
        {isWide ? <WideCells {...row} /> : <NarrowCells call={call} times={times} />}
      </Placed>
    );
  });
}

interface PlacedProps {
  readonly top: number;
  readonly height: number;
  readonly rowIndex: number;
  readonly isWide: boolean;
  readonly call?: CallView;
  readonly canTab?: boolean;
  readonly props?: ListProps;
  readonly children: ReactNode;
}

/** A row at its place. One of a call that has ended can be opened. */
function Placed({ top, height, rowIndex, isWide, call, canTab = false, props, children }: PlacedProps) {
  const isOpen = call !== undefined && props?.openId === call.id;
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid hears its keys
    <div
      role="row"
      id={call && rowId(call.id)}
      aria-rowindex={rowIndex}
      aria-selected={call && isOpen}
      tabIndex={call === undefined ? undefined : canTab ? 0 : -1}
      onFocus={call && (() => props?.onActive(call.id))}
      onClick={call && (() => props?.onOpen(call.id))}
      className={classes(
        'absolute inset-x-0 top-0 border-b border-line contain-strict',
        isWide ? COLUMNS : 'grid content-center gap-1 px-3',
        call !== undefined && 'cursor-pointer -outline-offset-2',
        isOpen ? 'bg-wash' : 'hover:bg-sunken',
      )}
      style={{ height, transform: `translateY(${top}px)` }}
    >
      {children}
    </div>
  );
}

/** Id of the element. */
function rowId(id: string): string {
  return `call-${id}`;
}
