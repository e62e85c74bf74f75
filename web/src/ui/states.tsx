import { type LucideIcon, RotateCw, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useLanguage } from '../i18n/language.tsx';
import { formatFailure } from '../lib/format.ts';
import { Button } from './button.tsx';

/** Keeps the place of what is loading. */
export function Loading({ rows = 3 }: { readonly rows?: number }) {
  const { t } = useLanguage();
  return (
    <div role="status" className="grid gap-3 py-1">
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
        <div key={index} className="h-5 animate-pulse rounded bg-line/60" />
      ))}
    </div>
  );
}

/** Says that something could not be loaded, why, and offers another try. */
export function Failure({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  const { t } = useLanguage();
  return (
    <Notice
      tone="bad"
      actions={
        <Button isSmall icon={RotateCw} onClick={retry}>
          {t('retry')}
        </Button>
      }
    >
      {t('failed', { reason: formatFailure(error, t) })}
    </Notice>
  );
}

const NOTICES = {
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad',
  info: 'bg-info-wash text-info',
} as const;

interface NoticeProps {
  readonly tone: keyof typeof NOTICES;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A sentence that everybody should see. */
export function Notice({ tone, actions, children }: NoticeProps) {
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={`flex flex-wrap items-center justify-between gap-3 rounded-xl px-4 py-3 ${NOTICES[tone]}`}
    >
      <p className="flex min-w-0 items-start gap-2 [overflow-wrap:anywhere]">
        <TriangleAlert aria-hidden="true" className="mt-1 size-4 shrink-0" />
        <span>{children}</span>
      </p>
      {actions}
    </div>
  );
}

interface EmptyProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** What to do next. */
  readonly children?: ReactNode;
}

/** There is nothing here, and this is what to do. */
export function Empty({ icon: Icon, title, children }: EmptyProps) {
  return (
    <div className="grid justify-items-center gap-2 px-4 py-12 text-center">
      <Icon aria-hidden="true" className="size-8 text-quiet" />
      <p className="font-semibold">{title}</p>
      {children !== undefined && <div className="grid max-w-lg justify-items-center gap-3 text-quiet">{children}</div>}
    </div>
  );
}

interface LoadedProps<Data> {
  readonly query: { readonly data: Data | undefined; readonly error: Error | null; readonly refetch: () => unknown };
  readonly rows?: number;
  readonly children: (data: Data) => ReactNode;
}

/** What a query brought; before that, that it is loading, or why it failed. */
export function Loaded<Data>({ query: { data, error, refetch }, rows = 3, children }: LoadedProps<Data>) {
  if (data !== undefined) return children(data);
  return error === null ? <Loading rows={rows} /> : <Failure error={error} retry={refetch} />;
}
