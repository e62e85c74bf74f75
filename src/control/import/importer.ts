import { auditEntry } from '../../admin/audit-entry.ts';
import type { ImportReply } from '../../admin/contract/import.ts';
import type { Actor, ImporterPort, ImportOptions } from '../../admin/ports.ts';
import type { KeyRing } from '../../gateway/key-ring.ts';
import type { Clock } from '../../lib/clock.ts';
import { importedKeyId } from '../../lib/ids.ts';
import { Turns } from '../../lib/turns.ts';
import type { PriceBook } from '../../prices/book.ts';
import type { AuditLog } from '../../store/account-ports.ts';
import type { CallStore, KeyStore, SettingStore } from '../../store/ports.ts';
import type { RuntimeConfiguration } from '../configuration.ts';
import type { CallOwner } from './call-rows.ts';
import { BodyImport, type BodyKeeper } from './import-bodies.ts';
import { importCalls } from './import-calls.ts';
import { importConfiguration } from './import-configuration.ts';
import { importKeys } from './import-keys.ts';
import { learnModels, newModels } from './import-models.ts';
import { KeySpending } from './key-spending.ts';
import type { OldCall } from './old-calls.ts';
import { OldDatabase } from './old-database.ts';
import { clientSecrets, type OldKey, readKeys } from './old-keys.ts';
import { readModels } from './old-models.ts';
import { type OldServer, platformSecrets, readPlatforms, readServers } from './old-platforms.ts';
import { readRouting } from './old-routing.ts';
import { readScenes } from './old-scenes.ts';
import { ImportReport } from './report.ts';
import { withUpload } from './upload.ts';
import { Watermark } from './watermark.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

export interface ImporterParts {
  readonly configuration: RuntimeConfiguration;
  readonly keys: KeyStore;
  readonly calls: Pick<CallStore, 'add' | 'knownIds'>;
  readonly audit: Pick<AuditLog, 'append'>;
  readonly settings: Pick<SettingStore, 'get' | 'set'>;
  readonly ring: Pick<KeyRing, 'hashOf'>;
  readonly book: PriceBook;
  readonly clock: Pick<Clock, 'now'>;
  /** Who keeps bodies, or why nobody can. Asked only if bodies are wanted. */
  readonly bodies: () => Promise<BodyKeeper | string>;
  /** Makes the stored keys those that hold. */
  readonly onKeys: () => Promise<void>;
  /** Where an upload lies while it is read: as private as the database. */
  readonly dataDir: string;
}

/** One import under way. */
interface Run extends ImportOptions {
  readonly database: OldDatabase;
  readonly report: ImportReport;
  readonly secrets: readonly string[];
  readonly who: Actor;
}

/**
 * Brings in what the original redwolf (docs/original.md) kept in its `api_records.db`: configuration, client keys, calls. What
 * is here already stays as it is, so that an import can be done again at any time.
 */
export class Importer implements ImporterPort {
  readonly #parts: ImporterParts;
  /** One import after the other. */
  readonly #turns = new Turns(1);

  constructor(parts: ImporterParts) {
    this.#parts = parts;
  }

  /** Rejects with RedwolfError IMPORT_FILE_UNREADABLE or IMPORT_FILE_INVALID, having changed nothing; as the store does. */
  importFile(file: string, options: ImportOptions, who: Actor): Promise<ImportReply> {
    return this.#turns.take(() => this.#import(file, file, options, who));
  }

  importUpload(pieces: AsyncIterable<Uint8Array>, options: ImportOptions, who: Actor): Promise<ImportReply> {
    return this.#turns.take(() =>
      withUpload(this.#parts.dataDir, pieces, (file) => this.#import(file, 'The file', options, who)),
    );
  }

  async #import(file: string, name: string, options: ImportOptions, who: Actor): Promise<ImportReply> {
    const database = await OldDatabase.open(file, name);
    try {
      const secrets = [...(await platformSecrets(database)), ...(await clientSecrets(database))];
      const report = new ImportReport(secrets);
      await this.#importAll({ ...options, database, report, secrets, who });
      return report.reply(options.isDryRun);
    } finally {
      await database.close();
    }
  }

  async #importAll(run: Run): Promise<void> {
    const { keys, ring } = this.#parts;
    const { database, report } = run;
    const servers = await this.#importConfiguration(run);
    const oldKeys = await readKeys(database, keys, ring);
    const spending = new KeySpending();
    // Before the keys: what is left of a key is known when its calls are.
    await this.#importCalls(run, servers, oldKeys, spending);
    await this.#importKeys(run, oldKeys, spending);
    report.note("The administrator's password and sessions are not taken over: redwolf has its own login.");
    const summary = report.summary();
    if (run.isDryRun || summary === '') return;
    const what = `Imported from the original redwolf: ${summary}.`;
    await this.#parts.audit.append(auditEntry(run.who, this.#parts.clock.now(), { action: 'import.done', what }));
  }

  async #importConfiguration({ database, report, who, isDryRun }: Run): Promise<readonly OldServer[]> {
    const { configuration, clock } = this.#parts;
    const { types } = configuration.base;
    const platforms = await readPlatforms(database, types);
    const ids = platforms.flatMap(({ body }) => body?.id ?? []);
    const servers = await readServers(database, types, ids);
    const models = await readModels(database);
    const routing = await readRouting(database);
    const scenes = await readScenes(database, routing);
    const settings = { platforms, servers, models: models.models, routing, scenes };
    const { state } = await configuration.change(
      who,
      'configuration.import',
      (context) => importConfiguration(context, settings, report),
      isDryRun,
    );
    const learnt = newModels(configuration, state, models, report);
    if (!isDryRun) await learnModels(configuration, learnt, clock.now());
    for (const name of routing.unreadable)
      report.skipped('routing', `the configuration ${name}`, 'it is no JSON object');
    return servers;
  }

  async #importCalls(
    run: Run,
    servers: readonly OldServer[],
    oldKeys: readonly OldKey[],
    spending: KeySpending,
  ): Promise<void> {
    const { configuration, book, calls, settings } = this.#parts;
    const { base, effective, routing } = configuration;
    const types = new Map(effective.platforms.map(({ id, type }) => [id, type]));
    await book.load([...types.values(), routing.baseline.platformType]);
    const bodies = await this.#bodyImport(run);
    // Of two servers of one name the first one was asked.
    const serverIds = new Map(servers.toReversed().map(({ server, body }) => [server, body?.id]));
    const owners = new Map(oldKeys.map((key) => [key.row, key]));
    await importCalls(run.database, {
      ...{ calls, spending, report: run.report, isDryRun: run.isDryRun },
      watermark: await Watermark.open(settings, run.database),
      ...{ types: base.types, prices: book, baseline: routing.baseline },
      ownerOf: (call) => ownerOf(call, owners, run.database),
      platformOfServer: (name) => serverIds.get(name),
      // Also of one that was deleted there, or could not be brought in: its id was its type.
      typeOf: (platform) => types.get(platform) ?? base.types.get(platform.replaceAll('_', '-'))?.type,
      each: async (call, row) => bodies?.take(call, row),
    });
    await bodies?.tell(run.report);
  }

  async #bodyImport({ withBodies, database, secrets, report, isDryRun }: Run): Promise<BodyImport | undefined> {
    const { configuration, clock } = this.#parts;
    const { capture, retentionDays, retentionCallDays } = configuration.effective.config.records;
    if (!withBodies) return undefined;
    const isKept = capture === 'full';
    const bodies = isKept
      ? await this.#parts.bodies()
      : `the configuration says not to keep them (capture: ${capture})`;
    if (typeof bodies === 'string') {
      report.skipped('bodies', 'prompts and replies', bodies);
      return undefined;
    }
    // Of a call whose row is gone nobody finds the bodies.
    const days = Math.min(...[retentionDays, retentionCallDays].map((limit) => limit || Number.POSITIVE_INFINITY));
    const keptSince = clock.now() - days * DAY_MS;
    return new BodyImport(database, { bodies, secrets, keptSince, isDryRun });
  }

  async #importKeys({ report, who, isDryRun }: Run, oldKeys: readonly OldKey[], spending: KeySpending): Promise<void> {
    const { keys, ring, clock, onKeys } = this.#parts;
    await importKeys(oldKeys, { keys, ring, spending, report, who, now: clock.now(), isDryRun });
    if (!isDryRun) await onKeys();
  }
}

/** The row of a key that was deleted there may have been given to a later one. */
function ownerOf(
  { key, endedAt }: OldCall,
  owners: ReadonlyMap<string, OldKey>,
  { identity }: OldDatabase,
): CallOwner | undefined {
  if (key === '') return undefined;
  const owner = owners.get(key);
  if (owner !== undefined && (owner.createdAt ?? 0) <= endedAt) return owner;
  return { id: importedKeyId(JSON.stringify([identity, key])), name: `deleted key ${key}`, owner: null };
}
