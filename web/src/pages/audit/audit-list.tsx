import { ChevronRight } from 'lucide-react';
import type { AuditView } from '../../../../src/admin/contract/accounts.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Ago } from '../../ui/time.tsx';

/** Entries, newest first; each opens to what was before and after. */
export function AuditList({ entries }: { readonly entries: readonly AuditView[] }) {
  return (
    <ul className="divide-y divide-line border-y border-line">
      {entries.map((entry) => (
        <li key={entry.id}>
          <Entry entry={entry} />
        </li>
      ))}
    </ul>
  );
}

function Entry({ entry }: { readonly entry: AuditView }) {
  const { t } = useLanguage();
  const { at, who, whoName, what, action, address, before, after } = entry;
  return (
    <details className="group">
      <summary className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-2 py-2.5 hover:bg-sunken sm:grid-cols-[1.25rem_9rem_minmax(0,1fr)_8rem]">
        <ChevronRight aria-hidden="true" className="mt-1 size-4 text-quiet transition-transform group-open:rotate-90" />
        <span className="truncate font-medium max-sm:col-start-2">{whoName}</span>
        <span className="min-w-0 [overflow-wrap:anywhere] max-sm:col-start-2">{what}</span>
        <span className="text-sm text-quiet max-sm:col-start-2 sm:text-right">
          <Ago at={at} />
        </span>
      </summary>
      <dl className="grid gap-x-6 gap-y-3 pb-4 pl-7 sm:grid-cols-3">
        <Fact title={t('audit.action')}>{action}</Fact>
        <Fact title={t('audit.address')}>{address ?? '–'}</Fact>
        <Fact title={t('audit.user')}>{who ?? '–'}</Fact>
        {before !== null && <State title={t('audit.before')} state={before} />}
        {after !== null && <State title={t('audit.after')} state={after} />}
      </dl>
    </details>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: string }) {
  return (
    <div>
      <dt className="text-sm text-quiet">{title}</dt>
      <dd className="font-mono text-sm [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}

function State({ title, state }: { readonly title: string; readonly state: unknown }) {
  return (
    <div className="min-w-0 sm:col-span-3">
      <dt className="mb-1 text-sm text-quiet">{title}</dt>
      <dd>
        <pre className="max-h-72 overflow-auto rounded-lg border border-line bg-sunken p-3 font-mono text-sm">
          {JSON.stringify(state, undefined, 2)}
        </pre>
      </dd>
    </div>
  );
}
