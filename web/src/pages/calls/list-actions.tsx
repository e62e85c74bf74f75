import { useQuery } from '@tanstack/react-query';
import { Download, Ellipsis, Hash, Keyboard, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { CountReply } from '../../../../src/admin/contract/calls.ts';
import { addressOf, get, type QueryValues } from '../../api/client.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatFailure } from '../../lib/format.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { DeleteCalls } from './delete-calls.tsx';
import { KeyHelp } from './key-help.tsx';

interface ListActionsProps {
  readonly filterQuery: QueryValues;
  readonly isFiltered: boolean;
  readonly onDeleted: () => void;
}

/** What can be done with all calls of the filter. */
export function ListActions({ filterQuery, isFiltered, onDeleted }: ListActionsProps) {
  const { t } = useLanguage();
  const [open, setOpen] = useState<'delete' | 'keys'>();
  const close = () => setOpen(undefined);
  const download = (format: 'jsonl' | 'csv') => {
    const link = document.createElement('a');
    link.href = addressOf('/api/calls/export', { ...filterQuery, format });
    link.download = '';
    link.click();
  };
  return (
    <>
      <CountButton filterQuery={filterQuery} />
      <Menu trigger={<IconButton icon={Ellipsis} label={t('calls.actions')} look="normal" />}>
        <MenuItem icon={Download} onSelect={() => download('csv')}>
          {t('calls.export.csv')}
        </MenuItem>
        <MenuItem icon={Download} onSelect={() => download('jsonl')}>
          {t('calls.export.jsonl')}
        </MenuItem>
        <MenuItem icon={Keyboard} onSelect={() => setOpen('keys')}>
          {t('calls.keys')}
        </MenuItem>
        <MenuItem icon={Trash2} isDangerous onSelect={() => setOpen('delete')}>
          {t(isFiltered ? 'calls.delete.filtered' : 'calls.delete.all')}
        </MenuItem>
      </Menu>
      {open === 'keys' && <KeyHelp onClose={close} />}
      {open === 'delete' && (
        <DeleteCalls filterQuery={filterQuery} isFiltered={isFiltered} onDeleted={onDeleted} onClose={close} />
      )}
    </>
  );
}

/** How many calls the filter finds: asked for only on demand, as the gateway has to look at each. */
function CountButton({ filterQuery }: { readonly filterQuery: QueryValues }) {
  const { t, count } = useLanguage();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ['calls-count', filterQuery],
    queryFn: ({ signal }) => get<CountReply>(addressOf('/api/calls/count', filterQuery), signal),
    enabled: false,
    gcTime: 0,
  });
  return (
    <Button icon={Hash} disabled={isFetching} title={t('calls.count.about')} onClick={() => refetch()}>
      <span aria-live="polite">
        {isFetching
          ? t('loading')
          : error !== null
            ? formatFailure(error, t)
            : data === undefined
              ? t('calls.count.ask')
              : count('calls.count', data.calls)}
      </span>
    </Button>
  );
}
