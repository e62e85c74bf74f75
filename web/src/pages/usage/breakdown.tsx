import { Download } from 'lucide-react';
import { useState } from 'react';
import type { UsageReply } from '../../../../src/admin/contract/usage.ts';
import { useLanguage } from '../../i18n/language.tsx';
import { downloadText } from '../../lib/download.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Loaded } from '../../ui/states.tsx';
import { Table } from '../../ui/table.tsx';
import type { CallsSearch } from '../calls/search.ts';
import { type Part, partColumns } from './breakdown-columns.tsx';
import { OTHERS_COLOUR } from './chart-data.ts';
import { fileName, partsCsv } from './csv-files.ts';
import type { UsageSpan } from './ranges.ts';
import type { Dimension, Measure, UsageFilter } from './search.ts';
import { measured } from './stack.ts';
import { type NameOf, useNames } from './use-names.ts';
import { timesQuery, useParts } from './use-usage.ts';
import { useUsageSearch } from './use-usage-search.ts';

/** So many are shown at first. */
const FIRST_ROWS = 12;

/** The sums of each value of the chosen dimension, the largest first. */
export function Breakdown({ span }: { readonly span: UsageSpan }) {
  const { t, count } = useLanguage();
  const { search, measure, filter, go } = useUsageSearch();
  const [isWhole, setWhole] = useState(false);
  const nameOf = useNames();
  const query = useParts(span, filter, search.by);
  const parts = query.data === undefined ? [] : partsOf(query.data, search.by, measure, nameOf);
  const columns = partColumns({
    t,
    dimension: search.by,
    onFilter: filter[search.by] === undefined ? (value) => go({ [search.by]: value }) : undefined,
    callsOf: (value) => ({ ...listsOf({ ...filter, [search.by]: value }), ...timesQuery(span) }),
  });
  const download = () => downloadText(fileName(span, `usage-${search.by}`), partsCsv(parts, search.by), 'text/csv');
  return (
    <Card
      title={t(`usage.parts.${search.by}`)}
      actions={
        <Button icon={Download} disabled={parts.length === 0} onClick={download}>
          {t('usage.csv')}
        </Button>
      }
    >
      <Loaded query={query} rows={5}>
        {() => (
          <Table
            label={t(`usage.by.${search.by}`)}
            columns={columns}
            rows={isWhole ? parts : parts.slice(0, FIRST_ROWS)}
            rowKey={({ value }) => value}
          />
        )}
      </Loaded>
      {!isWhole && parts.length > FIRST_ROWS && (
        <div className="mt-3 grid justify-center">
          <Button onClick={() => setWhole(true)}>{count('usage.parts.all', parts.length)}</Button>
        </div>
      )}
    </Card>
  );
}

function partsOf({ rows, total }: UsageReply, dimension: Dimension, measure: Measure, nameOf: NameOf): readonly Part[] {
  const all = measured(total, measure);
  return rows
    .toSorted((a, b) => measured(b, measure) - measured(a, measure))
    .map(({ group, ...sums }, index) => {
      const value = group[dimension] ?? '';
      const share = all === 0 ? 0 : measured(sums, measure) / all;
      const colour = share > 0 ? Math.min(index + 1, OTHERS_COLOUR) : undefined;
      return { ...sums, value, title: nameOf(dimension, value), share, colour };
    });
}

/** The filter as that of the list of calls, which may have several values of each. */
function listsOf(filter: UsageFilter): CallsSearch {
  return Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, [value]]));
}
