import type { ReactNode } from 'react';
import { classes } from './classes.ts';

export interface Column<Row> {
  readonly id: string;
  readonly title: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  readonly isNumber?: boolean;
  /** Where there is little room, it is left out. */
  readonly isMinor?: boolean;
  /** What can be done with the row. */
  readonly isMenu?: boolean;
}

interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** Where there is little room, the cells of a row stand below one another, its menu beside the first. */
  readonly isStacked?: boolean;
  readonly onRow?: (row: Row) => void;
}

const STACKED_ROW =
  'max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:items-center max-md:gap-1 max-md:py-3 max-md:first:border-t-0';

/** A table of some dozens of rows. It scrolls by itself where there is too little room. */
export function Table<Row>({ label, columns, rows, rowKey, isStacked = false, onRow }: TableProps<Row>) {
  const look = ({ isNumber, isMenu, isMinor }: Column<Row>) =>
    classes(
      'px-3 first:pl-0 last:pr-0',
      isNumber || isMenu ? 'text-right tabular-nums' : 'text-left',
      isMinor && 'max-md:hidden',
    );
  const stacked = ({ isMenu }: Column<Row>, index: number) =>
    isStacked &&
    classes(
      'max-md:p-0 max-md:text-left',
      isMenu ? 'max-md:col-start-2 max-md:row-start-1' : index > 0 && 'max-md:col-span-2',
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section aria-label={label} tabIndex={0} className="relative overflow-x-auto">
      <table className={classes('w-full border-collapse', isStacked && 'max-md:block')} aria-label={label}>
        <thead className={classes(isStacked && 'max-md:sr-only')}>
          <tr className="text-sm text-quiet">
            {columns.map((column) => (
              <th key={column.id} scope="col" className={classes('pb-2 font-medium whitespace-nowrap', look(column))}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={classes(isStacked && 'max-md:block')}>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              onClick={onRow && (() => onRow(row))}
              className={classes(
                'border-t border-line align-middle',
                isStacked && STACKED_ROW,
                onRow && 'cursor-pointer hover:bg-sunken',
              )}
            >
              {columns.map((column, index) => (
                <td key={column.id} className={classes('py-2', look(column), stacked(column, index))}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
