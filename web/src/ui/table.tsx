import type { ReactNode } from 'react';
import { classes } from './classes.ts';

export interface Column<Row> {
  readonly id: string;
  readonly title: ReactNode;
  readonly cell: (row: Row) => ReactNode;
  readonly isNumber?: boolean;
  /** Where there is little room, it is left out. */
  readonly isMinor?: boolean;
}

interface TableProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly onRow?: (row: Row) => void;
}

/** A table of some dozens of rows. It scrolls by itself where there is too little room. */
export function Table<Row>({ label, columns, rows, rowKey, onRow }: TableProps<Row>) {
  const look = ({ isNumber, isMinor }: Column<Row>) =>
    classes(
      'px-3 first:pl-0 last:pr-0',
      isNumber ? 'text-right tabular-nums' : 'text-left',
      isMinor && 'max-md:hidden',
    );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by the keyboard
    <section aria-label={label} tabIndex={0} className="relative overflow-x-auto">
      <table className="w-full border-collapse" aria-label={label}>
        <thead>
          <tr className="text-sm text-quiet">
            {columns.map((column) => (
              <th key={column.id} scope="col" className={classes('pb-2 font-medium whitespace-nowrap', look(column))}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={rowKey(row)}
              onClick={onRow && (() => onRow(row))}
              className={classes('border-t border-line align-middle', onRow && 'cursor-pointer hover:bg-sunken')}
            >
              {columns.map((column) => (
                <td key={column.id} className={classes('py-2', look(column))}>
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
