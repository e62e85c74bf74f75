import { useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CONTROL, TextField } from '../../ui/field.tsx';
import { type CallsSearch, SPANS } from './search.ts';

interface TimeFilterProps {
  readonly search: CallsSearch;
  readonly onChange: (search: CallsSearch) => void;
}

/** The last hour, the last days, or a span of one's own. */
export function TimeFilter({ search, onChange }: TimeFilterProps) {
  const { t } = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const { last, from, until, ...rest } = search;
  const isCustom = from !== undefined || until !== undefined;
  const choose = (value: string) => {
    const span = SPANS.find((one) => one === value);
    if (value === 'custom') setOpen(true);
    else if (value !== 'own') onChange(span === undefined ? rest : { ...rest, last: span });
  };
  return (
    <>
      <select
        aria-label={t('calls.time')}
        className={`${CONTROL} min-w-0 flex-1 basis-24 max-sm:px-1! max-sm:text-sm sm:w-auto! sm:max-w-48 sm:flex-none sm:basis-auto`}
        value={isCustom ? 'own' : (last ?? '')}
        onChange={(event) => choose(event.target.value)}
      >
        <option value="">{t('calls.time.all')}</option>
        {SPANS.map((span) => (
          <option key={span} value={span}>
            {t(`calls.time.${span}`)}
          </option>
        ))}
        {/* Beside it, as what is chosen already cannot be chosen again to be changed. */}
        {isCustom && <option value="own">{t('calls.time.own')}</option>}
        <option value="custom">{t('calls.time.custom')}</option>
      </select>
      {isOpen && <SpanDialog search={search} onChange={onChange} onClose={() => setOpen(false)} />}
    </>
  );
}

/** From and until, in the zone of the browser. */
function SpanDialog({ search, onChange, onClose }: TimeFilterProps & { readonly onClose: () => void }) {
  const { t } = useLanguage();
  const { last: _, from, until, ...rest } = search;
  const [begin, setBegin] = useState(localOf(from, false));
  const [end, setEnd] = useState(localOf(until, true));
  const isWrong = begin !== '' && end !== '' && begin >= end;
  const apply = () => {
    const [first, past] = [momentOf(begin), momentOf(end)];
    onChange({ ...rest, ...(first !== undefined && { from: first }), ...(past !== undefined && { until: past }) });
    onClose();
  };
  const footer = (
    <>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button look="main" disabled={isWrong} onClick={apply}>
        {t('calls.filter.apply')}
      </Button>
    </>
  );
  return (
    <Dialog title={t('calls.time.custom.title')} onClose={onClose} footer={footer}>
      <TextField
        type="datetime-local"
        label={t('calls.time.from')}
        value={begin}
        onChange={(event) => setBegin(event.target.value)}
      />
      <TextField
        type="datetime-local"
        label={t('calls.time.until')}
        hint={t('calls.time.until.hint')}
        problem={isWrong ? t('calls.time.wrong') : undefined}
        value={end}
        onChange={(event) => setEnd(event.target.value)}
      />
    </Dialog>
  );
}

const DAY_MS = 24 * 60 * 60 * 1_000;

/** As a field for a local time takes it. A day as an end is the end of that day. */
function localOf(text: string | undefined, isEnd: boolean): string {
  if (text === undefined) return '';
  const at = Date.parse(text) + (isEnd && !text.includes('T') ? DAY_MS : 0);
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function momentOf(local: string): string | undefined {
  return local === '' ? undefined : new Date(local).toISOString();
}
