import { useLanguage } from '../../i18n/language.tsx';
import { Badge, type Tone } from '../../ui/badge.tsx';
import type { Change, Difference } from './reading/difference.ts';

const TONES: Readonly<Record<Change['kind'], Tone>> = { added: 'good', removed: 'bad', changed: 'warn' };
const HEAD = 300;
/** As many are shown at first. */
const SHOWN = 200;

/** Changes, one below the other. */
export function ChangeList({ difference: { changes, isCut } }: { readonly difference: Difference }) {
  const { t, count } = useLanguage();
  if (changes.length === 0) return <p className="text-good">{t('call.difference.none')}</p>;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <p className="text-sm text-quiet">
        {count('call.difference.count', changes.length)}{' '}
        {(isCut || changes.length > SHOWN) && t('call.difference.cut', { count: SHOWN })}
      </p>
      <ul className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
        {changes.slice(0, SHOWN).map((change) => (
          <li key={`${change.kind} ${change.path}`} className="min-w-0 rounded-lg border border-line p-2.5">
            <p className="flex flex-wrap items-center gap-2">
              <Badge tone={TONES[change.kind]}>{t(`call.difference.${change.kind}`)}</Badge>
              <code className="min-w-0 text-sm [overflow-wrap:anywhere]">
                {change.path || t('call.difference.whole')}
              </code>
            </p>
            <div className="mt-2 grid gap-1">
              {change.kind !== 'added' && <Side sign="−" value={change.before} tone="bg-bad-wash text-bad" />}
              {change.kind !== 'removed' && <Side sign="+" value={change.after} tone="bg-good-wash text-good" />}
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface SideProps {
  readonly sign: string;
  readonly value: unknown;
  readonly tone: string;
}

/** One side of a change; a long one is folded. */
function Side({ sign, value, tone }: SideProps) {
  const { t } = useLanguage();
  const text = typeof value === 'string' ? value : (JSON.stringify(value, null, 1) ?? '');
  const look = `rounded px-2 py-1 font-mono text-sm whitespace-pre-wrap [overflow-wrap:anywhere] ${tone}`;
  if (text.length <= HEAD) return <div className={look}>{`${sign} ${text}`}</div>;
  return (
    <details className={look}>
      <summary>
        {`${sign} ${text.slice(0, HEAD).replaceAll(/\s+/g, ' ')}… `}
        <span className="font-sans text-xs underline">{t('call.difference.more', { count: text.length })}</span>
      </summary>
      <div className="mt-1 max-h-80 overflow-auto">{text.slice(0, 100_000)}</div>
    </details>
  );
}
