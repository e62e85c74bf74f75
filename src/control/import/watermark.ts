import { hash } from 'node:crypto';
import type { SettingStore } from '../../store/ports.ts';
import type { OldDatabase } from './old-database.ts';

/**
 * Until when the calls of one old database are here. Rows are deleted in time and what they add up to stays, so that a call
 * without a row may have been counted already.
 */
export class Watermark {
  readonly #settings: Pick<SettingStore, 'set'>;
  readonly #name: string;
  /** UTC milliseconds. */
  readonly importedUntil: number;
  #latest: number;

  private constructor(settings: Pick<SettingStore, 'set'>, name: string, importedUntil: number) {
    this.#settings = settings;
    this.#name = name;
    this.importedUntil = importedUntil;
    this.#latest = importedUntil;
  }

  static async open(settings: Pick<SettingStore, 'get' | 'set'>, { identity }: OldDatabase): Promise<Watermark> {
    const name = `imported_until:${hash('sha256', identity).slice(0, 16)}`;
    // Databases that cannot be told from each other have no common mark.
    const written = identity === '' ? undefined : await settings.get(name);
    return new Watermark(settings, name, Number(written ?? Number.NEGATIVE_INFINITY));
  }

  /** @param at when a call ended, in UTC milliseconds */
  note(at: number): void {
    this.#latest = Math.max(this.#latest, at);
  }

  /** To be called when all calls are here. */
  async save(): Promise<void> {
    if (this.#latest > this.importedUntil) await this.#settings.set(this.#name, String(this.#latest));
  }
}
