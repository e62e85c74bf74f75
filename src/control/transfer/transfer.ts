import { BACKUP_FORMAT, BACKUP_KIND } from '../../admin/backup-format.ts';
import type { Backup, RestoreReply } from '../../admin/contract/transfer.ts';
import type { Actor, RestoreOptions, TransferPort } from '../../admin/ports.ts';
import type { Clock } from '../../lib/clock.ts';
import { version } from '../../lib/version.ts';
import type { RuntimeConfiguration } from '../configuration.ts';
import { staleVersion } from '../refusals.ts';
import { exportedConfig } from './export-file.ts';
import { partsOf, type RestoreDraft, restoreBackup } from './restore-backup.ts';

/** Takes the configuration out as a file, and a backup of it back in. */
export class ConfigurationTransfer implements TransferPort {
  readonly #configuration: RuntimeConfiguration;
  readonly #clock: Pick<Clock, 'now'>;

  constructor(configuration: RuntimeConfiguration, clock: Pick<Clock, 'now'>) {
    this.#configuration = configuration;
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.now();
  }

  async file(): Promise<string> {
    // The writer brings a library that a start without a file needs not.
    const { writeFile } = await import('../../config/write-file.ts');
    const { effective, state } = this.#configuration;
    const { config, notes } = exportedConfig(effective, state, version());
    return writeFile(config, notes);
  }

  backup(): Backup {
    const { platforms, models, sections } = partsOf(this.#configuration.state);
    const file = {
      kind: BACKUP_KIND,
      format: BACKUP_FORMAT,
      redwolf: version(),
      createdAt: this.now(),
      platforms: Object.entries(platforms).map(([id, platform]) => ({ id, ...platform })),
      models: Object.entries(models).map(([key, model]) => {
        const [platform = ''] = key.split(':');
        return { platform, id: key.slice(platform.length + 1), ...model };
      }),
      ...sections,
    };
    // A snapshot has the form of the contract: a backup that could not be read back fails the tests.
    return file as unknown as Backup;
  }

  async restore(backup: Backup, { isDryRun, seen }: RestoreOptions, who: Actor): Promise<RestoreReply> {
    let made: RestoreDraft | undefined;
    await this.#configuration.change(
      who,
      'configuration.restore',
      (context) => {
        const { state } = context;
        if (seen !== undefined && seen < state.version) throw staleVersion(state.version);
        made = restoreBackup(context, backup);
        return made;
      },
      isDryRun,
    );
    const { lines = [], same = 0, notes = [] } = made ?? {};
    const { version: now } = this.#configuration.state;
    return { dryRun: isDryRun, version: now, lines: [...lines], same, notes: [...notes] };
  }
}
