import { ListFilter, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { CallView } from '../../../../src/admin/contract/calls.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { formatMoment } from '../../lib/format.ts';
import { useAccount } from '../../shell/account.ts';
import { Button } from '../../ui/button.tsx';
import { CONTROL } from '../../ui/field.tsx';
import { Menu, MenuItem } from '../../ui/menu.tsx';
import { isFiltered, partsOf, withoutPart } from './filter.ts';
import { FilterDialog } from './filter-dialog.tsx';
import { FILTER_TITLES, type FilterName, useValueName } from './filter-names.ts';
import { type CallsSearch, SORTS } from './search.ts';
import { SearchBox } from './search-box.tsx';
import { TimeFilter } from './time-filter.tsx';
import { useCallsSearch } from './use-search.ts';

/** Search, time, filters and order of the list. */
export function FilterBar({ calls, children }: { readonly calls: readonly CallView[]; readonly children?: ReactNode }) {
  const { search, setSearch } = useCallsSearch();
  const { text, ...others } = search;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          text={text ?? ''}
          onChange={(next) => setSearch(next === '' ? others : { ...others, text: next }, text !== undefined)}
        />
        <TimeFilter search={search} onChange={setSearch} />
        <SortChoice search={search} onChange={setSearch} />
        <FilterMenu search={search} calls={calls} onChange={setSearch} />
        {children}
      </div>
      <Chips search={search} onChange={setSearch} />
    </div>
  );
}

interface PartProps {
  readonly search: CallsSearch;
  readonly onChange: (search: CallsSearch) => void;
}

function SortChoice({ search, onChange }: PartProps) {
  const { t } = useLanguage();
  const { sort = 'newest', ...rest } = search;
  const choose = (value: string) => {
    const next = SORTS.find((name) => name === value);
    onChange(next === undefined || next === 'newest' ? rest : { ...rest, sort: next });
  };
  return (
    <select
      aria-label={t('calls.sort')}
      className={`${CONTROL} min-w-0 flex-1 basis-24 sm:w-auto! sm:flex-none sm:basis-auto`}
      value={sort}
      onChange={(event) => choose(event.target.value)}
    >
      {SORTS.map((name) => (
        <option key={name} value={name}>
          {t(`calls.sort.${name}`)}
        </option>
      ))}
    </select>
  );
}

const OFFERED: readonly FilterName[] = [
  'model',
  'platform',
  'key',
  'user',
  'scene',
  'purpose',
  'outcome',
  'status',
  'session',
  'agent',
];

function FilterMenu({ search, calls, onChange }: PartProps & { readonly calls: readonly CallView[] }) {
  const { t } = useLanguage();
  const { role } = useAccount();
  const [name, setName] = useState<FilterName>();
  const names = OFFERED.filter((one) => one !== 'user' || role === 'admin');
  return (
    <>
      <Menu trigger={<Button icon={ListFilter}>{t('calls.filter')}</Button>}>
        {names.map((one) => (
          <MenuItem key={one} onSelect={() => setName(one)}>
            {t(FILTER_TITLES[one])}
          </MenuItem>
        ))}
      </Menu>
      {name !== undefined && (
        <FilterDialog name={name} search={search} calls={calls} onApply={onChange} onClose={() => setName(undefined)} />
      )}
    </>
  );
}

function Chips({ search, onChange }: PartProps) {
  const { t, language } = useLanguage();
  const valueName = useValueName();
  if (!isFiltered(search)) return null;
  const { last, from, until, ...rest } = search;
  const { sort } = search;
  const moment = (text: string) => (text.includes('T') ? formatMoment(Date.parse(text), language) : text);
  return (
    <ul aria-label={t('calls.filters')} className="flex flex-wrap items-center gap-1.5">
      {last !== undefined && <Chip text={t(`calls.time.${last}`)} onRemove={() => onChange(rest)} />}
      {from !== undefined && (
        <Chip
          text={t('calls.chip.from', { moment: moment(from) })}
          onRemove={() => onChange({ ...rest, ...(until !== undefined && { until }) })}
        />
      )}
      {until !== undefined && (
        <Chip
          text={t('calls.chip.until', { moment: moment(until) })}
          onRemove={() => onChange({ ...rest, ...(from !== undefined && { from }) })}
        />
      )}
      {partsOf(search).map((part) => (
        <Chip
          key={`${part.name} ${part.value}`}
          text={t('calls.chip', { name: t(FILTER_TITLES[part.name]), value: valueName(part) })}
          onRemove={() => onChange(withoutPart(search, part))}
        />
      ))}
      <li>
        <Button look="plain" isSmall onClick={() => onChange(sort === undefined ? {} : { sort })}>
          {t('calls.filters.clear')}
        </Button>
      </li>
    </ul>
  );
}

function Chip({ text, onRemove }: { readonly text: string; readonly onRemove: () => void }) {
  const { t } = useLanguage();
  return (
    <li className="inline-flex max-w-full items-center rounded-full bg-wash pl-3 text-sm text-accent">
      <span className="truncate">{text}</span>
      <button
        type="button"
        aria-label={t('calls.chip.remove', { filter: text })}
        onClick={onRemove}
        className="grid size-8 shrink-0 place-items-center rounded-full hover:bg-card"
      >
        <X aria-hidden="true" className="size-3.5" />
      </button>
    </li>
  );
}
