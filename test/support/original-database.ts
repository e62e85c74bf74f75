/**
 * Makes databases of the original redwolf: the tables as its `database.py` (https://github.com/itshen/redwolf, commit
 * b46f0da) has SQLAlchemy make them, column for column.
 */

import { DatabaseSync } from 'node:sqlite';

const PLAIN: Readonly<Record<string, string>> = {
  api_records: `id INTEGER NOT NULL, method VARCHAR, path VARCHAR, headers TEXT, body TEXT, response_status INTEGER,
    response_headers TEXT, response_body TEXT, timestamp DATETIME, duration_ms INTEGER, target_platform VARCHAR,
    target_model VARCHAR, platform_base_url VARCHAR, processed_prompt TEXT, processed_headers TEXT, model_raw_headers TEXT,
    model_raw_response TEXT, routing_scene VARCHAR, user_key_id INTEGER, input_tokens INTEGER, output_tokens INTEGER,
    total_tokens INTEGER, PRIMARY KEY (id)`,
  platform_configs: `id INTEGER NOT NULL, platform_type VARCHAR, api_key VARCHAR, base_url VARCHAR, enabled BOOLEAN,
    timeout INTEGER, created_at DATETIME, updated_at DATETIME, PRIMARY KEY (id)`,
  model_configs: `id INTEGER NOT NULL, platform_type VARCHAR, model_id VARCHAR, model_name VARCHAR, enabled BOOLEAN,
    priority INTEGER, description TEXT, created_at DATETIME, updated_at DATETIME, PRIMARY KEY (id)`,
  routing_configs: `id INTEGER NOT NULL, config_name VARCHAR, config_type VARCHAR, is_active BOOLEAN, config_data TEXT,
    created_at DATETIME, updated_at DATETIME, PRIMARY KEY (id)`,
  routing_scenes: `id INTEGER NOT NULL, routing_config_id INTEGER, scene_name VARCHAR, scene_description TEXT, models TEXT,
    priority INTEGER, enabled BOOLEAN, created_at DATETIME, PRIMARY KEY (id)`,
  claude_code_servers: `id INTEGER NOT NULL, name VARCHAR, url VARCHAR, api_key VARCHAR, timeout INTEGER, priority INTEGER,
    enabled BOOLEAN, created_at DATETIME, updated_at DATETIME, PRIMARY KEY (id)`,
  system_configs: `id INTEGER NOT NULL, config_key VARCHAR, config_value TEXT, config_type VARCHAR, description TEXT,
    created_at DATETIME, updated_at DATETIME, PRIMARY KEY (id)`,
  user_auth: `id INTEGER NOT NULL, password_hash VARCHAR NOT NULL, salt VARCHAR NOT NULL, is_first_login BOOLEAN,
    last_login DATETIME, created_at DATETIME, updated_at DATETIME, PRIMARY KEY (id)`,
  login_sessions: `id INTEGER NOT NULL, session_token VARCHAR, expires_at DATETIME, created_at DATETIME, PRIMARY KEY (id)`,
  user_keys: `id INTEGER NOT NULL, key_name VARCHAR NOT NULL, api_key VARCHAR NOT NULL, max_tokens INTEGER,
    used_tokens INTEGER, expires_at DATETIME, is_active BOOLEAN, created_at DATETIME, updated_at DATETIME, PRIMARY KEY (id)`,
  key_usage_logs: `id INTEGER NOT NULL, user_key_id INTEGER, api_record_id INTEGER, model_name VARCHAR,
    platform_type VARCHAR, input_tokens INTEGER, output_tokens INTEGER, total_tokens INTEGER, timestamp DATETIME,
    PRIMARY KEY (id)`,
};

const INDEXES: Readonly<Record<string, readonly string[]>> = {
  api_records: ['id', 'method', 'path', 'timestamp', 'target_platform', 'target_model', 'user_key_id'],
  platform_configs: ['id', 'platform_type UNIQUE'],
  model_configs: ['id', 'platform_type', 'model_id'],
  routing_configs: ['id', 'config_name UNIQUE'],
  routing_scenes: ['id', 'routing_config_id'],
  claude_code_servers: ['id', 'name'],
  system_configs: ['id', 'config_key UNIQUE'],
  user_auth: ['id'],
  login_sessions: ['id', 'session_token UNIQUE'],
  user_keys: ['id', 'api_key UNIQUE'],
  key_usage_logs: ['id', 'user_key_id', 'api_record_id', 'model_name', 'platform_type', 'timestamp'],
};

export type Cell = string | number | bigint | null | Uint8Array;
export type Cells = Readonly<Record<string, Cell>>;

export interface OriginalOptions {
  /** Tables that an older version did not have. */
  readonly without?: readonly string[];
  /** As somebody else's table of that name: nothing keeps rows from being odd. */
  readonly loose?: readonly string[];
}

/** The original's database, open for writing. */
export class OriginalDatabase {
  readonly #database: DatabaseSync;

  /** Makes the tables where the file is new. */
  constructor(file: string, { without = [], loose = [] }: OriginalOptions = {}) {
    this.#database = new DatabaseSync(file);
    // Nobody minds if the machine fails in a test.
    this.run('PRAGMA synchronous = OFF');
    if (this.#database.prepare('select 1 from sqlite_schema').get() !== undefined) return;
    for (const [table, columns] of Object.entries(PLAIN)) {
      if (without.includes(table)) continue;
      const isLoose = loose.includes(table);
      this.run(`CREATE TABLE ${table} (${isLoose ? columns.replaceAll(/ NOT NULL(?=,)/g, '') : columns})`);
      for (const index of INDEXES[table] ?? []) {
        const [column, unique = ''] = index.split(' ');
        if (!isLoose) this.run(`CREATE ${unique} INDEX ix_${table}_${column} ON ${table} (${column})`);
      }
    }
  }

  run(sql: string): void {
    this.#database.exec(sql);
  }

  /** @returns the id of the row */
  insert(table: string, cells: Cells): number {
    const columns = Object.keys(cells);
    const places = columns.map(() => '?').join(', ');
    const statement = this.#database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places})`);
    return Number(statement.run(...Object.values(cells)).lastInsertRowid);
  }

  close(): void {
    this.#database.close();
  }
}

/** A time as SQLAlchemy writes it. @param at UTC milliseconds */
export function sqlTime(at: number): string {
  return new Date(at).toISOString().replace('T', ' ').replace('Z', '456');
}
