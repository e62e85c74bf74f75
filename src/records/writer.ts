import { hash } from 'node:crypto';
import { cutBody } from './cut.ts';
import { HashCache } from './hash-cache.ts';
import { encodeManifest } from './manifest.ts';
import { type PackedCall, type PackedStage, unpack } from './pack.ts';
import type { CapturedHead } from './ports.ts';
import type { Redactor } from './redact.ts';
import { squeeze } from './squeeze.ts';
import type { BlockRow, BodyRow, BodyTables, CallEntry } from './tables.ts';

/** Some 10 MB of memory. */
const MOST_KNOWN_BLOCKS = 60_000;
const MOST_KNOWN_BODIES = 2_000;

/** A stage as its sheet says it. */
export type SheetStage = Pick<PackedStage, 'stage' | 'attempt' | 'head' | 'bytes'>;

/** Cuts bodies into blocks, and writes those that are new. One call of `write` at a time. */
export class BodyWriter {
  readonly #tables: BodyTables;
  readonly #onBlocks: (ids: readonly number[]) => void;
  readonly #blocks = new HashCache(MOST_KNOWN_BLOCKS);
  readonly #bodies = new HashCache(MOST_KNOWN_BODIES);
  #lastBlock = 0;
  #lastBody = 0;
  redactor: Redactor;

  private constructor(tables: BodyTables, redactor: Redactor, onBlocks: (ids: readonly number[]) => void) {
    this.#tables = tables;
    this.redactor = redactor;
    this.#onBlocks = onBlocks;
  }

  /** @param onBlocks told of the blocks of each new body before it is written */
  static async open(
    tables: BodyTables,
    redactor: Redactor,
    onBlocks: (ids: readonly number[]) => void,
  ): Promise<BodyWriter> {
    const writer = new BodyWriter(tables, redactor, onBlocks);
    const highest = await tables.highest();
    writer.#lastBlock = highest.block;
    writer.#lastBody = highest.body;
    return writer;
  }

  /** All calls or none. Rejects with what the tables throw. */
  async write(calls: readonly PackedCall[]): Promise<void> {
    const blocks: BlockRow[] = [];
    const bodies: BodyRow[] = [];
    try {
      const entries: CallEntry[] = [];
      for (const call of calls) entries.push(await this.#entry(call, blocks, bodies));
      await this.#tables.write({ blocks, bodies, calls: entries });
    } catch (error) {
      // Ids that were given in vain are not given again, and must not be found again.
      this.forget();
      throw error;
    }
  }

  /** Forgets what it knows of the tables: rows were deleted. */
  forget(): void {
    this.#blocks.clear();
    this.#bodies.clear();
  }

  async #entry(call: PackedCall, blocks: BlockRow[], bodies: BodyRow[]): Promise<CallEntry> {
    const ids: (number | null)[] = [];
    // What is the same stretch of memory need not even be hashed again.
    const same = new Map<string, number>();
    for (const { ranges } of call.stages) {
      const place = ranges?.join() ?? '';
      let id: number | null = same.get(place) ?? null;
      if (ranges !== null && id === null) {
        id = await this.#body(this.redactor.bytes(unpack(call.bytes, ranges), call.secrets), blocks, bodies);
        same.set(place, id);
      }
      ids.push(id);
    }
    const sheet = Buffer.from(JSON.stringify(call.stages.map((stage) => this.#sheetStage(stage, call.secrets))));
    const { id, keyId, startedAt } = call;
    return { id, keyId, startedAt, sheet: squeeze(sheet), sheetLength: sheet.length, bodies: ids };
  }

  #sheetStage({ stage, attempt, head, bytes }: PackedStage, secrets: readonly string[]): SheetStage {
    return { stage, attempt, head: this.#cleanHead(head, secrets), bytes };
  }

  #cleanHead(head: CapturedHead, secrets: readonly string[]): CapturedHead {
    const clean = (text: string) => this.redactor.text(text, secrets);
    const headers = Object.fromEntries(Object.entries(head.headers).map(([name, value]) => [name, clean(value)]));
    return { ...head, ...(head.path !== undefined && { path: clean(head.path) }), headers };
  }

  async #body(bytes: Buffer, blocks: BlockRow[], bodies: BodyRow[]): Promise<number> {
    const key = hashOf(bytes);
    const known = this.#bodies.get(key) ?? (await this.#tables.bodyId(Buffer.from(key, 'base64')));
    if (known !== undefined) {
      this.#bodies.set(key, known);
      return known;
    }
    const ids: number[] = [];
    for (const block of cutBody(bytes)) ids.push(await this.#block(block, blocks));
    this.#onBlocks(ids);
    const manifest = encodeManifest(ids);
    const id = ++this.#lastBody;
    bodies.push({
      id,
      hash: Buffer.from(key, 'base64'),
      length: bytes.length,
      manifest: squeeze(manifest),
      manifestLength: manifest.length,
    });
    this.#bodies.set(key, id);
    return id;
  }

  async #block(bytes: Buffer, blocks: BlockRow[]): Promise<number> {
    const key = hashOf(bytes);
    let id = this.#blocks.get(key) ?? (await this.#tables.blockId(Buffer.from(key, 'base64')));
    if (id === undefined) {
      id = ++this.#lastBlock;
      blocks.push({ id, hash: Buffer.from(key, 'base64'), length: bytes.length, data: squeeze(bytes) });
    }
    this.#blocks.set(key, id);
    return id;
  }
}

function hashOf(bytes: Buffer): string {
  return hash('sha256', bytes, 'base64');
}
