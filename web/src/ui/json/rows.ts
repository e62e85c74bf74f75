/** The lines of a JSON tree: only what is open has any, so that a body of megabytes costs no more than what is seen of it. */

export interface JsonRow {
  /** Where it stands: names and positions, joined as in a JSON pointer. */
  readonly path: string;
  readonly depth: number;
  /** Of its field, or its position in a list; undefined at the top. */
  readonly name: string | number | undefined;
  readonly value: unknown;
  /** How many it holds; undefined for what holds nothing: a text, a number. */
  readonly size: number | undefined;
  readonly isOpen: boolean;
}

/** What the reader opened and closed, by path; the rest is open as far as it is small and near the top. */
export type OpenPaths = ReadonlyMap<string, boolean>;

const OPEN_DEPTH = 3;
const OPEN_SIZE = 30;
/** Positions of a list that is longer than this are shown in parts. */
const PART = 1_000;

/** The rows that are seen, from top to bottom. */
export function rowsOf(value: unknown, open: OpenPaths): readonly JsonRow[] {
  const rows: JsonRow[] = [];
  addRow(rows, { path: '', depth: 0, name: undefined, value }, open);
  return rows;
}

function addRow(rows: JsonRow[], row: Omit<JsonRow, 'size' | 'isOpen'>, open: OpenPaths): void {
  const { path, depth, value } = row;
  const size = sizeOf(value);
  const isOpen = size !== undefined && (open.get(path) ?? (depth < OPEN_DEPTH && (depth === 0 || size <= OPEN_SIZE)));
  rows.push({ ...row, size, isOpen });
  if (!isOpen) return;
  for (const [name, child] of childrenOf(value)) {
    addRow(rows, { path: `${path}/${String(name).replaceAll('/', '~1')}`, depth: depth + 1, name, value: child }, open);
  }
}

function sizeOf(value: unknown): number | undefined {
  if (value instanceof ListPart) return value.items.length;
  if (typeof value !== 'object' || value === null) return undefined;
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

/** A stretch of a long list. */
class ListPart {
  readonly start: number;
  readonly items: readonly unknown[];

  constructor(start: number, items: readonly unknown[]) {
    this.start = start;
    this.items = items;
  }
}

function childrenOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (value instanceof ListPart) return value.items.map((item, index) => [value.start + index, item]);
  if (!Array.isArray(value)) return Object.entries(value ?? {});
  if (value.length <= PART) return value.map((item, index) => [index, item]);
  return Array.from({ length: Math.ceil(value.length / PART) }, (_, part) => {
    const items = value.slice(part * PART, (part + 1) * PART);
    return [`${part * PART}…${part * PART + items.length - 1}`, new ListPart(part * PART, items)];
  });
}

/** What a closed or open row says of what it holds: `[3]`, `{2}`. */
export function bracketsOf({ value, size = 0 }: JsonRow): string {
  return Array.isArray(value) || value instanceof ListPart ? `[${size}]` : `{${size}}`;
}

/** What is copied of a row. */
export function copyOf({ value }: JsonRow): string {
  if (typeof value === 'string') return value;
  return JSON.stringify(value instanceof ListPart ? value.items : value, null, 2);
}
