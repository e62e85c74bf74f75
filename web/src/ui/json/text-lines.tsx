import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { bytesOf } from '../../lib/bytes.ts';
import { formatBytes } from '../../lib/format.ts';
import { ScrollBox } from './scroll-box.tsx';

const LINE_PX = 20;
/** A longer line is shown in part, as the browser lays out a line in one go. */
const MOST_IN_LINE = 2_000;

interface LinesProps {
  readonly text: string;
  readonly label: string;
  /** Its values are coloured. */
  readonly isJson?: boolean;
  readonly className: string;
}

/** A text of any length, line by line. Only the lines that are seen are in the document. */
export function TextLines({ text, label, isJson = false, className }: LinesProps) {
  const box = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => text.split('\n'), [text]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE_PX,
    overscan: 30,
  });
  return (
    <ScrollBox box={box} label={label} className={className} height={virtual.getTotalSize()}>
      {virtual.getVirtualItems().map(({ index, start }) => (
        <div
          key={index}
          className="absolute top-0 left-0 h-5 min-w-full pr-2 leading-5 whitespace-pre"
          style={{ transform: `translateY(${start}px)` }}
        >
          <Line text={lines[index] ?? ''} isJson={isJson} />
        </div>
      ))}
    </ScrollBox>
  );
}

function Line({ text, isJson }: { readonly text: string; readonly isJson: boolean }) {
  const { t } = useLanguage();
  // Counted once, as lines are drawn anew with every scroll.
  const rest = useMemo(() => bytesOf(text.slice(MOST_IN_LINE)), [text]);
  const head = rest > 0 ? text.slice(0, MOST_IN_LINE) : text;
  return (
    <>
      {isJson ? <JsonLine text={head} /> : head}
      {rest > 0 && <span className="text-quiet">{`… ${t('json.rest', { size: formatBytes(rest) })}`}</span>}
    </>
  );
}

/** A line as JSON.stringify sets it out: a name, a value, or both. */
function JsonLine({ text }: { readonly text: string }) {
  const [, space = '', name = '', value = ''] = /^( *)("(?:[^"\\]|\\.)*": )?(.*)$/s.exec(text) ?? [];
  const colour = value.startsWith('"')
    ? 'text-good'
    : /^-?\d/.test(value)
      ? 'text-info'
      : /^(true|false|null)/.test(value)
        ? 'text-warn'
        : 'text-quiet';
  return (
    <>
      {space}
      <span className="text-accent">{name}</span>
      <span className={colour}>{value}</span>
    </>
  );
}
