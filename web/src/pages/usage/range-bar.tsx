import { useState } from 'react';
import { useLanguage } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/choice.tsx';
import { TextField } from '../../ui/field.tsx';
import { dayText, problemOf, type UsageSpan } from './ranges.ts';
import { RANGES, type Range } from './search.ts';
import { spanText } from './span-text.ts';
import { useUsageSearch } from './use-usage-search.ts';

/** Which time the page is about. */
export function RangeBar({ span }: { readonly span: UsageSpan }) {
  const { language, t } = useLanguage();
  const { search, go } = useUsageSearch();
  const range = search.range ?? '7d';
  const choose = (next: Range) => {
    const days = { from: dayText(span.from), until: dayText(span.until - 1) };
    go({ range: next, ...(next === 'custom' ? days : { from: undefined, until: undefined }) });
  };
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Choice
          label={t('usage.range')}
          value={range}
          options={RANGES.map((value) => ({ value, text: t(`usage.range.${value}`) }))}
          onChange={choose}
        />
        <p className="text-sm text-quiet">{spanText(span, language)}</p>
      </div>
      {range === 'custom' && <CustomRange key={`${search.from} ${search.until}`} />}
    </div>
  );
}

function CustomRange() {
  const { t } = useLanguage();
  const { search, go } = useUsageSearch();
  const [days, setDays] = useState({ from: search.from ?? '', until: search.until ?? '' });
  const problem = problemOf(days);
  return (
    <form
      className="flex flex-wrap items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (problem === undefined) go(days);
      }}
    >
      <TextField
        className="w-44"
        label={t('usage.custom.from')}
        type="date"
        value={days.from}
        onChange={(event) => setDays({ ...days, from: event.target.value })}
      />
      <TextField
        className="w-44"
        label={t('usage.custom.until')}
        type="date"
        value={days.until}
        problem={problem && t(`usage.custom.${problem}`)}
        onChange={(event) => setDays({ ...days, until: event.target.value })}
      />
      <Button type="submit" className="mt-6" disabled={problem !== undefined}>
        {t('usage.custom.show')}
      </Button>
    </form>
  );
}
