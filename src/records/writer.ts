import type { CallText } from '../store/call-text-ports.ts';
import { cutBody } from './cut.ts';
import { type DraftCall, draftCall, hashOf } from './draft.ts';
import { HashCache } from './hash-cache.ts';
import { encodeManifest } from './manifest.ts';
import type { PackedCall } from './pack.ts';
import type { Redactor } from './redact.ts';
import { squeeze } from './squeeze.ts';
import type { BlockRow, BodyBatch, BodyRow, BodyTables } from './tables.ts';

/** Some 10 MB of memory. */
const MOST_KNOWN_BLOCKS = 60_000;
const MOST_KNOWN_BODIES = 2_000;
/** Others came in between so often: they will have to wait for each other. */
const MOST_TRIES = 10;

/** Other processes wrote the same, or deleted what was needed, again and again. Another time it will succeed. */
export class Outpaced extends Error {}

/** What a batch needs, by hash: the ids of what is there, and what is not. */
interface Found {
  readonly ids: Map<string, number>;
  readonly missing: readonly (readonly [hash: string, bytes: Buffer])[];
}

/** A batch, and the ids that hold once it is written. */
interface Resolved {
  readonly batch: BodyBatch;
  readonly blocks: ReadonlyMap<string, number>;
  readonly bodies: ReadonlyMap<string, number>;
}

/** Cuts bodies into blocks, and writes those that are new. One call of `write` at a time. */
export class BodyWriter {
  readonly #tables: BodyTables;
  readonly #blocks = new HashCache(MOST_KNOWN_BLOCKS);
  readonly #bodies = new HashCache(MOST_KNOWN_BODIES);
  redactor: Redactor;

  constructor(tables: BodyTables, redactor: Redactor) {
    this.#tables = tables;
    this.redactor = redactor;
  }

  /**
   * All calls or none. Rejects with what the tables throw, and with Outpaced.
   *
   * @returns what the calls are found by
   */
  async write(calls: readonly PackedCall[]): Promise<readonly CallText[]> {
    const drafts = new Map<string, DraftCall>();
    for (const call of calls) if (!drafts.has(call.id)) drafts.set(call.id, draftCall(call, this.redactor));
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const resolved = await this.#resolve([...drafts.values()]);
      if (await this.#tables.write(resolved.batch)) {
        this.#remember(resolved);
        return [...drafts.values()].flatMap(({ text }) => text ?? []);
      }
      this.forget();
    }
    throw new Outpaced('other processes wrote the same bodies at the same time, again and again');
  }

  /** Forgets what it knows of the tables: rows were deleted. */
  forget(): void {
    this.#blocks.clear();
    this.#bodies.clear();
  }

  async #resolve(calls: readonly DraftCall[]): Promise<Resolved> {
    const bytes = new Map<string, Buffer>();
    for (const { bodies } of calls) for (const body of bodies) if (body !== null) bytes.set(body.hash, body.bytes);
    const bodies = await find(bytes, this.#bodies, (hashes) => this.#tables.bodyIds(hashes));
    const cut = new Map<string, Buffer>();
    const lists = bodies.missing.map(([, body]) => cutInto(cut, body));
    const blocks = await find(cut, this.#blocks, (hashes) => this.#tables.blockIds(hashes));
    const ids = await this.#tables.newIds(blocks.missing.length, bodies.missing.length);
    number(blocks, ids.blocks);
    number(bodies, ids.bodies);
    const batch = {
      blocks: blocks.missing.map(([hash, block]) => blockRow(idOf(blocks, hash), hash, block)),
      bodies: bodies.missing.map(([hash, { length }], index) => {
        const list = (lists[index] ?? []).map((block) => idOf(blocks, block));
        return bodyRow(idOf(bodies, hash), hash, length, list);
      }),
      calls: calls.map(({ text: _, ...call }) => ({
        ...call,
        bodies: call.bodies.map((body) => body && idOf(bodies, body.hash)),
      })),
    };
    return { batch, blocks: blocks.ids, bodies: bodies.ids };
  }

  #remember({ blocks, bodies }: Resolved): void {
    for (const [hash, id] of blocks) this.#blocks.set(hash, id);
    for (const [hash, id] of bodies) this.#bodies.set(hash, id);
  }
}

async function find(
  wanted: ReadonlyMap<string, Buffer>,
  cache: HashCache,
  ask: (hashes: readonly Uint8Array[]) => Promise<readonly (number | undefined)[]>,
): Promise<Found> {
  const ids = new Map<string, number>();
  const unknown: [string, Buffer][] = [];
  for (const [hash, bytes] of wanted) {
    const id = cache.get(hash);
    if (id === undefined) unknown.push([hash, bytes]);
    else ids.set(hash, id);
  }
  const answers = unknown.length === 0 ? [] : await ask(unknown.map(([hash]) => bytesOfHash(hash)));
  const missing = unknown.filter(([hash], index) => {
    const id = answers[index];
    if (id !== undefined) ids.set(hash, id);
    return id === undefined;
  });
  return { ids, missing };
}

/** Cuts a body, puts its blocks to the others, and gives their hashes. */
function cutInto(blocks: Map<string, Buffer>, body: Buffer): string[] {
  return cutBody(body).map((block) => {
    const hash = hashOf(block);
    blocks.set(hash, block);
    return hash;
  });
}

function number({ ids, missing }: Found, given: readonly number[]): void {
  for (const [index, [hash]] of missing.entries()) {
    const id = given[index];
    if (id !== undefined) ids.set(hash, id);
  }
}

function idOf({ ids }: Found, hash: string): number {
  const id = ids.get(hash);
  if (id === undefined) throw new TypeError('a hash was given no id');
  return id;
}

function blockRow(id: number, hash: string, bytes: Buffer): BlockRow {
  return { id, hash: bytesOfHash(hash), length: bytes.length, data: squeeze(bytes) };
}

function bodyRow(id: number, hash: string, length: number, blocks: readonly number[]): BodyRow {
  const manifest = encodeManifest(blocks);
  return { id, hash: bytesOfHash(hash), length, manifest: squeeze(manifest), manifestLength: manifest.length };
}

function bytesOfHash(hash: string): Buffer {
  return Buffer.from(hash, 'base64');
}
