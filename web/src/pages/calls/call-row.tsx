import { MessagesSquare } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CallView } from '../../../../src/admin/contract/calls.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatDuration } from '../../lib/format.ts';
import { CostOf, OutcomeBadge, TokensOf, Unknown, usePurposeName } from '../../ui/call-parts.tsx';
import { classes } from '../../ui/classes.ts';
import type { FilterPart } from './filter.ts';
import type { Times } from './use-times.ts';

/** Widths of the columns; those of the header and of all rows are the same. */
export const COLUMNS =
  'grid grid-cols-[5.25rem_minmax(0,1fr)_minmax(9rem,12rem)_minmax(4rem,6.5rem)_6.25rem_8.5rem_4.25rem_4.25rem] items-center gap-x-3 px-3';

/** First and second line of a cell. */
export const TWO_LINES = 'grid min-w-0 content-center leading-snug';

interface CellsProps {
  readonly call: CallView;
  readonly times: Times;
  /** Its buttons are reached by the keyboard. */
  readonly isActive: boolean;
  readonly onFilter: (part: FilterPart) => void;
}

/** The cells of a call where there is room for columns. */
export function WideCells({ call, times, isActive, onFilter }: CellsProps) {
  const { t } = useLanguage();
  const values = { isActive, onFilter };
  return (
    <>
      <Cell className={TWO_LINES}>
        <time dateTime={call.startedAtIso} className="tabular-nums">
          {times.time(call.startedAt)}
        </time>
        <span className="truncate text-xs text-quiet">{times.date(call.startedAt)}</span>
      </Cell>
      <Cell className={TWO_LINES}>
        <Words call={call} />
        <Kind call={call} {...values} />
      </Cell>
      <Cell className={TWO_LINES}>
        <Value name="model" value={call.model} {...values}>
          <Model call={call} />
        </Value>
        <span className="flex min-w-0 gap-1.5 text-xs text-quiet">
          <Value name="platform" value={call.platform} {...values} />
          {call.model !== null && !isAsked(call) && (
            <span className="truncate" title={t('calls.asked', { model: call.requestedModel })}>
              ← {call.requestedModel}
            </span>
          )}
        </span>
      </Cell>
      <Cell className="grid">
        <Value name="key" value={call.keyId} {...values}>
          {call.keyName}
        </Value>
      </Cell>
      <Cell>
        <FilterButton part={{ name: 'status', value: String(call.status) }} {...values}>
          <OutcomeBadge call={call} />
        </FilterButton>
      </Cell>
      <Cell className="text-right">
        <TokensOf call={call} />
      </Cell>
      <Cell className="text-right">
        <CostOf call={call} />
      </Cell>
      <Cell className="truncate text-right tabular-nums">{formatDuration(call.totalMs, t)}</Cell>
    </>
  );
}

/** Two lines, where there is not. */
export function NarrowCells({ call, times }: Pick<CellsProps, 'call' | 'times'>) {
  const { t } = useLanguage();
  return (
    <>
      <Cell className="flex min-w-0 items-center gap-2">
        <span className="min-w-0 flex-1">
          <Words call={call} />
        </span>
        <OutcomeBadge call={call} />
      </Cell>
      <Cell className="flex min-w-0 items-center gap-x-2.5 text-xs text-quiet">
        <time dateTime={call.startedAtIso} className="shrink-0 tabular-nums">
          {times.date(call.startedAt)} {times.time(call.startedAt)}
        </time>
        <span className="min-w-0 flex-1 truncate">
          <Model call={call} />
        </span>
        <span className="max-[26rem]:hidden">
          <TokensOf call={call} />
        </span>
        {call.usd !== null && <CostOf call={call} />}
        <span className="shrink-0 tabular-nums">{formatDuration(call.totalMs, t)}</span>
      </Cell>
    </>
  );
}

/** What the user said, or what stands for it. */
function Words({ call }: { readonly call: CallView }) {
  const { t } = useLanguage();
  const purposeName = usePurposeName();
  const isSaid = call.words !== null && call.words !== '';
  return (
    <span className={classes('block truncate', !isSaid && 'text-quiet italic')} title={call.words ?? undefined}>
      {isSaid ? call.words : (call.errorMessage ?? t('calls.words.none', { purpose: purposeName(call.purpose) }))}
    </span>
  );
}

/** Scene, purpose and session. */
function Kind({ call, ...values }: { readonly call: CallView } & Pick<CellsProps, 'isActive' | 'onFilter'>) {
  const { t } = useLanguage();
  const purposeName = usePurposeName();
  return (
    <span className="flex min-w-0 gap-2 text-xs text-quiet">
      <Value name="scene" value={call.scene} {...values} />
      <Value name="purpose" value={call.purpose} {...values}>
        {purposeName(call.purpose)}
      </Value>
      {call.session !== null && (
        <Value name="session" value={call.session} {...values}>
          <MessagesSquare aria-hidden="true" className="mr-1 inline size-3" />
          <span className="sr-only">{t('calls.filter.session')} </span>
          {call.session.slice(0, 8)}
        </Value>
      )}
    </span>
  );
}

/** The model that answered, else the one that was asked for. */
function Model({ call }: { readonly call: CallView }) {
  const { t } = useLanguage();
  const name = call.model ?? call.requestedModel;
  return name === '' ? <Unknown title={t('calls.model.none')} /> : name;
}

/** The model is the one that was asked for; a client may have named its platform too. */
function isAsked({ model, platform, requestedModel }: CallView): boolean {
  return requestedModel === model || requestedModel === `${platform}:${model}`;
}

interface ValueProps extends Pick<CellsProps, 'isActive' | 'onFilter'> {
  readonly name: FilterPart['name'];
  readonly value: string | null;
  readonly children?: ReactNode;
}

/** A value that filters the list by itself. */
function Value({ name, value, children, ...rest }: ValueProps) {
  if (value === null) return children === undefined ? null : <span className="truncate">{children}</span>;
  return (
    <FilterButton part={{ name, value }} {...rest}>
      {children ?? value}
    </FilterButton>
  );
}

interface FilterButtonProps extends Pick<CellsProps, 'isActive' | 'onFilter'> {
  readonly part: FilterPart;
  readonly children: ReactNode;
}

function FilterButton({ part, isActive, onFilter, children }: FilterButtonProps) {
  const { t } = useLanguage();
  return (
    <button
      type="button"
      tabIndex={isActive ? 0 : -1}
      title={t('calls.filter.by')}
      onClick={(event) => {
        event.stopPropagation();
        onFilter(part);
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.stopPropagation()}
      className="max-w-full min-w-0 truncate text-left hover:text-accent hover:underline"
    >
      {children}
    </button>
  );
}

export function Cell({ className, children }: { readonly className?: string; readonly children?: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the row has the focus
    // biome-ignore lint/a11y/useSemanticElements: cells of a table cannot be placed
    <div role="gridcell" className={className}>
      {children}
    </div>
  );
}
