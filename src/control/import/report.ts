import {
  IMPORT_PARTS,
  type ImportLine,
  type ImportPart,
  type ImportReply,
  type ImportState,
} from '../../admin/contract/import.ts';

const HIDDEN = '[secret]';
/** Shorter ones may be words. */
const SHORTEST_SECRET = 8;
const LONGEST_NAME = 200;

/** Collects what became of each thing. No secret of the original's database gets into it. */
export class ImportReport {
  readonly #secrets: readonly string[];
  readonly #lines: ImportLine[] = [];
  readonly #notes: string[] = [];

  constructor(secrets: readonly string[]) {
    // Of two that begin alike the longer one first, or its end would stay.
    this.#secrets = secrets.filter(({ length }) => length >= SHORTEST_SECRET).toSorted((a, b) => b.length - a.length);
  }

  imported(part: ImportPart, name: string, why?: string, count?: number): void {
    this.#add(part, 'imported', name, why, count);
  }

  present(part: ImportPart, name: string, why?: string, count?: number): void {
    this.#add(part, 'present', name, why, count);
  }

  skipped(part: ImportPart, name: string, why: string, count?: number): void {
    this.#add(part, 'skipped', name, why, count);
  }

  note(sentence: string): void {
    this.#notes.push(this.hide(sentence));
  }

  /** A text without the secrets: people give things odd names. */
  hide(text: string): string {
    return this.#secrets.reduce((clean, secret) => clean.replaceAll(secret, HIDDEN), text);
  }

  count(part: ImportPart, state: ImportState): number {
    const ofThese = this.#lines.filter((line) => line.part === part && line.state === state);
    return ofThese.reduce((sum, { count }) => sum + count, 0);
  }

  reply(dryRun: boolean): ImportReply {
    const counts = (part: ImportPart) => ({
      imported: this.count(part, 'imported'),
      present: this.count(part, 'present'),
      skipped: this.count(part, 'skipped'),
    });
    return {
      dryRun,
      lines: this.#lines,
      notes: this.#notes,
      counts: {
        platforms: counts('platforms'),
        models: counts('models'),
        routing: counts('routing'),
        scenes: counts('scenes'),
        keys: counts('keys'),
        calls: counts('calls'),
        bodies: counts('bodies'),
      },
    };
  }

  /** What a change says of itself, such as `3 keys, 120 calls`; empty where nothing was imported. */
  summary(): string {
    const parts = IMPORT_PARTS.map((part) => [part, this.count(part, 'imported')] as const);
    return parts
      .filter(([, count]) => count > 0)
      .map(([part, count]) => `${count} ${part}`)
      .join(', ');
  }

  #add(part: ImportPart, state: ImportState, name: string, why: string | undefined, count = 1): void {
    if (count === 0) return;
    const line = { part, state, name: shown(this.hide(name)), count, why: why === undefined ? null : this.hide(why) };
    this.#lines.push(line);
  }
}

/** Names come from the file: what a terminal would take for an order is none. */
function shown(name: string): string {
  const line = name.replace(/\p{Cc}+/gu, ' ');
  return line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME)}…` : line;
}
