/** CSV as RFC 4180 has it, as the gateway's own exports are. */

/** Spreadsheets take a text that begins so for a formula (https://owasp.org/www-community/attacks/CSV_Injection). */
const FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;
/** Without it Excel takes UTF-8 for something else. */
const BYTE_ORDER_MARK = '\ufeff';

type Cell = string | number;

/** A file of records, the names of the columns first. Texts that a spreadsheet would take for a formula are defused. */
export function csvOf(names: readonly string[], records: readonly (readonly Cell[])[]): string {
  return BYTE_ORDER_MARK + [names, ...records].map((cells) => `${cells.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: Cell): string {
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
