import type { Compilable } from 'kysely';
import { RedwolfError } from '../lib/errors.ts';
import type { AuditRow } from './account-ports.ts';
import { auditInsertion } from './audit.ts';
import type {
  ConfigSettingRow,
  ConfigurationChange,
  ConfigurationStore,
  CredentialRow,
  ModelRow,
  PlatformRow,
  SettingValue,
  StoredConfiguration,
} from './configuration-ports.ts';
import type { Database } from './database.ts';
import { DatabaseFailure } from './failure.ts';
import type { HistoryRow } from './ports.ts';

/** What was configured while redwolf ran, and its history. */
export class ConfigurationTables implements ConfigurationStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async load(): Promise<StoredConfiguration> {
    const { query } = this.#database;
    // First: a change in between leaves newer rows under an older version, and such a version can be written no more.
    const [newest] = await this.history(1);
    const [platforms, credentials, models, settings] = await Promise.all([
      query.selectFrom('platforms').selectAll().orderBy('position').orderBy('id').execute(),
      query.selectFrom('credentials').selectAll().orderBy('platform').orderBy('position').execute(),
      query.selectFrom('models').selectAll().orderBy('platform').orderBy('model').execute(),
      query.selectFrom('configSettings').selectAll().execute(),
    ]);
    return {
      version: newest?.configVersion ?? 0,
      platforms: platforms.map((row) => ({ ...row, isEnabled: row.isEnabled !== 0 })),
      credentials,
      models: models.map((row) => ({ ...row, isEnabled: row.isEnabled !== 0 })),
      settings,
    };
  }

  async commit(change: ConfigurationChange): Promise<void> {
    const statements = [
      // First, so that of two writers the second fails here.
      ...(change.history === undefined ? [] : [auditInsertion(this.#database, change.history)]),
      ...(change.removePlatforms ?? []).flatMap((id) => this.#removePlatform(id)),
      ...(change.putPlatforms ?? []).map((row) => this.#putPlatform(row)),
      ...[...(change.pools ?? [])].flatMap(([platform, rows]) => this.#setPool(platform, rows)),
      ...(change.removeModels ?? []).map((row) => this.#removeModel(row)),
      ...(change.putModels ?? []).map((row) => this.#putModel(row)),
      ...(change.removeSettings ?? []).map((name) => this.#removeSetting(name)),
      ...(change.putSettings ?? []).map((row) => this.#putSetting(row)),
      ...(change.putValues ?? []).map((row) => this.#putValue(row)),
    ];
    if (statements.length === 0) return;
    try {
      await this.#database.batch(statements);
    } catch (error) {
      if (error instanceof DatabaseFailure && error.reason === 'unique') throw changed(error);
      throw error;
    }
  }

  async history(limit: number, before?: number): Promise<readonly HistoryRow[]> {
    const newest = this.#changes().limit(limit);
    const rows = await (before === undefined ? newest : newest.where('configVersion', '<', before)).execute();
    return rows.filter(isChange);
  }

  async historySince(version: number): Promise<readonly HistoryRow[]> {
    const rows = await this.#changes().where('configVersion', '>=', version).execute();
    return rows.filter(isChange);
  }

  #changes() {
    const entries = this.#database.query.selectFrom('auditLog').selectAll();
    return entries.where('configVersion', 'is not', null).orderBy('configVersion', 'desc');
  }

  #putPlatform(row: PlatformRow): Compilable {
    const { id, ...values } = { ...row, isEnabled: Number(row.isEnabled) };
    const insertion = this.#database.query.insertInto('platforms').values({ id, ...values });
    return insertion.onConflict((conflict) => conflict.column('id').doUpdateSet(values));
  }

  #removePlatform(id: string): Compilable[] {
    const { query } = this.#database;
    return [
      query.deleteFrom('platforms').where('id', '=', id),
      query.deleteFrom('credentials').where('platform', '=', id),
    ];
  }

  #setPool(platform: string, rows: readonly CredentialRow[]): Compilable[] {
    const { query } = this.#database;
    const removal = query.deleteFrom('credentials').where('platform', '=', platform);
    return [removal, ...rows.map((row) => query.insertInto('credentials').values(row))];
  }

  #putModel(row: ModelRow): Compilable {
    const { platform, model, ...values } = { ...row, isEnabled: Number(row.isEnabled) };
    const insertion = this.#database.query.insertInto('models').values({ platform, model, ...values });
    return insertion.onConflict((conflict) => conflict.columns(['platform', 'model']).doUpdateSet(values));
  }

  #removeModel({ platform, model }: Pick<ModelRow, 'platform' | 'model'>): Compilable {
    return this.#database.query.deleteFrom('models').where('platform', '=', platform).where('model', '=', model);
  }

  #putSetting({ name, ...values }: ConfigSettingRow): Compilable {
    const insertion = this.#database.query.insertInto('configSettings').values({ name, ...values });
    return insertion.onConflict((conflict) => conflict.column('name').doUpdateSet(values));
  }

  #putValue({ name, value }: SettingValue): Compilable {
    const insertion = this.#database.query.insertInto('settings').values({ name, value });
    return insertion.onConflict((conflict) => conflict.column('name').doUpdateSet({ value }));
  }

  #removeSetting(name: string): Compilable {
    return this.#database.query.deleteFrom('configSettings').where('name', '=', name);
  }
}

function isChange(row: AuditRow): row is HistoryRow {
  return row.configVersion !== null && row.stateBefore !== null && row.stateAfter !== null;
}

function changed(cause: Error): RedwolfError {
  return new RedwolfError(
    'CONFIG_CHANGED',
    'Somebody else changed the configuration at the same moment. Nothing was changed by you; look at it again and try again.',
    { cause },
  );
}
