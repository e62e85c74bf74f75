import { keptHeaders } from '../../gateway/capture/kept-headers.ts';
import { MOST_KEPT_BYTES } from '../../gateway/capture/stage-tap.ts';
import { clientSecrets, hidable } from '../../gateway/known-secrets.ts';
import { asObject, asString } from '../../lib/json.ts';
import type { BodyReader, BodyRecorder, CapturedStage } from '../../records/ports.ts';
import type { CallRow } from '../../store/ports.ts';
import type { OldCall } from './old-calls.ts';
import type { OldDatabase } from './old-database.ts';
import { jsonOf } from './old-values.ts';
import type { ImportReport } from './report.ts';
import type { OldRow, OldValue } from './worker-messages.ts';

const COLUMNS = [
  'headers',
  'body',
  'processed_headers',
  'processed_prompt',
  'model_raw_headers',
  'model_raw_response',
  'response_headers',
  'response_body',
];

/** Keeps bodies, and says what it has. */
export type BodyKeeper = BodyRecorder & BodyReader;

export interface ImportBodiesParts {
  readonly bodies: BodyKeeper;
  /** Every key that the original knew: none of them may be stored. */
  readonly secrets: readonly string[];
  /** UTC milliseconds: what is older would be deleted at once. */
  readonly keptSince: number;
  readonly isDryRun: boolean;
}

/** Brings in what passed of the calls: as the client sent it, as the platform got it, and both ways back. */
export class BodyImport {
  readonly #database: OldDatabase;
  readonly #parts: ImportBodiesParts;
  readonly #secrets: readonly string[];
  readonly #before: number;
  #imported = 0;
  #present = 0;
  #old = 0;

  constructor(database: OldDatabase, parts: ImportBodiesParts) {
    this.#database = database;
    this.#parts = parts;
    this.#secrets = hidable(parts.secrets);
    this.#before = failures(parts.bodies);
  }

  /** Rejects as the database and the keeper do. */
  async take(call: OldCall, row: CallRow): Promise<void> {
    if (!call.hasRecord) return;
    const { bodies, keptSince, isDryRun } = this.#parts;
    if (row.startedAt < keptSince) this.#old++;
    // Whoever asks waits until what was handed over before is written, so that never much is waiting.
    else if ((await bodies.stages(row.id)).length > 0) this.#present++;
    else {
      this.#imported++;
      if (!isDryRun) await this.#record(call, row);
    }
  }

  async tell(report: ImportReport): Promise<void> {
    // Whoever asks waits for what was handed over last.
    await this.#parts.bodies.stages('');
    const lost = failures(this.#parts.bodies) - this.#before;
    report.imported('bodies', 'calls with their prompts and replies', undefined, Math.max(0, this.#imported - lost));
    report.present('bodies', 'calls with their prompts and replies', undefined, this.#present);
    report.skipped(
      'bodies',
      'prompts and replies of calls',
      'they are older than what is kept (retention.days)',
      this.#old,
    );
    report.skipped('bodies', 'prompts and replies of calls', 'they could not be kept; the log says why', lost);
  }

  async #record(call: OldCall, { id, keyId, startedAt }: CallRow): Promise<void> {
    const sql = `select * from ${this.#database.table('api_records', COLUMNS)} where id = ?`;
    const [old] = await this.#database.rows(sql, [call.record]);
    if (old === undefined) return;
    const stages = stagesOf(old, call);
    const secrets = [...this.#secrets, ...clientSecrets(headersOf(old['headers']))];
    this.#parts.bodies.record({ id, keyId, startedAt, stages, secrets, reserved: 0 });
  }
}

function stagesOf(old: OldRow, { path, method, status }: OldCall): CapturedStage[] {
  const { headers, body, processed_headers, processed_prompt, model_raw_headers, model_raw_response } = old;
  const head = (text: OldValue | undefined) => ({ headers: keptHeaders(headersOf(text)) });
  const replyHead = { ...(status !== undefined && { status }), ...head(old['response_headers']) };
  const request = { method, path: path.split('?', 1)[0] ?? '', ...head(headers) };
  return [
    ...stageOf('request', request, body),
    ...stageOf('sent', head(processed_headers), processed_prompt),
    ...stageOf('raw', head(model_raw_headers), model_raw_response),
    ...stageOf('reply', replyHead, old['response_body']),
  ];
}

function stageOf(
  stage: CapturedStage['stage'],
  head: CapturedStage['head'],
  body: OldValue | undefined,
): CapturedStage[] {
  if (body === null || body === undefined) return [];
  const bytes = Buffer.from(String(body));
  return [{ stage, attempt: 0, head, bytes: bytes.length, pieces: [bytes.subarray(0, MOST_KEPT_BYTES)] }];
}

function headersOf(text: OldValue | undefined): Record<string, string> {
  const entries = Object.entries(asObject(jsonOf(text)) ?? {});
  return Object.fromEntries(
    entries.flatMap(([name, value]) => {
      const written = asString(value);
      return written === undefined ? [] : [[name, written]];
    }),
  );
}

function failures({ status }: BodyReader): number {
  return status.lost + status.dropped;
}
