import { useQuery } from '@tanstack/react-query';
import type { KeyView } from '../../../../src/admin/contract/keys.ts';
import { usersQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { hasRole, useAccount } from '../../shell/account.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { Ago } from '../../ui/time.tsx';
import type { OpenedKey } from './key-dialogs.tsx';
import { KeyLimits } from './key-limits.tsx';
import { KeyMenu } from './key-menu.tsx';

interface KeyTableProps {
  readonly keys: readonly KeyView[];
  readonly onOpen: (opened: OpenedKey) => void;
}

/** All keys that the user may see. */
export function KeyTable({ keys, onOpen }: KeyTableProps) {
  const { t } = useLanguage();
  const owners = useOwnerColumn();
  const columns: readonly Column<KeyView>[] = [
    { id: 'name', title: t('keys.name'), cell: (key) => <Name of={key} /> },
    ...owners,
    { id: 'state', title: t('keys.state'), cell: (key) => <State of={key} /> },
    { id: 'limits', title: t('keys.limits'), cell: (key) => <KeyLimits of={key} /> },
    { id: 'expires', title: t('keys.expires'), cell: (key) => <Expiry of={key} />, isMinor: true },
    {
      id: 'menu',
      title: <span className="sr-only">{t('keys.actions')}</span>,
      isMenu: true,
      cell: (key) => <KeyMenu of={key} onOpen={onOpen} />,
    },
  ];
  return <Table isStacked label={t('places.keys')} columns={columns} rows={keys} rowKey={({ id }) => id} />;
}

/** Whose key it is; a member sees only their own. */
function useOwnerColumn(): readonly Column<KeyView>[] {
  const { t } = useLanguage();
  const isAdmin = hasRole(useAccount().role, 'admin');
  const { data } = useQuery({ ...usersQuery, enabled: isAdmin });
  if (!isAdmin) return [];
  const nameOf = (id: string | null) => data?.users.find((user) => user.id === id)?.name ?? id;
  return [
    { id: 'owner', title: t('keys.owner'), cell: ({ owner }) => nameOf(owner) ?? t('keys.owner.none'), isMinor: true },
  ];
}

function Name({ of: key }: { readonly of: KeyView }) {
  const { t } = useLanguage();
  return (
    <span className="grid">
      <span className="flex flex-wrap items-center gap-2 font-medium">
        {key.name}
        {key.origin === 'file' && <Badge title={t('keys.file.about')}>{t('keys.file')}</Badge>}
      </span>
      <span className="font-mono text-sm text-quiet">{key.prefix}…</span>
    </span>
  );
}

const TONES: Readonly<Record<KeyView['state'], Tone>> = { active: 'good', disabled: 'neutral', expired: 'bad' };

function State({ of: key }: { readonly of: KeyView }) {
  const { t } = useLanguage();
  return (
    <span className="flex flex-wrap gap-1">
      <Badge tone={TONES[key.state]}>{t(`keys.state.${key.state}`)}</Badge>
      {key.previousUntil !== null && <Badge tone="warn">{t('keys.rotated')}</Badge>}
    </span>
  );
}

function Expiry({ of: { expiresAt } }: { readonly of: KeyView }) {
  const { t } = useLanguage();
  return expiresAt === null ? t('keys.expires.never') : <Ago at={expiresAt} />;
}
