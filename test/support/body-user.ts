import assert from 'node:assert/strict';
import type { CallId, KeyId } from '../../src/lib/ids.ts';
import { cutBody } from '../../src/records/cut.ts';
import { type PackedCall, Packing } from '../../src/records/pack.ts';
import type { Retention } from '../../src/records/ports.ts';
import { StoredBodies } from '../../src/records/reader.ts';
import { Redactor } from '../../src/records/redact.ts';
import type { BodyTables } from '../../src/records/tables.ts';
import { Tidier } from '../../src/records/tidier.ts';
import { BodyWriter } from '../../src/records/writer.ts';

const EVERYTHING = Number.MAX_SAFE_INTEGER;

/** What a process has upon the tables: a writer, a reader and a tidier. One thing at a time. */
export class BodyUser {
  readonly tables: BodyTables;
  readonly writer: BodyWriter;
  readonly reader: StoredBodies;
  readonly tidier: Tidier;

  constructor(tables: BodyTables, retention: Retention = { days: 0, bytes: 0 }, now = 0) {
    this.tables = tables;
    this.writer = new BodyWriter(tables, new Redactor([]));
    this.reader = new StoredBodies(tables);
    this.tidier = new Tidier(
      tables,
      retention,
      () => now,
      () => this.writer.forget(),
    );
  }

  /** A whole round. */
  async tidy(): Promise<void> {
    while (await this.tidier.step());
  }

  async delete(id: string): Promise<void> {
    if (await this.tables.deleteCall(id)) this.tidier.littered();
  }

  /** Asserts that the call is kept, and whole. */
  async has(id: string, texts: readonly string[]): Promise<void> {
    const body = await this.reader.body(id, 'request', 0);
    assert.ok(body, id);
    assert.equal(body.toString(), requestOf(texts));
    assert.equal((await this.reader.body(id, 'raw', 0))?.toString(), texts.join());
  }

  async counts(): Promise<{ calls: number; bodies: number; blocks: number }> {
    return {
      calls: await this.tables.countCalls(),
      bodies: (await this.tables.bodiesAfter(0, EVERYTHING)).length,
      blocks: (await this.tables.blockIdsAfter(0, EVERYTHING)).length,
    };
  }
}

/** A call whose request is a conversation of these texts, and whose reply is the texts. */
export function packedCall(id: string, texts: readonly string[], startedAt = 0): PackedCall {
  const piece = Buffer.from(requestOf(texts));
  const stages = [
    { stage: 'request' as const, attempt: 0, head: { headers: {} }, pieces: [piece], bytes: piece.length },
    { stage: 'raw' as const, attempt: 0, head: { headers: {} }, pieces: [Buffer.from(texts.join())], bytes: 0 },
  ];
  return new Packing({ id: id as CallId, keyId: 'k' as KeyId, startedAt, stages, secrets: [], reserved: 0 }).whole();
}

/** How many rows tables have that keep these calls and nothing else. */
export function countsOf(calls: ReadonlyMap<string, readonly string[]>): Awaited<ReturnType<BodyUser['counts']>> {
  const bodies = new Map<string, Buffer>();
  for (const texts of calls.values()) {
    for (const body of [requestOf(texts), texts.join()]) bodies.set(body, Buffer.from(body));
  }
  const blocks = [...bodies.values()].flatMap(cutBody).map((block) => block.toString());
  return { calls: calls.size, bodies: bodies.size, blocks: new Set(blocks).size };
}

function requestOf(texts: readonly string[]): string {
  return JSON.stringify({ model: 'm', messages: texts.map((content) => ({ role: 'user', content })) });
}
