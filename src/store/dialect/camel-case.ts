import { CamelCasePlugin, type PluginTransformResultArgs, type QueryResult, type UnknownRow } from 'kysely';

/**
 * Columns in camelCase. Kysely's own plugin looks at each name of each row, and into the values; here the names are those
 * of the first row, since all rows of a result have the same columns, and no column holds an object.
 */
export class CamelCaseColumns extends CamelCasePlugin {
  constructor() {
    super({ underscoreBeforeDigits: true, maintainNestedObjectKeys: true });
  }

  override async transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    const columns = Object.keys(result.rows[0] ?? {});
    const names = columns.map((column) => [this.camelCase(column), column] as const);
    return { ...result, rows: result.rows.map((row) => renamed(row, names)) };
  }
}

function renamed(row: UnknownRow, names: readonly (readonly [name: string, column: string])[]): UnknownRow {
  const made: UnknownRow = {};
  for (const [name, column] of names) made[name] = row[column];
  return made;
}
