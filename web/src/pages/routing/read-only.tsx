import { Lock } from 'lucide-react';
import type { RoutingReply } from '../../../../src/admin/contract/settings.ts';
import { useLanguage } from '../../i18n/language.tsx';

/** What the configuration file may declare. */
export type RoutingField = RoutingReply['readOnly'][number];

/** Says that a part stands in the configuration file, where it does. */
export function ReadOnlyNote({ routing, field }: { readonly routing: RoutingReply; readonly field: RoutingField }) {
  const { t } = useLanguage();
  if (!routing.readOnly.includes(field)) return null;
  return (
    <p className="mb-3 flex items-start gap-2 rounded-lg bg-info-wash px-3 py-2 text-sm text-info">
      <Lock aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      {t('routing.readOnly')}
    </p>
  );
}
