import { IdSet } from './id-set.ts';
import { decodeManifest } from './manifest.ts';
import type { Retention } from './ports.ts';
import { unsqueeze } from './squeeze.ts';
import type { BodyRow, TidiedTables } from './tables.ts';

const DAY_MS = 86_400_000;
/** Rows that one step deals with: some ten milliseconds, between which calls are written. */
const CALLS_PER_STEP = 500;
const BODIES_PER_STEP = 200;
const BLOCKS_PER_STEP = 1_000;

/** What is done next. Each does a bounded amount of work, and says what comes then. */
type Step = () => Promise<Step | undefined>;

/**
 * Keeps the bodies within their retention: first calls that are too old go, then the oldest while there are too many
 * bytes; then the bodies that no call has; then, by mark and sweep, the blocks that no body has; then the space is given
 * back. Writers of this and of other processes may come between any two steps: before a block is deleted, the bodies
 * that came meanwhile are marked too, while nobody writes.
 */
export class Tidier {
  readonly #tables: TidiedTables;
  readonly #clock: () => number;
  readonly #onDeleted: () => void;
  #next: Step | undefined;
  #marked = new IdSet();
  /** What has a higher id was written after the marking began. */
  #horizon = { block: 0, body: 0 };
  /** The blocks of all bodies up to this one are marked. */
  #seen = 0;
  /** Blocks may be there that nobody has. True at the start: the last process may have been stopped in the middle. */
  #isLittered = true;
  retention: Retention;

  /**
   * @param clock UTC in milliseconds since 1970
   * @param onDeleted told when rows are gone that a writer may know
   */
  constructor(tables: TidiedTables, retention: Retention, clock: () => number, onDeleted: () => void) {
    this.#tables = tables;
    this.retention = retention;
    this.#clock = clock;
    this.#onDeleted = onDeleted;
  }

  /** A call was deleted by hand. */
  littered(): void {
    this.#isLittered = true;
  }

  /**
   * Does one step; false when there is nothing left to do, or another process does it. Rejects with what the tables throw,
   * and begins anew then.
   */
  async step(): Promise<boolean> {
    try {
      if (!(await this.#tables.mayTidy())) return this.#stop();
      const step = this.#next ?? (() => this.#byAge());
      this.#next = await step();
      if (this.#next === undefined) await this.#tables.endTidying();
      return this.#next !== undefined;
    } catch (error) {
      this.#stop();
      await this.#tables.endTidying().catch(() => undefined);
      throw error;
    }
  }

  /** What was begun is done from the start the next time. */
  stop(): void {
    this.#stop();
  }

  #stop(): false {
    if (this.#next !== undefined) this.#isLittered = true;
    this.#next = undefined;
    this.#marked = new IdSet();
    return false;
  }

  async #byAge(): Promise<Step> {
    const { days } = this.retention;
    if (days > 0 && (await this.#deleteBefore(this.#clock() - days * DAY_MS, CALLS_PER_STEP))) {
      return () => this.#byAge();
    }
    return () => this.#byBytes();
  }

  async #byBytes(): Promise<Step | undefined> {
    const { used } = await this.#tables.size();
    const { bytes } = this.retention;
    // What calls that are gone leave behind comes first: it may be enough.
    if (this.#isLittered) {
      // What is littered from now on may have been passed already: then all of it is done once more.
      this.#isLittered = false;
      return () => this.#unused(0);
    }
    if (bytes === 0 || used <= bytes) return this.#reclaim();
    const share = Math.ceil((await this.#tables.countCalls()) * (1 - bytes / used));
    return () => this.#oldest(share);
  }

  /** How many bytes a call alone holds is not known, so it is as many calls as bytes are too many, and then once more. */
  async #oldest(count: number): Promise<Step | undefined> {
    const isAny = await this.#deleteBefore(Number.MAX_SAFE_INTEGER, Math.min(count, CALLS_PER_STEP));
    const left = count - CALLS_PER_STEP;
    if (isAny && left > 0) return () => this.#oldest(left);
    return isAny || this.#isLittered ? () => this.#byBytes() : this.#reclaim();
  }

  async #deleteBefore(startedAt: number, most: number): Promise<boolean> {
    const deleted = await this.#tables.deleteCallsBefore(startedAt, most);
    if (deleted > 0) this.#isLittered = true;
    return deleted > 0;
  }

  async #unused(after: number): Promise<Step> {
    const bodies = await this.#tables.bodiesAfter(after, BODIES_PER_STEP);
    const ids = bodies.map(({ id }) => id);
    await this.#tables.alone(async () => {
      if ((await this.#tables.deleteUnusedBodies(ids)) > 0) this.#onDeleted();
    });
    const last = bodies.at(-1)?.id;
    if (last !== undefined) return () => this.#unused(last);
    this.#marked = new IdSet();
    this.#horizon = await this.#tables.alone(() => this.#tables.highest());
    return () => this.#mark(0);
  }

  async #mark(after: number): Promise<Step> {
    const bodies = await this.#tables.bodiesAfter(after, BODIES_PER_STEP);
    this.#markBlocksOf(bodies);
    const last = bodies.at(-1)?.id;
    if (last !== undefined && last < this.#horizon.body) return () => this.#mark(last);
    this.#seen = this.#horizon.body;
    return () => this.#markNewer();
  }

  /** Bodies that were written meanwhile. Nobody writes now, so that none can come later with an id that was passed. */
  async #markNewer(): Promise<Step> {
    const isAny = await this.#tables.alone(() => this.#markSomeNewer());
    return () => (isAny ? this.#markNewer() : this.#sweep(0));
  }

  async #markSomeNewer(): Promise<boolean> {
    const bodies = await this.#tables.bodiesAfter(this.#seen, BODIES_PER_STEP);
    this.#markBlocksOf(bodies);
    this.#seen = bodies.at(-1)?.id ?? this.#seen;
    return bodies.length > 0;
  }

  #markBlocksOf(bodies: readonly BodyRow[]): void {
    for (const { manifest, manifestLength } of bodies) {
      for (const id of decodeManifest(unsqueeze(manifest, manifestLength))) this.#marked.add(id);
    }
  }

  async #sweep(after: number): Promise<Step> {
    const last = await this.#tables.alone(async () => {
      while (await this.#markSomeNewer());
      const ids = await this.#tables.blockIdsAfter(after, BLOCKS_PER_STEP);
      const unused = ids.filter((id) => id <= this.#horizon.block && !this.#marked.has(id));
      await this.#tables.deleteBlocks(unused);
      if (unused.length > 0) this.#onDeleted();
      return ids.at(-1);
    });
    if (last !== undefined && last < this.#horizon.block) return () => this.#sweep(last);
    this.#marked = new IdSet();
    return () => this.#byBytes();
  }

  async #reclaim(): Promise<Step | undefined> {
    if ((await this.#tables.size()).free === 0) return undefined;
    await this.#tables.reclaim();
    return () => this.#reclaim();
  }
}
