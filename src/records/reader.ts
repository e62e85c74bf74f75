import { hashOf, type SheetStage } from './draft.ts';
import { decodeManifest } from './manifest.ts';
import type { KeptStage, Stage } from './ports.ts';
import { unsqueeze } from './squeeze.ts';
import type { BodyTables, CallEntry } from './tables.ts';

/** Puts bodies together again. Each method rejects with what the tables throw. */
export class StoredBodies {
  readonly #tables: BodyTables;

  constructor(tables: BodyTables) {
    this.#tables = tables;
  }

  stages(id: string): Promise<readonly KeptStage[]> {
    return this.#tables.reading(async () => {
      const call = await this.#tables.call(id);
      if (call === undefined) return [];
      const kept: KeptStage[] = [];
      for (const [position, stage] of sheetOf(call).entries()) {
        const body = call.bodies[position] ?? null;
        kept.push({ ...stage, keptBytes: body === null ? null : ((await this.#tables.body(body))?.length ?? null) });
      }
      return kept;
    });
  }

  /** Undefined where it is not kept. Rejects too where it is not what was written. */
  body(id: string, stage: Stage, attempt: number): Promise<Buffer | undefined> {
    return this.#tables.reading(async () => {
      const call = await this.#tables.call(id);
      const position = call && sheetOf(call).findIndex((kept) => kept.stage === stage && kept.attempt === attempt);
      const body = call?.bodies[position ?? -1] ?? null;
      return body === null ? undefined : this.#join(body);
    });
  }

  async #join(bodyId: number): Promise<Buffer | undefined> {
    const body = await this.#tables.body(bodyId);
    if (body === undefined) return undefined;
    const ids = decodeManifest(unsqueeze(body.manifest, body.manifestLength));
    const blocks = await this.#tables.blocks(ids);
    const bytes = Buffer.concat(
      ids.map((id) => {
        const block = blocks.get(id);
        if (block === undefined) throw new Error(`block ${id} of body ${bodyId} is missing`);
        return unsqueeze(block.data, block.length);
      }),
    );
    if (hashOf(bytes) !== Buffer.from(body.hash).toString('base64')) {
      throw new Error(`body ${bodyId} is damaged: its bytes have another hash than those that were written`);
    }
    return bytes;
  }
}

function sheetOf({ sheet, sheetLength }: CallEntry): readonly SheetStage[] {
  // Nobody but the writer writes sheets.
  return JSON.parse(unsqueeze(sheet, sheetLength).toString()) as SheetStage[];
}
