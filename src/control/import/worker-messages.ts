/** What the main thread and the worker that reads the original's database say to each other. Imports nothing. */

export interface ReaderStart {
  readonly file: string;
}

/** Columns of each table, by the table's name; or why the file cannot be read. */
export type ReaderOpening =
  | { readonly isOpen: true; readonly tables: Readonly<Record<string, readonly string[]>> }
  | { readonly isOpen: false; readonly reason: string };

export interface ReaderQuestion {
  readonly id: number;
  readonly sql: string;
  readonly parameters: readonly (string | number)[];
}

/** SQLite knows no types of columns: any value may stand in any of them. */
export type OldValue = string | number | null;
export type OldRow = Readonly<Record<string, OldValue>>;

export type ReaderAnswer =
  | { readonly id: number; readonly rows: readonly OldRow[] }
  | { readonly id: number; readonly reason: string };
