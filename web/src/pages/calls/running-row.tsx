import { LoaderCircle } from 'lucide-react';
import type { LiveEvents } from '../../../../src/admin/contract/live.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatSpan } from '../../lib/format.ts';
import { useNow } from '../../ui/time.tsx';
import { Cell, TWO_LINES } from './call-row.tsx';
import type { Times } from './use-times.ts';

interface RunningCellsProps {
  readonly call: LiveEvents['started'];
  readonly times: Times;
  readonly isWide: boolean;
}

/** The cells of a call that has not ended: little is known of it yet. */
export function RunningCells({ call, times, isWide }: RunningCellsProps) {
  const { t } = useLanguage();
  const state = (
    <span className="inline-flex items-center gap-1.5 text-sm whitespace-nowrap text-info">
      <LoaderCircle aria-hidden="true" className="size-4 animate-spin" />
      {t('calls.running')}
    </span>
  );
  const model = <span className="truncate">{call.requestedModel}</span>;
  if (!isWide) {
    return (
      <>
        <Cell className="flex min-w-0 items-center gap-2">
          <span className="min-w-0 flex-1 truncate">{call.requestedModel}</span>
          {state}
        </Cell>
        <Cell className="flex min-w-0 items-center gap-2.5 text-xs text-quiet">
          <span className="tabular-nums">{times.time(call.startedAt)}</span>
          <span className="min-w-0 flex-1 truncate">{call.keyName}</span>
          <Elapsed since={call.startedAt} />
        </Cell>
      </>
    );
  }
  return (
    <>
      <Cell className="tabular-nums">{times.time(call.startedAt)}</Cell>
      <Cell className="truncate text-quiet">{call.endpoint}</Cell>
      <Cell className={TWO_LINES}>{model}</Cell>
      <Cell className="truncate">{call.keyName}</Cell>
      <Cell>{state}</Cell>
      <Cell />
      <Cell />
      <Cell className="truncate text-right">
        <Elapsed since={call.startedAt} />
      </Cell>
    </>
  );
}

function Elapsed({ since }: { readonly since: number }) {
  const { t } = useLanguage();
  const now = useNow(1_000);
  return <span className="tabular-nums">{formatSpan(Math.max(0, now - since), t)}</span>;
}
