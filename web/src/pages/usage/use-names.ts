import { useQuery } from '@tanstack/react-query';
import { keysQuery, usersQuery } from '../../api/queries.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { useAccount } from '../../shell/account.ts';
import { usePurposeName } from '../../ui/call-parts.tsx';
import type { Dimension } from './search.ts';

export type NameOf = (dimension: Dimension, value: string) => string;

/** What people call the values of a dimension. Keys and users that are gone are shown by their ids. */
export function useNames(): NameOf {
  const { t } = useLanguage();
  const { role } = useAccount();
  const purposeName = usePurposeName();
  const keys = useQuery(keysQuery).data?.keys ?? [];
  const users = useQuery({ ...usersQuery, enabled: role === 'admin' }).data?.users ?? [];
  return (dimension, value) => {
    if (value === '') return t(`usage.none.${dimension}`);
    if (dimension === 'key') return keys.find(({ id }) => id === value)?.name ?? value;
    if (dimension === 'user') return users.find(({ id }) => id === value)?.name ?? value;
    return dimension === 'purpose' ? purposeName(value) : value;
  };
}
