import { useState } from 'react';
import type { CallView } from '../../../../src/admin/contract/calls.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/field.tsx';
import { type FilterPart, partsOf, withoutPart, withPart } from './filter.ts';
import { FILTER_TITLES, type FilterName, useFilterValues, useValueName } from './filter-names.ts';
import type { CallsSearch } from './search.ts';

/** Those that fit first are enough: the field above them narrows them down. */
const MOST_OFFERED = 60;
/** What is chosen from alone: anything else finds nothing. */
const CLOSED: ReadonlySet<FilterName> = new Set(['key', 'user', 'outcome', 'purpose']);
const SINGLE: ReadonlySet<FilterName> = new Set(['status']);

interface FilterDialogProps {
  readonly name: FilterName;
  readonly search: CallsSearch;
  /** Calls that are shown, for what they offer. */
  readonly calls: readonly CallView[];
  readonly onApply: (search: CallsSearch) => void;
  readonly onClose: () => void;
}

/** Chooses the values of one filter. */
export function FilterDialog({ name, search, calls, onApply, onClose }: FilterDialogProps) {
  const { t } = useLanguage();
  const [draft, setDraft] = useState(search);
  const [typed, setTyped] = useState('');
  const chosen = partsOf(draft).flatMap((part) => (part.name === name ? [part.value] : []));
  const offered = useOffered(name, calls, chosen, typed.trim());
  const toggle = (part: FilterPart) =>
    setDraft(chosen.includes(part.value) ? withoutPart(draft, part) : withPart(draft, part));
  const apply = () => {
    onApply(draft);
    onClose();
  };
  const footer = (
    <>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button look="main" onClick={apply}>
        {t('calls.filter.apply')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('calls.filter.title', { name: t(FILTER_TITLES[name]) })} onClose={onClose} footer={footer}>
      <TextField
        label={t(CLOSED.has(name) ? 'calls.filter.narrow' : 'calls.filter.type')}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Values name={name} offered={offered} chosen={chosen} toggle={toggle} />
    </Dialog>
  );
}

interface ValuesProps {
  readonly name: FilterName;
  readonly offered: readonly string[];
  readonly chosen: readonly string[];
  readonly toggle: (part: FilterPart) => void;
}

function Values({ name, offered, chosen, toggle }: ValuesProps) {
  const { t } = useLanguage();
  const valueName = useValueName();
  if (offered.length === 0) return <p className="text-quiet">{t('calls.filter.none')}</p>;
  return (
    <fieldset className="grid max-h-72 gap-0.5 overflow-y-auto">
      <legend className="sr-only">{t(FILTER_TITLES[name])}</legend>
      {offered.map((value) => (
        <label key={value} className="flex min-h-9 items-center gap-2.5 rounded-lg px-2 hover:bg-wash">
          <input
            type={SINGLE.has(name) ? 'radio' : 'checkbox'}
            name={name}
            className="size-4 accent-accent"
            checked={chosen.includes(value)}
            onChange={() => toggle({ name, value })}
          />
          <span className="min-w-0 [overflow-wrap:anywhere]">{valueName({ name, value })}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** Chosen values first; what was typed is one too, where a filter is not for certain values only. */
function useOffered(
  name: FilterName,
  calls: readonly CallView[],
  chosen: readonly string[],
  typed: string,
): readonly string[] {
  const values = useFilterValues(name, calls);
  const valueName = useValueName();
  const found = values.filter((value) => valueName({ name, value }).toLowerCase().includes(typed.toLowerCase()));
  const isOwn = typed !== '' && !CLOSED.has(name) && (name !== 'status' || /^[1-5](\d\d|xx)$/.test(typed));
  return [...new Set([...(isOwn ? [typed] : []), ...chosen, ...found])].slice(0, MOST_OFFERED);
}
